//! `fetch` and a reader of the response's body.
//!
//! Knows promises and their end; see [`super`] for what it tells.
//!
//! At every moment one promise at most is pending: that of `fetch` or that of `read`. The callbacks live in
//! what they refer to, and are let go when there is nothing to read any more and no promise is pending: never
//! earlier, because a promise of a dropped transport still settles.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{
    AbortController, ReadableStreamDefaultReader, RequestCache, RequestCredentials, RequestInit, Response,
};

use super::{ACCEPT, Flow, Incoming, LAST_EVENT_ID, Request, Sink, byte_string};
use crate::scope::member;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = fetch)]
    fn global_fetch(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;
}

/// The global `fetch`, of a window or a worker; a page may have put its own in its place.
pub(super) fn fetch(url: &str, init: &RequestInit) -> Result<Promise, JsValue> {
    Ok(Promise::resolve(&global_fetch(url, init)?))
}

/// A request under way; dropped, it is aborted.
pub(crate) struct Fetch {
    reading: Rc<Reading>,
}

struct Reading {
    /// Gone with the [`Fetch`]: there is nobody to tell any more.
    sink: RefCell<Option<Rc<Sink>>>,
    /// Engines have had `fetch` without it; there the reader is cancelled.
    controller: Option<AbortController>,
    reader: RefCell<Option<ReadableStreamDefaultReader>>,
    /// Whether a promise is pending.
    waiting: Cell<bool>,
    callbacks: RefCell<Option<Callbacks>>,
    /// Where chunks are copied to, kept for the next one.
    buffer: RefCell<Vec<u8>>,
}

struct Callbacks {
    response: Callback,
    read: Callback,
    failure: Callback,
}

type Callback = Closure<dyn FnMut(JsValue)>;

impl Fetch {
    pub(crate) fn open(request: &Request<'_>, sink: Sink) -> Result<Fetch, JsValue> {
        let controller = AbortController::new().ok();
        let init = init(request, controller.as_ref())?;
        Ok(Fetch::when(&fetch(request.url, &init)?, Reading::on_response, controller, None, sink))
    }

    /// Not a request at all: a stream that somebody else has got. It is told like a response, from `url`.
    pub(crate) fn of_stream(reader: ReadableStreamDefaultReader, url: &'static str, sink: Sink) -> Fetch {
        let soon = Promise::resolve(&JsValue::UNDEFINED);
        let on_stream = move |reading: &Reading, _| reading.on_stream(url);
        Fetch::when(&soon, on_stream, None, Some(reader), sink)
    }

    fn when(
        promise: &Promise,
        then: impl Fn(&Reading, JsValue) + 'static,
        controller: Option<AbortController>,
        reader: Option<ReadableStreamDefaultReader>,
        sink: Sink,
    ) -> Fetch {
        let reading = Rc::new(Reading {
            sink: RefCell::new(Some(Rc::new(sink))),
            controller,
            reader: RefCell::new(reader),
            waiting: Cell::new(true),
            callbacks: RefCell::default(),
            buffer: RefCell::default(),
        });
        let callbacks = Callbacks {
            response: reading.callback(then),
            read: reading.callback(Reading::on_read),
            failure: reading.callback(|reading, _| reading.end(Incoming::Failure)),
        };
        let _ = promise.then2(&callbacks.response, &callbacks.failure);
        reading.callbacks.replace(Some(callbacks));
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
        match &self.reading.controller {
            Some(controller) => controller.abort(),
            None => self.reading.cancel(),
        }
        if !self.reading.waiting.get() {
            self.reading.let_go();
        }
    }
}

impl Reading {
    fn callback(self: &Rc<Self>, then: impl Fn(&Reading, JsValue) + 'static) -> Callback {
        let reading = Rc::clone(self);
        Closure::new(move |value| {
            reading.waiting.set(false);
            then(&reading, value);
        })
    }

    fn on_response(&self, response: JsValue) {
        let response: Response = response.unchecked_into();
        let content_type = response.headers().get("content-type").ok().flatten().unwrap_or_default();
        let flow = self.tell(Incoming::Response {
            status: response.status(),
            content_type: &content_type,
            url: &response.url(),
        });
        let Some(body) = response.body() else {
            return self.end(Incoming::End);
        };
        if self.sink.borrow().is_none() {
            if self.controller.is_none() {
                drop(body.cancel());
            }
            return self.let_go();
        }
        self.reader.replace(Some(body.get_reader().unchecked_into()));
        self.go_on(flow);
    }

    fn on_stream(&self, url: &str) {
        let flow = self.tell(Incoming::Response { status: 200, content_type: ACCEPT.1, url });
        self.go_on(flow);
    }

    fn on_read(&self, result: JsValue) {
        if member(&result, "done").is_truthy() {
            return self.end(Incoming::End);
        }
        // What is not bytes breaks a stream; a response's body has nothing else.
        let Ok(chunk) = member(&result, "value").dyn_into::<Uint8Array>() else {
            self.cancel();
            return self.end(Incoming::Failure);
        };
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
            let _ = reader.read().then2(&callbacks.read, &callbacks.failure);
            return;
        }
        drop((sink, reader, callbacks));
        self.let_go();
    }

    fn cancel(&self) {
        let reader = self.reader.borrow().clone();
        if let Some(reader) = reader {
            drop(reader.cancel());
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

/// What `fetch` is given besides the URL.
pub(super) fn init(
    request: &Request<'_>,
    controller: Option<&AbortController>,
) -> Result<RequestInit, JsValue> {
    // A plain object: `Headers` would turn the names into lower case, which shows on the wire of HTTP/1.1.
    let headers = Object::new();
    Reflect::set(&headers, &ACCEPT.0.into(), &ACCEPT.1.into())?;
    if !request.last_event_id.is_empty() {
        Reflect::set(&headers, &LAST_EVENT_ID.into(), &byte_string(request.last_event_id).into())?;
    }
    let init = RequestInit::new();
    init.set_headers(&headers);
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(match request.with_credentials {
        true => RequestCredentials::Include,
        false => RequestCredentials::SameOrigin,
    });
    if let Some(controller) = controller {
        init.set_signal(Some(&controller.signal()));
    }
    Ok(init)
}
