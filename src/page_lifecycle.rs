//! The life of the page or the worker: whether it is left, comes back, or its network does.
//!
//! Knows the global object's events; not what follows from them. Dropping it removes the listeners.

use alloc::boxed::Box;
use alloc::rc::Weak;

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use crate::connection::Input;
use crate::text_encoding::text;
use crate::transport::Client;

#[wasm_bindgen]
extern "C" {
    /// Of the global object. Not web-sys's: in Node it is no event target, and has no such function.
    #[wasm_bindgen(catch, js_name = addEventListener)]
    fn add_event_listener(name: &JsString, listener: &Listener) -> Result<(), JsValue>;
    #[wasm_bindgen(catch, js_name = removeEventListener)]
    fn remove_event_listener(name: &JsString, listener: &Listener) -> Result<(), JsValue>;

    type Event;
    /// Old engines do not say.
    #[wasm_bindgen(method, getter, js_name = isTrusted)]
    fn is_trusted(this: &Event) -> Option<bool>;
}

type Listener = Closure<dyn Fn(JsValue)>;

/// Reports each event as an [`Input`].
pub(crate) struct PageLifecycle([(JsString, Listener); 3]);

impl PageLifecycle {
    pub(crate) fn new(client: &Weak<dyn Client>) -> Self {
        let listeners = [
            (text("pagehide"), listener(client, Input::Suspend)),
            (text("pageshow"), listener(client, Input::Resume)),
            (text("online"), listener(client, Input::Online)),
        ];
        for (name, listener) in &listeners {
            // Where there are no such events, there is no such life.
            drop(add_event_listener(name, listener));
        }
        PageLifecycle(listeners)
    }
}

impl Drop for PageLifecycle {
    fn drop(&mut self) {
        for (name, listener) in &self.0 {
            drop(remove_event_listener(name, listener));
        }
    }
}

fn listener(client: &Weak<dyn Client>, input: Input<'static>) -> Listener {
    let client = Weak::clone(client);
    Closure::wrap(Box::new(move |event: JsValue| {
        // An event that a script has dispatched says nothing.
        if is_trusted(&event)
            && let Some(client) = client.upgrade()
        {
            client.accept(input);
            client.proceed();
        }
    }) as Box<dyn Fn(JsValue)>)
}

/// Whether it was not a script that has dispatched an event.
pub(crate) fn is_trusted(event: &JsValue) -> bool {
    event.is_object() && event.unchecked_ref::<Event>().is_trusted() != Some(false)
}
