//! The life of the page or the worker: whether it is left, comes back, or its network does.
//!
//! Knows the global object's events; not what follows from them. Dropping it removes the listeners.

use alloc::boxed::Box;
use alloc::rc::Weak;

use wasm_bindgen::prelude::*;

use crate::connection::Input;
use crate::global_listener::GlobalListener;
use crate::text_encoding::text;
use crate::transport::Client;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(thread_local_v2, js_name = document)]
    static DOCUMENT: Option<Document>;
    type Document;
    #[wasm_bindgen(method, getter, js_name = visibilityState)]
    fn visibility_state(this: &Document) -> JsValue;
}

/// Reports each event as an [`Input`].
pub(crate) struct PageLifecycle {
    _listeners: [GlobalListener; 3],
    _visibility: Option<GlobalListener>,
}

impl PageLifecycle {
    /// `hurries` says whether a page that becomes visible is one that comes back. With the standard's reconnection time,
    /// it is not: the wait is short.
    pub(crate) fn new(client: &Weak<dyn Client>, hurries: bool) -> Self {
        let listener = |name: &'static str, input: Input<'static>| {
            let client = Weak::clone(client);
            let happened = move |_| {
                if (name != VISIBILITY || is_visible())
                    && let Some(client) = client.upgrade()
                {
                    client.accept(input);
                    client.proceed();
                }
            };
            GlobalListener::new(name, Box::new(happened))
        };
        PageLifecycle {
            _listeners: [
                listener("pagehide", Input::Suspend),
                listener("pageshow", Input::Resume),
                listener("online", Input::Online),
            ],
            _visibility: hurries.then(|| listener(VISIBILITY, Input::Online)),
        }
    }
}

fn is_visible() -> bool {
    DOCUMENT.with(|document| document.as_ref().is_some_and(|it| it.visibility_state() == **text("visible")))
}

const VISIBILITY: &str = "visibilitychange";
