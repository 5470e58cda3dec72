//! Tells a stream that CORS refuses from a network fault: for `fetch` they look the same.
//!
//! Knows one request in `no-cors` mode: where the server answers from another origin, it resolves with an opaque
//! response, so what failed before was not the network.

use alloc::boxed::Box;
use alloc::rc::Rc;
use core::cell::RefCell;

use wasm_bindgen::prelude::*;
use web_sys::{AbortController, Response, ResponseType};

use super::Request;
use crate::browser::{self, Callback};

/// A question under way; dropped, it is not asked any more.
pub(crate) struct Probe {
    asking: Rc<Asking>,
}

type Answer = Box<dyn FnOnce(bool)>;

struct Asking {
    /// Gone when it is answered, or nobody wants to know any more.
    answer: RefCell<Option<Answer>>,
    controller: RefCell<Option<AbortController>>,
    /// Lives until the promise has settled.
    callback: RefCell<Option<Callback>>,
}

impl Probe {
    /// Asks; `answer` is told whether a server answered, and from another origin.
    ///
    /// # Errors
    ///
    /// Where there is no `fetch`, or it refuses such a request at once.
    pub(crate) fn open(request: &Request, answer: Answer) -> Result<Probe, JsValue> {
        let asking = Rc::new(Asking {
            answer: RefCell::new(Some(answer)),
            controller: RefCell::default(),
            callback: RefCell::default(),
        });
        let callback = {
            let asking = Rc::clone(&asking);
            Closure::new(move |response| asking.settle(response))
        };
        let Request { url, with_credentials, last_event_id } = request;
        let controller = browser::request(url, last_event_id, *with_credentials, true, &callback)?;
        asking.controller.replace(controller);
        asking.callback.replace(Some(callback));
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
    fn settle(&self, response: JsValue) {
        let _callback = self.callback.take();
        let refused =
            !response.is_null() && response.unchecked_into::<Response>().type_() == ResponseType::Opaque;
        // The headers were enough.
        self.abort();
        let answer = self.answer.take();
        if let Some(tell) = answer {
            tell(refused);
        }
    }

    fn abort(&self) {
        if let Some(controller) = &*self.controller.borrow() {
            controller.abort();
        }
    }
}
