//! `fetch` and a reader of the response's body.
//!
//! Knows that at every moment one promise at most is pending: that of `fetch` or that of `read`. See [`super`] for
//! what it has to say.

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::ReadableStreamDefaultReader;

use super::{Incoming, Request};
use crate::browser::{self, END, FAILURE, RESPONSE, STREAM};

/// A request under way; dropped, it is aborted.
pub(crate) struct Fetch {
    /// Not there for somebody else's stream.
    abort: Option<Function>,
    reader: Option<ReadableStreamDefaultReader>,
    /// Whether there is nothing to ask for: a promise is pending, or the body has ended.
    waiting: bool,
    arrived: Option<Arrived>,
}

enum Arrived {
    Response(JsValue),
    Stream,
    End,
    Failure,
}

impl Fetch {
    pub(crate) fn open(request: &Request<'_>) -> Option<Fetch> {
        let Request { skin, ticket, url, with_credentials, last_event_id } = request;
        let abort = browser::request(skin, *ticket, url, last_event_id, *with_credentials)?;
        Some(Fetch { abort: Some(abort), reader: None, waiting: true, arrived: None })
    }

    /// Not a request at all: a stream that somebody else has got. It is told like a response of an opaque origin.
    pub(crate) fn of_stream(reader: ReadableStreamDefaultReader, request: &Request<'_>) -> Fetch {
        browser::soon(request.skin, request.ticket);
        Fetch { abort: None, reader: Some(reader), waiting: true, arrived: None }
    }

    pub(crate) fn take(&mut self, news: u32, value: JsValue) {
        self.arrive(match news {
            RESPONSE if !value.is_null() => Arrived::Response(value),
            STREAM => Arrived::Stream,
            END => Arrived::End,
            FAILURE | RESPONSE => Arrived::Failure,
            _ => return,
        });
    }

    /// Nobody reads on, until that is asked for.
    pub(crate) fn pause(&mut self) {
        self.waiting = false;
    }

    fn arrive(&mut self, arrived: Arrived) {
        self.waiting = false;
        self.arrived = Some(arrived);
    }

    pub(crate) fn next(&mut self, request: &Request<'_>) -> Option<Incoming> {
        match self.arrived.take() {
            Some(Arrived::Response(response)) => {
                self.reader = browser::reader_of(&response);
                Some(Incoming::Response {
                    status: browser::status(&response),
                    content_type: browser::content_type(&response),
                    origin: browser::origin_of_response(&response, request.url),
                })
            }
            Some(Arrived::Stream) => Some(Incoming::Response {
                status: 200,
                content_type: b"text/event-stream".to_vec(),
                origin: "null".into(),
            }),
            Some(Arrived::End) => self.end(Incoming::End),
            Some(Arrived::Failure) => self.end(Incoming::Failure),
            None if self.waiting => None,
            None => self.read(request),
        }
    }

    /// Waits for the next chunk.
    fn read(&mut self, request: &Request<'_>) -> Option<Incoming> {
        let Some(reader) = &self.reader else { return self.end(Incoming::End) };
        browser::read(request.skin, request.ticket, reader);
        self.waiting = true;
        None
    }

    fn end(&mut self, incoming: Incoming) -> Option<Incoming> {
        self.waiting = true;
        Some(incoming)
    }
}

impl Drop for Fetch {
    fn drop(&mut self) {
        // Both: Firefox may miss an abort that comes with the headers, and there are engines that have none.
        if let Some(reader) = &self.reader {
            browser::cancel(reader);
        }
        if let Some(abort) = &self.abort {
            let _ = abort.call0(&JsValue::UNDEFINED);
        }
    }
}
