//! Which transport carries a request, and the one vocabulary that all of them speak.
//!
//! Knows requests and answers; no readyState, no event, no retry. A transport that is dropped aborts its
//! request and tells nothing more.

pub(crate) mod fetch;
pub(crate) mod probe;
mod xhr;

use alloc::boxed::Box;

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use crate::browser;

/// The request of [step 9 of the constructor](https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource):
/// a potential-CORS GET, no-store, that accepts an event stream.
#[derive(Clone)]
pub(crate) struct Request {
    pub(crate) url: JsString,
    pub(crate) with_credentials: bool,
    /// Empty: no `Last-Event-ID`.
    pub(crate) last_event_id: JsString,
}

/// What a transport tells, in this order: a response, chunks, and how it ended; or only how it ended.
pub(crate) enum Incoming<'a> {
    Response {
        status: u16,
        content_type: &'a str,
        /// Of the URL after redirects, serialised.
        origin: JsString,
    },
    Chunk(&'a [u8]),
    /// The body has ended as it should.
    End,
    /// The request could not be made, or broke off.
    Failure,
    /// The engine was told to stop loading.
    Aborted,
}

/// Whether one who has been told something wants the next thing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flow {
    Continue,
    /// Not before [`Transport::resume`].
    Pause,
}

/// Who is told. It may drop the transport while it is being told.
pub(crate) type Sink = Box<dyn Fn(Incoming<'_>) -> Flow>;

/// A request under way.
pub(crate) enum Transport {
    Fetch(fetch::Fetch),
    Xhr(xhr::Xhr),
}

impl Transport {
    /// Goes on after [`Flow::Pause`].
    pub(crate) fn resume(&self) {
        match self {
            Transport::Fetch(request) => request.resume(),
            Transport::Xhr(request) => request.resume(),
        }
    }
}

/// What carries the streams of a source.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Fetch,
    Xhr,
}

impl Kind {
    /// The transport of that name, if it is one; `auto` is `fetch` where the body of its response can be read
    /// while it arrives, else `xhr`.
    pub(crate) fn named(name: &str) -> Option<Kind> {
        match name {
            "fetch" => Some(Kind::Fetch),
            "xhr" => Some(Kind::Xhr),
            "auto" if browser::fetch_streams() => Some(Kind::Fetch),
            "auto" => Some(Kind::Xhr),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Fetch => "fetch",
            Kind::Xhr => "xhr",
        }
    }

    /// Makes the request.
    ///
    /// # Errors
    ///
    /// What the engine throws when it refuses the request at once; the sink is told nothing then.
    pub(crate) fn open(self, request: &Request, sink: Sink) -> Result<Transport, JsValue> {
        match self {
            Kind::Fetch => fetch::Fetch::open(request, sink).map(Transport::Fetch),
            Kind::Xhr => xhr::Xhr::open(request, sink).map(Transport::Xhr),
        }
    }
}
