//! The global scope: a window's or a worker's, or one with neither document nor address.
//!
//! Knows where to look for what a scope may lack; nothing is kept, because a page may change it.

use js_sys::{Reflect, global};
use wasm_bindgen::JsValue;

/// A member of an object, `undefined` if there is none or the object is none.
pub(crate) fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

/// A member of the global object.
pub(crate) fn global_member(name: &str) -> JsValue {
    member(&global(), name)
}

/// The [API base URL](https://html.spec.whatwg.org/multipage/webappapis.html#api-base-url): the document's
/// base URL or the worker's address.
pub(crate) fn base_url() -> Option<String> {
    member(&global_member("document"), "baseURI").as_string().or_else(address)
}

/// The address of the page or the worker.
pub(crate) fn address() -> Option<String> {
    member(&global_member("location"), "href").as_string()
}
