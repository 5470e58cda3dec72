//! What carries a request: `fetch` or `XMLHttpRequest`.
//!
//! Knows requests and responses; no readyState, no event, no retry. What a transport reports is the connection's [`Input`].
//! Dropping a transport aborts its request, and nothing of it is reported any more.

pub(crate) mod body_reader;
pub(crate) mod cors_probe;
pub(crate) mod fetch;
pub(crate) mod inquiry;
mod redirect;
mod redirect_check;
pub(crate) mod request;
mod response;
mod response_text;
pub(crate) mod xhr;

use alloc::rc::{Rc, Weak};
use core::cell::RefCell;

use js_sys::{Function, JsString};
use wasm_bindgen::prelude::*;

use crate::connection::Input;

/// What a transport reports of a response.
pub(crate) struct Answer<'a> {
    /// The `Response` or the `XMLHttpRequest`; `undefined` for a stream of the page.
    pub(crate) response: &'a JsValue,
    /// What reads the body of a response that is refused, by its method `text()`.
    pub(crate) body: &'a JsValue,
    pub(crate) status: u16,
    pub(crate) content_type: &'a [u8],
    /// The value of the header.
    pub(crate) retry_after: Option<JsString>,
    /// Of its URL.
    pub(crate) origin: &'a JsString,
}

/// Who uses a transport.
pub(crate) trait Client {
    /// The headers of the response have arrived. The page's code may run, and may drop the transport.
    fn respond(&self, answer: &Answer<'_>);

    /// The reason for a failure that is reported next: what was thrown, or what is wrong.
    fn set_detail(&self, detail: JsValue);

    /// What is reported next may come in the microtasks of the script that constructs the source, or in those of its `open`
    /// event, before the page has added its listeners: a mocked `fetch`, a body that is there already. The standard queues
    /// a task to announce the connection, and for each chunk; what a network brings comes in a task of its own.
    fn wait_for_next_task(&self);

    /// Takes a report. The page's code does not run.
    fn accept(&self, input: Input<'_>);

    /// Performs the actions that follow. The page's code may run, and may drop the transport.
    fn proceed(&self);
}

/// The client of a transport until that is dropped.
pub(crate) struct Recipient(RefCell<Option<Weak<dyn Client>>>);

impl Recipient {
    pub(crate) fn new(client: Weak<dyn Client>) -> Self {
        Recipient(RefCell::new(Some(client)))
    }

    /// `None` when nothing is to be reported any more.
    pub(crate) fn client(&self) -> Option<Rc<dyn Client>> {
        self.0.borrow().as_ref().and_then(Weak::upgrade)
    }

    /// Nothing is reported from now on.
    pub(crate) fn disconnect(&self) {
        drop(self.0.take());
    }
}

/// A request under way.
pub(crate) enum Transport {
    Fetch(fetch::Fetch),
    Xhr(xhr::Xhr),
}

/// A part of a request that is under way, which outlives the request for as long as it is used.
pub(crate) enum Body {
    Fetch(Rc<fetch::FetchRequest>),
    Xhr(Rc<xhr::XhrRequest>),
}

impl Transport {
    /// The body of the response, to be read.
    pub(crate) fn body(&self) -> Body {
        match self {
            Transport::Fetch(fetch) => Body::Fetch(fetch.request()),
            Transport::Xhr(xhr) => Body::Xhr(xhr.request()),
        }
    }
}

impl Body {
    /// Reads on: the client has dealt with everything so far. Says whether there was something, which the client has
    /// accepted by now; else it is reported when it comes.
    pub(crate) fn read(&self) -> bool {
        match self {
            Body::Fetch(request) => {
                request.read();
                false
            }
            Body::Xhr(request) => request.read(),
        }
    }
}

#[wasm_bindgen]
extern "C" {
    /// Old engines have none.
    #[wasm_bindgen(thread_local_v2, js_name = fetch)]
    static FETCH: Option<Function>;
}
