//! A response of `fetch`.
//!
//! Knows what is asked of a response that may be the page's own. Must not know what the answers mean: see response.js.

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use super::body_reader::Reader;

#[wasm_bindgen(module = "/src/transport/response.js")]
extern "C" {
    /// What a response has answered to all questions.
    pub(super) type ResponseParts;
    #[wasm_bindgen(constructor, catch)]
    pub(super) fn of(response: &JsValue) -> Result<ResponseParts, JsValue>;
    #[wasm_bindgen(method, getter)]
    pub(super) fn status(this: &ResponseParts) -> u16;
    #[wasm_bindgen(method, getter, js_name = isOpaqueRedirect)]
    pub(super) fn is_opaque_redirect(this: &ResponseParts) -> bool;
    #[wasm_bindgen(method, getter, js_name = isFromNetwork)]
    pub(super) fn is_from_network(this: &ResponseParts) -> bool;
    #[wasm_bindgen(method, getter)]
    pub(super) fn url(this: &ResponseParts) -> Option<JsString>;
    #[wasm_bindgen(method, getter, js_name = contentType)]
    pub(super) fn content_type(this: &ResponseParts) -> Option<JsString>;
    #[wasm_bindgen(method, getter, js_name = retryAfter)]
    pub(super) fn retry_after(this: &ResponseParts) -> Option<JsString>;
    #[wasm_bindgen(method, getter)]
    pub(super) fn location(this: &ResponseParts) -> Option<JsString>;
    /// Of the body, which this locks.
    #[wasm_bindgen(method, catch)]
    pub(super) fn reader(this: &ResponseParts) -> Result<Option<Reader>, JsValue>;
}
