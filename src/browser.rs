//! What the core asks of the browser: `browser.js`.
//!
//! Knows names and numbers, not what they lead to.

use alloc::vec::Vec;

use js_sys::{Function, JsString};
use wasm_bindgen::prelude::*;
use web_sys::{ReadableStreamDefaultReader, XmlHttpRequest};

use crate::event_source::Skin;

#[wasm_bindgen(module = "/src/browser.js")]
extern "C" {
    #[wasm_bindgen(js_name = isFetchable)]
    pub(crate) fn is_fetchable(url: &JsString) -> bool;

    #[wasm_bindgen(js_name = isOfOwnOrigin)]
    pub(crate) fn is_of_own_origin(url: &JsString) -> bool;

    /// Tells [`RESPONSE`]. Gives what aborts it.
    pub(crate) fn request(
        skin: &Skin,
        ticket: u32,
        url: &JsString,
        last_event_id: &str,
        with_credentials: bool,
    ) -> Option<Function>;

    /// Tells [`PROBED`]. Gives what aborts it.
    pub(crate) fn probe(
        skin: &Skin,
        ticket: u32,
        url: &JsString,
        last_event_id: &str,
        with_credentials: bool,
    ) -> Option<Function>;

    /// Tells 11 and what follows it.
    pub(crate) fn send(
        skin: &Skin,
        ticket: u32,
        url: &JsString,
        last_event_id: &str,
        with_credentials: bool,
        uncached: bool,
    ) -> Option<XmlHttpRequest>;

    #[wasm_bindgen(js_name = abortSilently)]
    pub(crate) fn abort_silently(xhr: &XmlHttpRequest);

    #[wasm_bindgen(js_name = readyState)]
    pub(crate) fn ready_state(xhr: &XmlHttpRequest) -> u32;

    /// Of a `Response` or an `XMLHttpRequest`, as all that take a `response`.
    pub(crate) fn status(response: &JsValue) -> u32;

    #[wasm_bindgen(js_name = contentType)]
    pub(crate) fn content_type(response: &JsValue) -> Vec<u8>;

    #[wasm_bindgen(js_name = originOfResponse)]
    pub(crate) fn origin_of_response(response: &JsValue, asked: &JsString) -> JsString;

    #[wasm_bindgen(js_name = isOpaque)]
    pub(crate) fn is_opaque(response: &JsValue) -> bool;

    #[wasm_bindgen(js_name = textFrom)]
    pub(crate) fn text_from(xhr: &XmlHttpRequest, start: u32) -> Vec<u8>;

    /// Tells [`STREAM`].
    pub(crate) fn soon(skin: &Skin, ticket: u32);

    #[wasm_bindgen(js_name = readerOf)]
    pub(crate) fn reader_of(response: &JsValue) -> Option<ReadableStreamDefaultReader>;

    /// Tells a chunk, or [`END`], or [`FAILURE`].
    pub(crate) fn read(skin: &Skin, ticket: u32, reader: &ReadableStreamDefaultReader);

    pub(crate) fn cancel(reader: &ReadableStreamDefaultReader);

    /// Tells `news` after a time, of at most [`i32::MAX`] milliseconds. Gives what ends the wait.
    pub(crate) fn wait(skin: &Skin, ticket: u32, news: u32, milliseconds: u32) -> Function;

    /// Milliseconds of some clock.
    pub(crate) fn now() -> f64;

    /// Tells [`HIDDEN`] and what follows it. Gives what ends that.
    pub(crate) fn follow(skin: &Skin) -> Function;
}

/// A response has come; `null`: and never will.
pub(crate) const RESPONSE: u32 = 0;
/// Somebody else's stream is there.
pub(crate) const STREAM: u32 = 1;
/// The body has ended as it should.
pub(crate) const END: u32 = 2;
/// The body has broken off.
pub(crate) const FAILURE: u32 = 3;
/// A probe was answered; `null`: and never will be.
pub(crate) const PROBED: u32 = 4;
/// The time that a probe has is over.
pub(crate) const UNANSWERED: u32 = 5;
/// The reconnection time has elapsed.
pub(crate) const ELAPSED: u32 = 6;
/// Nobody can make such a request.
pub(crate) const FUTILE: u32 = 7;
/// The page is left, for good or for the back/forward cache.
pub(crate) const HIDDEN: u32 = 8;
/// The page is back.
pub(crate) const SHOWN: u32 = 9;
/// The network is back.
pub(crate) const ONLINE: u32 = 10;
/// The transport has asked to be told when a time is over.
pub(crate) const RESTED: u32 = 16;
// 11 and 15: an `XMLHttpRequest` has another state, or more text.
/// An `XMLHttpRequest` has all of its text.
pub(crate) const LOADED: u32 = 12;
/// It has failed.
pub(crate) const FAILED: u32 = 13;
/// The engine was told to stop it.
pub(crate) const ABORTED: u32 = 14;

/// What ends something, when it is dropped.
pub(crate) struct Ender(pub(crate) Function);

impl Drop for Ender {
    fn drop(&mut self) {
        let _ = self.0.call0(&JsValue::UNDEFINED);
    }
}
