//! What the core asks of the browser: `browser.js`.
//!
//! Knows numbers, not what they lead to: nothing else crosses the border. What is of JavaScript stays there, by the
//! number of its source. They are of the type that WebAssembly calls by itself (true is 1): any other, `bool` and `u32`
//! included, would bring a binding for each function, and all of them together weigh as much as a transport.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser.js")]
extern "C" {
    /// Makes a request, and tells [`RESPONSE`] or [`FAILURE`]; or only sees whether somebody answers, and tells
    /// [`PROBED`]. 0 where nobody can make such a request.
    pub(crate) fn request(source: i32, ticket: i32, probes: i32) -> i32;

    /// Sends an `XMLHttpRequest`, and tells 11 and what follows it. 0 where nobody can make such a request.
    pub(crate) fn send(source: i32, ticket: i32, uncached: i32) -> i32;

    /// Ends whatever is under way for the source: a request, a timer. Questions have this ticket from now on.
    pub(crate) fn abort(source: i32, ticket: i32);

    /// Whether the source has the origin of the page or the worker: its URL, or that of the last response.
    #[wasm_bindgen(js_name = isOfOwnOrigin)]
    pub(crate) fn is_of_own_origin(source: i32, response: i32) -> i32;

    /// The status of the `XMLHttpRequest`, or 0 while it has none. The value of its `Content-Type` is written to the
    /// room.
    pub(crate) fn head(source: i32, ticket: i32) -> i32;

    /// Writes to the room what the text has behind so many UTF-16 code units. Says how many that are.
    pub(crate) fn text(source: i32, ticket: i32, start: i32) -> i32;

    /// Tells `news` after a time, of at most [`i32::MAX`] milliseconds. A source has one such wait.
    pub(crate) fn wait(source: i32, ticket: i32, news: i32, milliseconds: i32);

    /// Milliseconds of some clock, which begins anew when they are too many.
    pub(crate) fn now() -> i32;

    /// Fires an event named `open`.
    #[wasm_bindgen(js_name = fireOpen)]
    pub(crate) fn fire_open(source: i32);

    /// Fires an event named `error`; with a message where the standard is silent: an event of the stream is larger than
    /// `limit` bytes, if that is not 0.
    #[wasm_bindgen(js_name = fireError)]
    pub(crate) fn fire_error(source: i32, limit: i32);

    /// The source is closed, and its number another one's.
    pub(crate) fn dismiss(source: i32);
}

/// How large a chunk may be that is written without asking where.
pub(crate) const ROOM: usize = 512;

/// A response has come; its value is the status, and its `Content-Type` is in the room.
pub(crate) const RESPONSE: i32 = 0;
/// The body has ended as it should.
pub(crate) const END: i32 = 1;
/// There will be no response, or the body has broken off.
pub(crate) const FAILURE: i32 = 2;
/// A probe was answered; 1: by somebody who refuses.
pub(crate) const PROBED: i32 = 3;
/// The time that a probe has is over.
pub(crate) const UNANSWERED: i32 = 4;
/// The reconnection time has elapsed.
pub(crate) const ELAPSED: i32 = 5;
/// Nobody can make such a request.
pub(crate) const FUTILE: i32 = 6;
/// The transport has asked to be told when a time is over.
pub(crate) const RESTED: i32 = 7;
/// The page is left, for good or for the back/forward cache.
pub(crate) const HIDDEN: i32 = 8;
/// The page is back.
pub(crate) const SHOWN: i32 = 9;
/// The network is back.
pub(crate) const ONLINE: i32 = 10;
// 11 and 15: an `XMLHttpRequest` has another state, or more text. The value is the state.
/// An `XMLHttpRequest` has all of its text.
pub(crate) const LOADED: i32 = 12;
/// It has failed.
pub(crate) const FAILED: i32 = 13;
/// The engine was told to stop it.
pub(crate) const ABORTED: i32 = 14;
