//! What the core asks of the browser: `browser.js`, and timers.
//!
//! Knows how a callback lives. A callback of a promise or a listener lives as long as what holds it here; the
//! JavaScript functions that hold it there are let go when it is dropped.

use alloc::string::String;

use wasm_bindgen::prelude::*;
use web_sys::{AbortController, ReadableStreamDefaultReader, Response};

#[wasm_bindgen(module = "/src/browser.js")]
extern "C" {
    #[wasm_bindgen(js_name = fetchStreams)]
    pub(crate) fn fetch_streams() -> bool;

    #[wasm_bindgen(js_name = byteString)]
    pub(crate) fn byte_string(string: &str) -> String;

    /// Throws what the engine throws when it refuses the request at once.
    #[wasm_bindgen(catch)]
    pub(crate) fn request(
        url: &str,
        last_event_id: &str,
        with_credentials: bool,
        no_cors: bool,
        tell: &Callback,
    ) -> Result<Option<AbortController>, JsValue>;

    pub(crate) fn soon(tell: &Callback);

    #[wasm_bindgen(js_name = contentType)]
    pub(crate) fn content_type(response: &Response) -> String;

    pub(crate) fn read(reader: &ReadableStreamDefaultReader, tell: &Callback);

    pub(crate) fn cancel(stream: &JsValue);

    #[wasm_bindgen(js_name = originOf)]
    pub(crate) fn origin_of(url: &str) -> Option<String>;

    #[wasm_bindgen(js_name = baseUrl)]
    pub(crate) fn base_url() -> Option<String>;

    pub(crate) fn address() -> Option<String>;

    pub(crate) fn follow(tell: &Closure<dyn Fn(u32)>) -> js_sys::Function;
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
