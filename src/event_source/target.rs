//! The page's object, as the core sees it: pkg/lib/event_source.js makes one for each source.
//!
//! Knows the names that both sides use. Must not know when they are called.

use js_sys::JsString;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// What the core asks of the page's object.
    pub type Target;

    /// Messages have this origin from now on.
    #[wasm_bindgen(method, setter)]
    pub(super) fn set_origin(this: &Target, origin: &JsString);

    /// Asks the page for the next request. Calls `prepared` with a [`Request`](crate::transport::request::Request), with
    /// `undefined` if there is to be none any more; or `failed` with a reason.
    #[wasm_bindgen(method)]
    pub(super) fn prepare(
        this: &Target,
        is_first: bool,
        last_event_id: &JsString,
        prepared: &JsValue,
        failed: &JsValue,
    );

    /// Whether the page wants another attempt after a response. Throws what the page's function throws.
    #[wasm_bindgen(method, catch, js_name = isRetried)]
    pub(super) fn is_retried(this: &Target, response: &JsValue, attempt: u32) -> Result<bool, JsValue>;

    /// Fires an event named `open`. `response` is a `Response` or an `XMLHttpRequest`, or `undefined`.
    #[wasm_bindgen(method, js_name = fireOpen)]
    pub(super) fn fire_open(this: &Target, response: &JsValue);

    /// Fires an event named `error`. `cause` is what was thrown, or `undefined`; `body` has the text of a response that is
    /// refused; `attempt` is how many have failed in a row; `delay` is the time to the next one in milliseconds, or
    /// `undefined`; `has_ended` says that the stream has come to its end, and no other follows.
    #[wasm_bindgen(method, js_name = fireError)]
    #[allow(clippy::too_many_arguments)]
    pub(super) fn fire_error(
        this: &Target,
        message: &JsString,
        cause: &JsValue,
        response: &JsValue,
        body: &JsValue,
        attempt: u32,
        delay: &JsValue,
        has_ended: bool,
    );

    /// Dispatches the messages of a batch, then calls [`EventSourceCore::dispatched`](super::EventSourceCore::dispatched). The arguments are those of
    /// [`ForJavaScript`](crate::batch::ForJavaScript), addresses and lengths.
    #[wasm_bindgen(method, js_name = dispatchMessages)]
    pub(super) fn dispatch_messages(
        this: &Target,
        text: *const u8,
        text_length: usize,
        table: *const u32,
        table_length: usize,
        raw_text: *const u8,
        raw_table: *const u32,
    );

    /// The rest of the batch is not to be dispatched.
    #[wasm_bindgen(method, js_name = cancelMessages)]
    pub(super) fn cancel_messages(this: &Target);
}
