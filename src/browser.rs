//! What the core asks of the browser: `browser.js`, and timers.
//!
//! Knows how a callback lives. A callback of a promise or a listener lives as long as what holds it here; the
//! JavaScript functions that hold it there are let go when it is dropped.

use alloc::string::String;

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, ReadableStreamDefaultReader, XmlHttpRequest};

#[wasm_bindgen(module = "/src/browser.js")]
extern "C" {
    #[wasm_bindgen(js_name = baseUrl)]
    pub(crate) fn base_url() -> Option<String>;

    #[wasm_bindgen(js_name = isFetchable)]
    pub(crate) fn is_fetchable(url: &JsString) -> bool;

    #[wasm_bindgen(js_name = isOfOwnOrigin)]
    pub(crate) fn is_of_own_origin(url: &JsString) -> bool;

    #[wasm_bindgen(js_name = fetchStreams)]
    pub(crate) fn fetch_streams() -> bool;

    /// Throws what the engine throws when it refuses the request at once.
    #[wasm_bindgen(catch)]
    pub(crate) fn request(
        url: &JsString,
        last_event_id: &JsString,
        with_credentials: bool,
        no_cors: bool,
        tell: &Callback,
    ) -> Result<Option<AbortController>, JsValue>;

    /// Throws what the engine throws when it refuses the request at once.
    #[wasm_bindgen(catch)]
    pub(crate) fn send(
        url: &JsString,
        last_event_id: &JsString,
        with_credentials: bool,
        uncached: bool,
        tell: &Signal,
    ) -> Result<XmlHttpRequest, JsValue>;

    #[wasm_bindgen(js_name = abortSilently)]
    pub(crate) fn abort_silently(xhr: &XmlHttpRequest);

    pub(crate) fn status(response: &JsValue) -> u16;

    #[wasm_bindgen(js_name = contentType)]
    pub(crate) fn content_type(response: &JsValue) -> String;

    #[wasm_bindgen(js_name = originOfResponse)]
    pub(crate) fn origin_of_response(response: &JsValue, asked: &JsString) -> JsString;

    #[wasm_bindgen(js_name = textFrom)]
    pub(crate) fn text_from(xhr: &XmlHttpRequest, start: u32, whole: bool) -> JsString;

    pub(crate) fn soon(tell: &Callback);

    pub(crate) fn read(reader: &ReadableStreamDefaultReader, tell: &Callback);

    pub(crate) fn cancel(stream: &JsValue);

    pub(crate) fn follow(tell: &Signal) -> js_sys::Function;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Closure<dyn FnMut()>, milliseconds: u32) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// What is told one value.
pub(crate) type Callback = Closure<dyn Fn(JsValue)>;

/// What is told the number of an event.
pub(crate) type Signal = Closure<dyn Fn(u32)>;

/// A callback to come; dropped, it does not.
pub(crate) struct Timer {
    id: JsValue,
    _callback: Closure<dyn FnMut()>,
}

impl Timer {
    /// `milliseconds` is at most [`i32::MAX`], which is what timers hold.
    pub(crate) fn new(milliseconds: u32, then: impl FnOnce() + 'static) -> Timer {
        let callback = Closure::once(then);
        Timer { id: set_timeout(&callback, milliseconds), _callback: callback }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.id);
    }
}
