//! What JavaScript may ask of the core: functions of numbers, the first of which says which source is meant.
//!
//! Knows who may ask for what. What a source does is in `source.rs`; arguments, and how an event looks, are the skin's,
//! `pkg/event_source.js`.
//!
//! A source is known by the number that `admit()` of `browser.js` has given to its skin, the face of the page's object;
//! when it is closed, the number is another one's. Who asks for a source that is not there any more is told nothing.

use wasm_bindgen::prelude::*;

use crate::source::{self, Source};

#[wasm_bindgen(module = "/src/browser.js")]
extern "C" {
    /// Takes note of the functions of this module, as JavaScript has them, and of the `memory`: before there is any
    /// source.
    pub fn serve(core: &JsValue);

    /// A number for the source of a skin: what it has to have says `browser.js`.
    pub fn admit(skin: &JsValue) -> i32;
}

/// The [constructor](https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource), from step 5 on.
/// What is not fetched, an `XMLHttpRequest` carries. What does not reconnect is a source of a stream that somebody else
/// has got, as [proposed for the standard](https://github.com/whatwg/html/pull/12272).
#[wasm_bindgen]
pub fn begin(source: i32, fetches: bool, reconnects: bool) {
    source::place(source).begin(fetches, reconnects);
}

/// Where the source's report is, brought up to date: `src/source.rs` says what it is.
#[wasm_bindgen]
pub fn look(source: i32) -> usize {
    source::find(source).map_or(0, Source::look)
}

/// What the browser has to tell: for `browser.js`, which has the numbers. Gives what is next: `src/source.rs` says what
/// that may be.
#[wasm_bindgen]
pub fn tell(source: i32, ticket: i32, news: i32, value: i32) -> i32 {
    source::find(source).map_or(0, |source| source.take(ticket, news, value))
}

/// Where bytes are to be written, so many: the next chunk, or a response's `Content-Type`. For `browser.js`; 0 if nobody
/// waits for them any more.
#[wasm_bindgen]
pub fn room(source: i32, ticket: i32, length: usize) -> usize {
    source::find(source).map_or(0, |source| source.room(ticket, length))
}

/// So many bytes in the room are the next chunk: for `browser.js`, which was asked for it. Gives what is next.
#[wasm_bindgen]
pub fn chunk(source: i32, length: usize) -> i32 {
    source::find(source).map_or(0, |source| source.take_chunk(length))
}

/// The batch that the skin was given is dispatched, or its rest will not be. Gives what is next.
#[wasm_bindgen]
pub fn dispatched(source: i32) -> i32 {
    source::find(source).map_or(0, Source::resume)
}

/// Closes the source for good.
#[wasm_bindgen]
pub fn close(source: i32) {
    if let Some(source) = source::find(source) {
        source.close();
    }
}
