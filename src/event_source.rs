//! The object behind the JavaScript class: performs the connection's actions, owns the request and the timer.
//!
//! Knows the browser. Not the grammar, not when to reconnect: that is asked of [`crate::connection`]. Not how
//! an event looks: that is the skin's, `pkg/event_source.js`.
//!
//! JavaScript runs inside [`Skin`]'s methods and may do anything there, `close()` included: no borrow is alive
//! while one of them runs.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use js_sys::{JsString, TypeError};
use wasm_bindgen::prelude::*;
use web_sys::{DomException, Url};

use crate::connection::{Action, Connection, Input, ReadyState};
use crate::scope::base_url;
use crate::transport::{Incoming, Kind, Request, Transport, origin};

#[wasm_bindgen]
extern "C" {
    /// The face of the JavaScript object that the core sees.
    pub type Skin;

    /// Fires an event named `open`.
    #[wasm_bindgen(method, js_name = fireOpen)]
    fn fire_open(this: &Skin);

    /// Fires an event named `error`, with a message if there is something to say that the standard does not.
    #[wasm_bindgen(method, js_name = fireError)]
    fn fire_error(this: &Skin, message: Option<String>);

    /// Dispatches a batch, a row a message: see [`crate::batch::Batch::utf16_spans`].
    #[wasm_bindgen(method, js_name = fireMessages)]
    fn fire_messages(this: &Skin, text: JsString, spans: Vec<u32>, origin: &str);
}

/// One event source, as JavaScript holds it.
#[wasm_bindgen]
pub struct EventSource(Rc<Source>);

struct Source {
    url: Url,
    with_credentials: bool,
    kind: Kind,
    connection: RefCell<Connection>,
    transport: RefCell<Option<Transport>>,
    timer: RefCell<Option<Timeout>>,
    /// Of the last response's URL.
    origin: RefCell<String>,
    /// Let go of when the source is closed, or the page's object would never be collected.
    skin: RefCell<Option<Rc<Skin>>>,
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
        let Ok(url) = parsed else {
            let message = ["Cannot open an EventSource to '", url, "'. The URL is invalid."].concat();
            return Err(DomException::new_with_message_and_name(&message, "SyntaxError")?.into());
        };
        let source = Rc::new(Source {
            url,
            with_credentials,
            kind,
            connection: RefCell::new(Connection::new(MAX_EVENT_SIZE)),
            transport: RefCell::default(),
            timer: RefCell::default(),
            origin: RefCell::default(),
            skin: RefCell::new(Some(Rc::new(skin))),
        });
        source.perform();
        Ok(EventSource(source))
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

    /// What carries the streams: `fetch` or `xhr`.
    #[wasm_bindgen(getter)]
    pub fn transport(&self) -> String {
        self.0.kind.name().to_owned()
    }

    /// Closes the source for good.
    pub fn close(&self) {
        self.0.handle(Input::Close);
    }
}

impl Source {
    fn handle(self: &Rc<Self>, input: Input<'_>) {
        self.connection.borrow_mut().handle(input);
        self.perform();
    }

    fn perform(self: &Rc<Self>) {
        // No `while let`: it would hold the borrow while the action is performed.
        loop {
            let action = self.connection.borrow_mut().poll();
            let Some(action) = action else { break };
            match action {
                Action::Fetch => self.fetch(),
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
        }
    }

    fn fetch(self: &Rc<Self>) {
        let sink = {
            let source = Rc::clone(self);
            Box::new(move |incoming: Incoming<'_>| source.on_incoming(incoming))
        };
        let opened = {
            let connection = self.connection.borrow();
            let request = Request {
                url: &self.url.href(),
                with_credentials: self.with_credentials,
                last_event_id: connection.last_event_id(),
            };
            self.kind.open(&request, sink)
        };
        match opened {
            Ok(transport) => drop(self.transport.replace(Some(transport))),
            // The engine itself refuses such a request, and would again. Later, because the page has not
            // even got the object yet.
            Err(_) => self.wait(0, Input::NetworkError { futile: true }),
        }
    }

    fn on_incoming(self: &Rc<Self>, incoming: Incoming<'_>) {
        self.handle(match incoming {
            Incoming::Response { status, content_type, url } => {
                self.origin.replace(origin(url).unwrap_or_else(|| self.url.origin()));
                Input::Response { status, content_type }
            }
            Incoming::Chunk(chunk) => Input::Chunk(chunk),
            Incoming::End => Input::EndOfBody,
            Incoming::Failure => Input::NetworkError { futile: !self.is_fetchable() },
        });
    }

    /// Whether the URL has a scheme that `fetch` knows at all.
    fn is_fetchable(&self) -> bool {
        matches!(self.url.protocol().as_str(), "http:" | "https:" | "data:" | "blob:")
    }

    fn wait(self: &Rc<Self>, milliseconds: u32, then: Input<'static>) {
        let source = Rc::clone(self);
        let timer = Timeout::new(milliseconds, move || source.handle(then));
        drop(self.timer.replace(Some(timer)));
    }

    /// Drops what may still bring an input.
    fn abort(&self) {
        drop(self.transport.take());
        drop(self.timer.take());
    }

    fn fire_messages(&self) {
        let (text, spans) = {
            let connection = self.connection.borrow();
            let batch = connection.batch();
            (JsString::from(batch.text()), batch.utf16_spans())
        };
        let origin = self.origin.borrow().clone();
        self.with_skin(|skin| skin.fire_messages(text, spans, &origin));
    }

    fn with_skin(&self, run: impl FnOnce(&Skin)) {
        let skin = self.skin.borrow().clone();
        if let Some(skin) = skin {
            run(&skin);
        }
    }
}

/// What an unfinished event may take, in bytes. The standard knows no bound, but a page has one.
const MAX_EVENT_SIZE: usize = 64 << 20;
