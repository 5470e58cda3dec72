//! The [EventSource](https://html.spec.whatwg.org/multipage/server-sent-events.html) of the HTML Standard, for pages whose
//! browser has none or needs more.
//!
//! Each layer knows only the layers above it in this table:
//!
//! | module | input → output | knows |
//! |---|---|---|
//! | [`parser`], [`batch`] | bytes → events | the grammar |
//! | [`connection`], `content_type` | what has happened → what to do | the standard's algorithms |
//! | the modules for WebAssembly | actions → requests, timers, events | the browser |
//!
//! A chunk goes from the network to [`connection::Connection::handle`], which copies it once, into the parser's spare
//! capacity ([`parser::Parser::reserve`]), and parses it there ([`parser::Parser::commit`]). The result is a
//! [`batch::Batch`]: the text of all events that the chunk has finished, and a table of places in it. JavaScript decodes the
//! text once, slices it by the table, and dispatches one `MessageEvent` for each row.
//!
//! The parser and the connection are plain Rust, for any program that reads event streams.

#![no_std]

extern crate alloc;
// For its allocator and its panics.
extern crate std;

pub mod batch;
pub mod connection;
mod content_type;
pub mod parser;
mod spare;

#[cfg(all(target_arch = "wasm32", feature = "small"))]
mod allocator;
#[cfg(target_arch = "wasm32")]
mod error_message;
#[cfg(target_arch = "wasm32")]
pub mod event_parser;
#[cfg(target_arch = "wasm32")]
pub mod event_source;
#[cfg(target_arch = "wasm32")]
mod global_listener;
#[cfg(target_arch = "wasm32")]
mod js_bytes;
#[cfg(target_arch = "wasm32")]
mod page_lifecycle;
#[cfg(target_arch = "wasm32")]
mod promise;
#[cfg(target_arch = "wasm32")]
mod text_encoding;
#[cfg(target_arch = "wasm32")]
mod timer;
#[cfg(target_arch = "wasm32")]
mod transport;
#[cfg(target_arch = "wasm32")]
mod url;
