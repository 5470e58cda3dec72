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

    /// Fires an event named `open`.
    #[wasm_bindgen(method, js_name = fireOpen)]
    pub(super) fn fire_open(this: &Target);

    /// Fires an event named `error`. `cause` is what was thrown, or `undefined`.
    #[wasm_bindgen(method, js_name = fireError)]
    pub(super) fn fire_error(this: &Target, message: &JsString, cause: &JsValue);

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
