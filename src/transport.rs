//! Which transport carries a request, and the one vocabulary that all of them speak.
//!
//! Knows requests and answers; no readyState, no event, no retry. A transport that is dropped aborts its request.
//! It tells nothing by itself: it is [given](Transport::take) what the browser has said, and asked for what is
//! [`next`](Transport::next).

pub(crate) mod fetch;
pub(crate) mod xhr;

use alloc::string::String;
use alloc::vec::Vec;

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use crate::event_source::Skin;

/// The request of [step 9 of the constructor](https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource):
/// a potential-CORS GET, no-store, that accepts an event stream.
pub(crate) struct Request<'a> {
    /// Who is told.
    pub(crate) skin: &'a Skin,
    /// What this question is known by.
    pub(crate) ticket: u32,
    pub(crate) url: &'a JsString,
    pub(crate) with_credentials: bool,
    /// Empty: no `Last-Event-ID`.
    pub(crate) last_event_id: String,
}

/// What a transport has to say, in this order: a response, chunks, and how it ended; or only how it ended.
pub(crate) enum Incoming {
    Response {
        status: u32,
        content_type: Vec<u8>,
        /// Of the URL after redirects, serialised.
        origin: JsString,
    },
    Chunk(Vec<u8>),
    /// It has become large: a new request would be better, if there is one that goes on where this one is.
    Exhausted,
    /// The body has ended as it should.
    End,
    /// The request could not be made, or broke off.
    Failure,
    /// The engine was told to stop loading.
    Aborted,
}

/// A request under way.
pub(crate) enum Transport {
    Fetch(fetch::Fetch),
    Xhr(xhr::Xhr),
}

impl Transport {
    /// Takes what the browser has said.
    pub(crate) fn take(&mut self, news: u32, value: JsValue, request: &Request<'_>) {
        match self {
            Transport::Fetch(fetch) => fetch.take(news, value),
            Transport::Xhr(xhr) => xhr.take(news, request),
        }
    }

    /// What is to be told next; `None` until the browser says something.
    pub(crate) fn next(&mut self, request: &Request<'_>) -> Option<Incoming> {
        match self {
            Transport::Fetch(fetch) => fetch.next(request),
            Transport::Xhr(xhr) => xhr.next(request),
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
    /// Makes the request; `None` when the engine refuses it at once.
    pub(crate) fn open(self, request: &Request<'_>) -> Option<Transport> {
        match self {
            Kind::Fetch => fetch::Fetch::open(request).map(Transport::Fetch),
            Kind::Xhr => xhr::Xhr::open(request).map(Transport::Xhr),
        }
    }
}
