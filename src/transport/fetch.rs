//! `fetch` and a reader of the response's body.
//!
//! Knows promises and their end; see [`super`] for what it tells.
//!
//! At every moment one promise at most is pending: that of `fetch` or that of `read`. The callbacks live in
//! what they refer to, and are let go when there is nothing to read any more and no promise is pending: never
//! earlier, because a promise of a dropped transport still settles.

use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};

use js_sys::{JsString, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, ReadableStreamDefaultReader, Response};

use super::{Flow, Incoming, Request, Sink};
use crate::browser::{self, Callback};

/// A request under way; dropped, it is aborted.
pub(crate) struct Fetch {
    reading: Rc<Reading>,
}

struct Reading {
    /// Gone with the [`Fetch`]: there is nobody to tell any more.
    sink: RefCell<Option<Rc<Sink>>>,
    /// Engines have had `fetch` without it; there the reader is cancelled.
    controller: RefCell<Option<AbortController>>,
    reader: RefCell<Option<ReadableStreamDefaultReader>>,
    /// Whether a promise is pending.
    waiting: Cell<bool>,
    callbacks: RefCell<Option<Callbacks>>,
    /// Where chunks are copied to, kept for the next one.
    buffer: RefCell<Vec<u8>>,
}

struct Callbacks {
    _response: Callback,
    chunk: Callback,
}

impl Fetch {
    pub(crate) fn open(request: &Request, sink: Sink) -> Result<Fetch, JsValue> {
        let reading = Reading::new(None, sink);
        let Request { url, with_credentials, last_event_id } = request;
        let asked = url.clone();
        let response = reading.callback(move |reading, response| reading.on_response(response, &asked));
        let controller = browser::request(url, last_event_id, *with_credentials, false, &response)?;
        reading.controller.replace(controller);
        Ok(Fetch::begin(reading, response))
    }

    /// Not a request at all: a stream that somebody else has got. It is told like a response of an opaque origin.
    pub(crate) fn of_stream(reader: ReadableStreamDefaultReader, sink: Sink) -> Fetch {
        let reading = Reading::new(Some(reader), sink);
        let response = reading.callback(|reading, _| reading.on_stream());
        browser::soon(&response);
        Fetch::begin(reading, response)
    }

    fn begin(reading: Rc<Reading>, response: Callback) -> Fetch {
        let chunk = reading.callback(Reading::on_chunk);
        reading.callbacks.replace(Some(Callbacks { _response: response, chunk }));
        Fetch { reading }
    }

    pub(crate) fn resume(&self) {
        if !self.reading.waiting.get() {
            self.reading.read();
        }
    }
}

impl Drop for Fetch {
    fn drop(&mut self) {
        self.reading.sink.take();
        match &*self.reading.controller.borrow() {
            Some(controller) => controller.abort(),
            None => self.reading.cancel(),
        }
        if !self.reading.waiting.get() {
            self.reading.let_go();
        }
    }
}

impl Reading {
    fn new(reader: Option<ReadableStreamDefaultReader>, sink: Sink) -> Rc<Reading> {
        Rc::new(Reading {
            sink: RefCell::new(Some(Rc::new(sink))),
            controller: RefCell::default(),
            reader: RefCell::new(reader),
            waiting: Cell::new(true),
            callbacks: RefCell::default(),
            buffer: RefCell::default(),
        })
    }

    fn callback(self: &Rc<Self>, then: impl Fn(&Reading, JsValue) + 'static) -> Callback {
        let reading = Rc::clone(self);
        Closure::new(move |value| {
            reading.waiting.set(false);
            then(&reading, value);
        })
    }

    fn on_response(&self, response: JsValue, asked: &JsString) {
        if response.is_null() {
            return self.end(Incoming::Failure);
        }
        let response: Response = response.unchecked_into();
        let flow = self.tell(Incoming::Response {
            status: browser::status(&response),
            content_type: &browser::content_type(&response),
            origin: browser::origin_of_response(&response, asked),
        });
        let Some(body) = response.body() else {
            return self.end(Incoming::End);
        };
        if self.sink.borrow().is_none() {
            if self.controller.borrow().is_none() {
                browser::cancel(&body);
            }
            return self.let_go();
        }
        self.reader.replace(Some(body.get_reader().unchecked_into()));
        self.go_on(flow);
    }

    fn on_stream(&self) {
        let flow =
            self.tell(Incoming::Response { status: 200, content_type: EVENT_STREAM, origin: "null".into() });
        self.go_on(flow);
    }

    fn on_chunk(&self, chunk: JsValue) {
        if chunk.is_undefined() {
            return self.end(Incoming::End);
        }
        if chunk.is_null() {
            return self.end(Incoming::Failure);
        }
        let chunk: Uint8Array = chunk.unchecked_into();
        // Taken, so that no borrow is alive while the sink runs JavaScript.
        let mut buffer = self.buffer.take();
        buffer.resize(chunk.length() as usize, 0);
        chunk.copy_to(&mut buffer);
        let flow = self.tell(Incoming::Chunk(&buffer));
        self.buffer.replace(buffer);
        self.go_on(flow);
    }

    fn go_on(&self, flow: Flow) {
        if flow == Flow::Continue {
            self.read();
        }
    }

    /// Waits for the next chunk, if somebody wants it.
    fn read(&self) {
        let (sink, reader, callbacks) = (self.sink.borrow(), self.reader.borrow(), self.callbacks.borrow());
        if let (Some(_), Some(reader), Some(callbacks)) = (&*sink, &*reader, &*callbacks) {
            self.waiting.set(true);
            return browser::read(reader, &callbacks.chunk);
        }
        drop((sink, reader, callbacks));
        self.let_go();
    }

    fn cancel(&self) {
        let reader = self.reader.borrow().clone();
        if let Some(reader) = reader {
            browser::cancel(&reader);
        }
    }

    fn tell(&self, incoming: Incoming<'_>) -> Flow {
        let sink = self.sink.borrow().clone();
        sink.map_or(Flow::Continue, |sink| sink(incoming))
    }

    fn end(&self, incoming: Incoming<'_>) {
        // It has ended by itself: to cancel it would be an error of its own.
        self.reader.take();
        let _ = self.tell(incoming);
        self.let_go();
    }

    /// No promise is pending: the callbacks, which hold this, may go.
    fn let_go(&self) {
        self.reader.take();
        self.callbacks.take();
    }
}

const EVENT_STREAM: &str = "text/event-stream";
