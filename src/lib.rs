//! The [EventSource](https://html.spec.whatwg.org/multipage/server-sent-events.html) of the HTML Standard,
//! for pages where the browser's own is missing or not enough.
//!
//! Three floors, each of which knows only what lies below it:
//!
//! | module | what it makes of what | what it knows |
//! |---|---|---|
//! | [`parser`], [`batch`] | bytes → events | the grammar |
//! | [`connection`] | what happened → what to do | the standard's algorithms |
//! | `browser`, `transport`, `source`, `event_source` | requests, timers, when to dispatch | what to ask of the browser; WebAssembly only |
//!
//! A byte's way: network → [`parser::Parser::room`], where JavaScript copies the chunk to → [`connection::Connection::handle`]
//! → [`parser::Parser::feed_room`] → a [`batch::Batch`]: the text of all events that the chunk finished and a table
//! of spans → JavaScript, which is told that they are next, reads both where they lie, slices the text and dispatches one
//! `MessageEvent` a row.
//!
//! Between Rust and JavaScript nothing passes but numbers. What is an object there, a request, a reader, the page's
//! `EventSource`, stays there, by the number of its source: neither bindings nor a table of objects are needed, which
//! weighed more than all of this, and cost more time than parsing.
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
mod content_type;
pub mod parser;

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
