//! The [EventSource](https://html.spec.whatwg.org/multipage/server-sent-events.html) of the HTML Standard,
//! for pages where the browser's own is missing or not enough.
//!
//! Three floors, each of which knows only what lies below it:
//!
//! | module | what it makes of what | what it knows |
//! |---|---|---|
//! | [`parser`], [`batch`] | bytes → events | the grammar |
//! | [`connection`] | what happened → what to do | the standard's algorithms |
//! | `browser`, `transport`, `source`, `event_source` | requests, timers, JavaScript events | the browser; WebAssembly only |
//!
//! A byte's way: network → `transport` (one copy into WebAssembly's memory) → [`connection::Connection::handle`]
//! → [`parser::Parser::feed`] → a [`batch::Batch`]: the text of all events that the chunk finished and a table
//! of spans → one call into JavaScript, which reads both where they lie, slices the text and dispatches one
//! `MessageEvent` a row.
//!
//! The two lower floors are plain Rust, for any program that reads event streams; the JavaScript class over
//! the upper one is in `pkg/event_source.js`. Compiled to JavaScript, all of this runs in engines without WebAssembly.

#![no_std]

extern crate alloc;
// For its allocator and its panics: in tests, and for whoever builds this without the feature `lean`.
#[cfg(not(feature = "lean"))]
extern crate std;

pub mod batch;
pub mod connection;
mod line_ends;
mod mime_type;
pub mod parser;
mod utf8;

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
pub mod event_source;
#[cfg(all(target_arch = "wasm32", feature = "lean"))]
mod lean;
#[cfg(target_arch = "wasm32")]
mod source;
#[cfg(target_arch = "wasm32")]
mod transport;
