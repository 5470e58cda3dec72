//! Tells a stream that CORS refuses from a network fault: for `fetch` they look the same.
//!
//! Knows one request in `no-cors` mode: where the server answers from another origin, it resolves with an opaque
//! response, so what failed before was not the network.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{AbortController, RequestMode, Response, ResponseType};

use super::{Request, fetch};
use crate::scope::global_member;

/// A question under way; dropped, it is not asked any more.
pub(crate) struct Probe {
    asking: Rc<Asking>,
}

type Answer = Box<dyn FnOnce(bool)>;

struct Asking {
    /// Gone when it is answered, or nobody wants to know any more.
    answer: RefCell<Option<Answer>>,
    controller: Option<AbortController>,
    callbacks: RefCell<Option<Callbacks>>,
}

/// For the two ways that a promise settles; they live until it has.
struct Callbacks {
    response: Closure<dyn FnMut(JsValue)>,
    failure: Closure<dyn FnMut(JsValue)>,
}

impl Probe {
    /// Asks; `answer` is told whether a server answered, and from another origin.
    ///
    /// # Errors
    ///
    /// Where there is no `fetch`, or it refuses such a request at once.
    pub(crate) fn open(request: &Request<'_>, answer: Answer) -> Result<Probe, JsValue> {
        if !global_member("fetch").is_function() {
            return Err(JsValue::UNDEFINED);
        }
        let asking = Rc::new(Asking {
            answer: RefCell::new(Some(answer)),
            controller: AbortController::new().ok(),
            callbacks: RefCell::default(),
        });
        let callbacks = Callbacks {
            response: asking
                .callback(|response| response.unchecked_into::<Response>().type_() == ResponseType::Opaque),
            failure: asking.callback(|_| false),
        };
        let init = fetch::init(request, asking.controller.as_ref())?;
        init.set_mode(RequestMode::NoCors);
        let _ = fetch::fetch(request.url, &init)?.then2(&callbacks.response, &callbacks.failure);
        asking.callbacks.replace(Some(callbacks));
        Ok(Probe { asking })
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.asking.answer.take();
        self.asking.abort();
    }
}

impl Asking {
    fn callback(self: &Rc<Self>, answer: fn(JsValue) -> bool) -> Closure<dyn FnMut(JsValue)> {
        let asking = Rc::clone(self);
        Closure::new(move |settled| {
            asking.callbacks.take();
            // The headers were enough.
            asking.abort();
            let tell = asking.answer.take();
            if let Some(tell) = tell {
                tell(answer(settled));
            }
        })
    }

    fn abort(&self) {
        if let Some(controller) = &self.controller {
            controller.abort();
        }
    }
}
