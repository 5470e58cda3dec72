//! The object behind the JavaScript class: performs the connection's actions, owns the request and the timer.
//!
//! Knows the browser. Not the grammar, not when to reconnect: that is asked of [`crate::connection`]. Not how
//! an event looks: that is the skin's, `pkg/event_source.js`.
//!
//! JavaScript runs inside [`Skin`]'s methods and may do anything there, `close()` included: no borrow is alive
//! while one of them runs.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::{JsString, TypeError};
use wasm_bindgen::prelude::*;
use web_sys::{DomException, ReadableStreamDefaultReader, Url};

use crate::connection::{Action, Connection, Input, ReadyState};
use crate::scope::{Life, Lifeline, base_url};
use crate::transport::fetch::Fetch;
use crate::transport::probe::Probe;
use crate::transport::{Flow, Incoming, Kind, Request, Transport, origin};

#[wasm_bindgen]
extern "C" {
    /// A `ReadableStream`, of whatever realm, or a polyfill's.
    pub type Stream;

    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn reader(this: &Stream) -> Result<ReadableStreamDefaultReader, JsValue>;

    /// The face of the JavaScript object that the core sees.
    pub type Skin;

    /// Fires an event named `open`.
    #[wasm_bindgen(method, js_name = fireOpen)]
    fn fire_open(this: &Skin);

    /// Fires an event named `error`, with a message if there is something to say that the standard does not.
    #[wasm_bindgen(method, js_name = fireError)]
    fn fire_error(this: &Skin, message: Option<String>);

    /// Dispatches a batch, a row a message: see [`crate::batch::Batch::utf16_spans`]. It may take its time, and
    /// calls [`EventSource::dispatched`] at its end.
    #[wasm_bindgen(method, js_name = fireMessages)]
    fn fire_messages(this: &Skin, text: JsString, spans: Vec<u32>, origin: &str);
}

/// One event source, as JavaScript holds it.
#[wasm_bindgen]
pub struct EventSource(Rc<Source>);

struct Source {
    url: Url,
    with_credentials: bool,
    carrier: Carrier,
    connection: RefCell<Connection>,
    /// Whether the skin is still dispatching a batch: nothing is done before it has.
    dispatching: Cell<bool>,
    transport: RefCell<Option<Rc<Transport>>>,
    probe: RefCell<Option<Probe>>,
    timer: RefCell<Option<Timeout>>,
    /// Let go of when the source is closed, as is the skin.
    lifeline: RefCell<Option<Lifeline>>,
    /// Of the last response's URL.
    origin: RefCell<String>,
    /// Let go of when the source is closed, or the page's object would never be collected.
    skin: RefCell<Option<Rc<Skin>>>,
}

enum Carrier {
    Request(Kind),
    Stream(ReadableStreamDefaultReader),
}

#[wasm_bindgen]
impl EventSource {
    /// The [constructor](https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource), from
    /// step 3 on. `transport` is `auto`, `fetch` or `xhr`.
    ///
    /// # Errors
    ///
    /// A `SyntaxError` DOMException for a URL that does not parse, a `TypeError` for another transport.
    #[wasm_bindgen(constructor)]
    pub fn new(
        url: &str,
        with_credentials: bool,
        transport: &str,
        skin: Skin,
    ) -> Result<EventSource, JsValue> {
        let kind = Kind::named(transport)
            .ok_or_else(|| TypeError::new("The transport is not one of 'auto', 'fetch' and 'xhr'."))?;
        // Steps 3 and 4.
        let parsed = match base_url() {
            Some(base) => Url::new_with_base(url, &base),
            None => Url::new(url),
        };
        let Some(url) = parsed.ok().filter(has_valid_host) else {
            let message = ["Cannot open an EventSource to '", url, "'. The URL is invalid."].concat();
            return Err(DomException::new_with_message_and_name(&message, "SyntaxError")?.into());
        };
        Ok(Source::begin(
            url,
            with_credentials,
            Carrier::Request(kind),
            Connection::new(MAX_EVENT_SIZE),
            skin,
        ))
    }

    /// A source of a stream that somebody else has got, as
    /// [proposed for the standard](https://github.com/whatwg/html/pull/12272).
    ///
    /// # Errors
    ///
    /// A `TypeError` for what is no `ReadableStream`, or one that is locked.
    #[wasm_bindgen(js_name = fromReadableStream)]
    pub fn from_readable_stream(stream: &Stream, skin: Skin) -> Result<EventSource, JsValue> {
        let reader = stream.reader()?;
        let url = Url::new(STREAM_URL)?;
        let connection = Connection::over_stream(MAX_EVENT_SIZE);
        Ok(Source::begin(url, false, Carrier::Stream(reader), connection, skin))
    }

    /// The URL, absolute and serialised.
    #[wasm_bindgen(getter)]
    pub fn url(&self) -> String {
        self.0.url.href()
    }

    /// Whether credentials go with requests to other origins.
    #[wasm_bindgen(getter, js_name = withCredentials)]
    pub fn with_credentials(&self) -> bool {
        self.0.with_credentials
    }

    /// 0 CONNECTING, 1 OPEN, 2 CLOSED.
    #[wasm_bindgen(getter, js_name = readyState)]
    pub fn ready_state(&self) -> u8 {
        self.0.connection.borrow().ready_state() as u8
    }

    /// What carries the streams: `fetch` or `xhr`; `stream` if it is somebody else's.
    #[wasm_bindgen(getter)]
    pub fn transport(&self) -> String {
        match &self.0.carrier {
            Carrier::Request(kind) => kind.name(),
            Carrier::Stream(_) => "stream",
        }
        .to_owned()
    }

    /// The last event ID string, as the last batch leaves it.
    #[wasm_bindgen(getter, js_name = lastEventId)]
    pub fn last_event_id(&self) -> String {
        self.0.connection.borrow().last_event_id().to_owned()
    }

    /// The reconnection time, in milliseconds.
    #[wasm_bindgen(getter, js_name = reconnectionTime)]
    pub fn reconnection_time(&self) -> u32 {
        self.0.connection.borrow().reconnection_time()
    }

    /// Closes the source for good.
    pub fn close(&self) {
        self.0.dispatching.set(false);
        self.0.handle(Input::Close);
    }

    /// Says that the batch of [`Skin::fire_messages`] is dispatched, or that its rest will not be.
    pub fn dispatched(&self) {
        self.0.resume();
    }
}

impl Source {
    fn begin(
        url: Url,
        with_credentials: bool,
        carrier: Carrier,
        connection: Connection,
        skin: Skin,
    ) -> EventSource {
        let source = Rc::new(Source {
            url,
            with_credentials,
            carrier,
            connection: RefCell::new(connection),
            dispatching: Cell::new(false),
            transport: RefCell::default(),
            probe: RefCell::default(),
            timer: RefCell::default(),
            lifeline: RefCell::default(),
            origin: RefCell::default(),
            skin: RefCell::new(Some(Rc::new(skin))),
        });
        let lifeline = {
            let source = Rc::clone(&source);
            Lifeline::new(move |life| source.on_life(life))
        };
        source.lifeline.replace(Some(lifeline));
        source.perform();
        EventSource(source)
    }

    fn handle(self: &Rc<Self>, input: Input<'_>) {
        self.connection.borrow_mut().handle(input);
        self.perform();
    }

    fn perform(self: &Rc<Self>) {
        // No `while let`: it would hold the borrow while the action is performed.
        while !self.dispatching.get() {
            let action = self.connection.borrow_mut().poll();
            let Some(action) = action else { break };
            match action {
                Action::Fetch => self.fetch(),
                Action::Probe => self.probe(),
                Action::Abort => self.abort(),
                Action::Wait { milliseconds } => {
                    self.abort();
                    self.wait(milliseconds, Input::ReconnectionTimeElapsed);
                }
                Action::FireOpen => self.with_skin(Skin::fire_open),
                Action::FireMessages => self.fire_messages(),
                Action::FireError(too_large) => {
                    self.with_skin(|skin| skin.fire_error(too_large.map(|it| it.to_string())));
                }
            }
        }
        if self.connection.borrow().ready_state() == ReadyState::Closed {
            self.skin.take();
            drop(self.lifeline.take());
        }
    }

    fn fetch(self: &Rc<Self>) {
        self.abort();
        let sink = {
            let source = Rc::clone(self);
            Box::new(move |incoming: Incoming<'_>| source.on_incoming(incoming))
        };
        let opened = match &self.carrier {
            Carrier::Stream(reader) => {
                Ok(Transport::Fetch(Fetch::of_stream(reader.clone(), STREAM_URL, sink)))
            }
            Carrier::Request(kind) if self.is_fetchable() => {
                self.with_request(|request| kind.open(request, sink))
            }
            Carrier::Request(_) => Err(JsValue::UNDEFINED),
        };
        match opened {
            Ok(transport) => drop(self.transport.replace(Some(Rc::new(transport)))),
            // Nobody can make such a request, now or later. It is told later, because the page has not even
            // got the object yet.
            Err(_) => self.wait(0, Input::NetworkError { futile: true }),
        }
    }

    fn probe(self: &Rc<Self>) {
        let answer = {
            let source = Rc::clone(self);
            Box::new(move |refused| source.handle(Input::Probed { refused }))
        };
        match self.with_request(|request| Probe::open(request, answer)) {
            Ok(probe) => {
                drop(self.probe.replace(Some(probe)));
                // One who refuses says so with the headers; one who is silent does not refuse.
                self.wait(PROBE_TIME, Input::Probed { refused: false });
            }
            Err(_) => self.handle(Input::Probed { refused: false }),
        }
    }

    fn with_request<T>(&self, run: impl FnOnce(&Request<'_>) -> T) -> T {
        // Copied: the engine may call back before it returns.
        let last_event_id = self.connection.borrow().last_event_id().to_owned();
        run(&Request {
            url: &self.url.href(),
            with_credentials: self.with_credentials,
            last_event_id: &last_event_id,
        })
    }

    fn on_incoming(self: &Rc<Self>, incoming: Incoming<'_>) -> Flow {
        self.handle(match incoming {
            Incoming::Response { status, content_type, url } => {
                self.origin.replace(origin(url).unwrap_or_else(|| self.url.origin()));
                Input::Response { status, content_type }
            }
            Incoming::Chunk(chunk) => Input::Chunk(chunk),
            Incoming::End => Input::EndOfBody,
            Incoming::Failure => Input::NetworkError { futile: false },
            Incoming::Aborted => Input::Aborted,
        });
        match self.dispatching.get() {
            true => Flow::Pause,
            false => Flow::Continue,
        }
    }

    fn on_life(self: &Rc<Self>, life: Life) {
        match life {
            Life::Hidden => {
                self.dispatching.set(false);
                self.handle(Input::Suspend);
            }
            Life::Shown => self.handle(Input::Resume),
            Life::Online => self.handle(Input::Online),
        }
    }

    fn resume(self: &Rc<Self>) {
        self.dispatching.set(false);
        self.perform();
        let transport = self.transport.borrow().clone();
        if let Some(transport) = transport {
            transport.resume();
        }
    }

    /// Whether the URL has a scheme that can be fetched at all, and no password, with which nothing is.
    fn is_fetchable(&self) -> bool {
        let scheme = matches!(self.url.protocol().as_str(), "http:" | "https:" | "data:" | "blob:");
        scheme && self.url.username().is_empty() && self.url.password().is_empty()
    }

    fn wait(self: &Rc<Self>, milliseconds: u32, then: Input<'static>) {
        let source = Rc::clone(self);
        let timer = Timeout::new(milliseconds, move || source.handle(then));
        drop(self.timer.replace(Some(timer)));
    }

    /// Drops what may still bring an input.
    fn abort(&self) {
        drop(self.transport.take());
        drop(self.probe.take());
        drop(self.timer.take());
    }

    fn fire_messages(&self) {
        let (text, spans) = {
            let connection = self.connection.borrow();
            let batch = connection.batch();
            (JsString::from(batch.text()), batch.utf16_spans())
        };
        let origin = self.origin.borrow().clone();
        self.dispatching.set(true);
        self.with_skin(|skin| skin.fire_messages(text, spans, &origin));
    }

    fn with_skin(&self, run: impl FnOnce(&Skin)) {
        let skin = self.skin.borrow().clone();
        if let Some(skin) = skin {
            run(&skin);
        }
    }
}

/// Deviation of Chromium's URL parser, put right: it takes a space in a host for `%20`, where the standard has
/// [no such host](https://url.spec.whatwg.org/#forbidden-domain-code-point).
fn has_valid_host(url: &Url) -> bool {
    let special = matches!(url.protocol().as_str(), "http:" | "https:" | "ws:" | "wss:" | "ftp:");
    !(special && url.hostname().contains('%'))
}

/// The URL of sources of somebody else's stream; its origin is opaque.
const STREAM_URL: &str = "about:event-stream";

/// How long a probe may take, in milliseconds.
const PROBE_TIME: u32 = 10_000;

/// What an unfinished event may take, in bytes. The standard knows no bound, but a page has one.
const MAX_EVENT_SIZE: usize = 64 << 20;
