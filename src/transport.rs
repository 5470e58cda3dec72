//! What carries a request: `fetch` or `XMLHttpRequest`.
//!
//! Knows requests and responses; no readyState, no event, no retry. The request is that of
//! [step 9 of the constructor](https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource): a
//! potential-CORS GET, no-store, that accepts an event stream. What a transport reports is the connection's [`Input`].
//! Dropping a transport aborts its request, and nothing of it is reported any more.

pub(crate) mod body_reader;
pub(crate) mod cors_probe;
pub(crate) mod fetch;
mod response_text;
pub(crate) mod xhr;

use alloc::rc::{Rc, Weak};
use core::arch::wasm32::memory_size;
use core::cell::RefCell;

use js_sys::{JsString, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::connection::Input;
use crate::parser::Chunk;
use crate::text_encoding::encode;

/// The request of an event source.
pub(crate) struct Request {
    pub(crate) url: JsString,
    pub(crate) with_credentials: bool,
    /// The value of `Last-Event-ID`, one character a byte; `None` if there is no such header.
    pub(crate) last_event_id: Option<JsString>,
}

/// Who uses a transport.
pub(crate) trait Client {
    /// The response comes from this origin.
    fn set_origin(&self, origin: &JsString);

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

    /// Reports what has happened by itself, and lets the client go on.
    pub(crate) fn report(&self, input: Input<'_>) {
        if let Some(client) = self.client() {
            client.accept(input);
            client.proceed();
        }
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

#[wasm_bindgen(module = "/src/transport/body_reader.js")]
extern "C" {
    fn copy(bytes: &Uint8Array, memory: &JsValue, pages: usize, address: *mut u8);
}

/// Bytes that JavaScript has.
struct JsChunk(Uint8Array);

impl Chunk for JsChunk {
    fn len(&self) -> usize {
        self.0.length() as usize
    }

    fn copy_to(&self, spare: &mut [u8]) {
        copy(&self.0, &wasm_bindgen::memory(), memory_size(0), spare.as_mut_ptr());
    }
}

/// The value of a response's `Content-Type`, in UTF-8.
fn bytes_of(header: &JsString) -> alloc::vec::Vec<u8> {
    let encoded = JsChunk(encode(header));
    let mut bytes = alloc::vec![0; encoded.len()];
    encoded.copy_to(&mut bytes);
    bytes
}

// Headers, and the value of two of them.
const ACCEPT: &str = "Accept";
/// In lower case, for headers of a mock that are a plain map.
const CONTENT_TYPE: &str = "content-type";
const EVENT_STREAM: &str = "text/event-stream";
const LAST_EVENT_ID: &str = "Last-Event-ID";
