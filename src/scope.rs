//! The global scope: a window's or a worker's, or one with neither document nor address.
//!
//! Knows where to look for what a scope may lack; nothing is kept, because a page may change it.

use js_sys::{Reflect, global};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type EventTarget;
    #[wasm_bindgen(method, catch, js_name = addEventListener)]
    fn add(this: &EventTarget, name: &str, listener: &Closure<dyn Fn(JsValue)>) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = removeEventListener)]
    fn remove(this: &EventTarget, name: &str, listener: &Closure<dyn Fn(JsValue)>) -> Result<(), JsValue>;
}

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

/// What happens to a page or a worker while it lives.
#[derive(Clone, Copy)]
pub(crate) enum Life {
    /// It is left, for good or for the back/forward cache.
    Hidden,
    /// It is back.
    Shown,
    /// The network is back.
    Online,
}

/// Listens to the global object, where that is an event target, until it is dropped.
pub(crate) struct Lifeline {
    scope: EventTarget,
    listener: Closure<dyn Fn(JsValue)>,
}

impl Lifeline {
    pub(crate) fn new(tell: impl Fn(Life) + 'static) -> Lifeline {
        let listener = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
            // Not what a script has dispatched. Old engines do not say.
            if member(&event, "isTrusted") == JsValue::FALSE {
                return;
            }
            match member(&event, "type").as_string().as_deref() {
                Some("pagehide") => tell(Life::Hidden),
                Some("pageshow") => tell(Life::Shown),
                _ => tell(Life::Online),
            }
        });
        let scope: EventTarget = global().unchecked_into();
        for name in NAMES {
            let _ = scope.add(name, &listener);
        }
        Lifeline { scope, listener }
    }
}

impl Drop for Lifeline {
    fn drop(&mut self) {
        for name in NAMES {
            let _ = self.scope.remove(name, &self.listener);
        }
    }
}

const NAMES: [&str; 3] = ["pagehide", "pageshow", "online"];
