//! A listener of the global object.
//!
//! Knows how one is added and removed. Must not know events. Dropping it removes it.

use alloc::boxed::Box;

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use crate::text_encoding::text;

#[wasm_bindgen]
extern "C" {
    /// Of the global object. Not web-sys's: in Node it is no event target, and has no such function.
    #[wasm_bindgen(catch, js_name = addEventListener)]
    fn add_event_listener(name: &JsString, listener: &Closure<dyn Fn(JsValue)>) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_name = removeEventListener)]
    fn remove_event_listener(name: &JsString, listener: &Closure<dyn Fn(JsValue)>) -> Result<(), JsValue>;

    type Event;
    /// Old engines do not say.
    #[wasm_bindgen(method, getter, js_name = isTrusted)]
    fn is_trusted(this: &Event) -> Option<bool>;
}

pub(crate) struct GlobalListener {
    name: &'static str,
    listener: Closure<dyn Fn(JsValue)>,
}

impl GlobalListener {
    /// Calls `happened` for each event that the engine dispatches. One that a script has dispatched says nothing.
    pub(crate) fn new(name: &'static str, happened: Box<dyn Fn(JsValue)>) -> Self {
        let listener = Closure::wrap(Box::new(move |event: JsValue| {
            if is_trusted(&event) {
                happened(event);
            }
        }) as Box<dyn Fn(JsValue)>);
        // Where there are no events, nothing happens.
        drop(add_event_listener(&text(name), &listener));
        GlobalListener { name, listener }
    }
}

impl Drop for GlobalListener {
    fn drop(&mut self) {
        drop(remove_event_listener(&text(self.name), &self.listener));
    }
}

/// Whether it was not a script that has dispatched an event.
pub(crate) fn is_trusted(event: &JsValue) -> bool {
    event.is_object() && event.unchecked_ref::<Event>().is_trusted() != Some(false)
}
