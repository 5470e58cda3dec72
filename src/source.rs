//! A source at work: performs the connection's actions, owns the request and the timer.
//!
//! Knows the browser. Not the grammar, not when to reconnect: that is asked of [`crate::connection`].
//!
//! JavaScript runs inside [`Skin`]'s methods and may do anything there, `close()` included: no borrow is alive
//! while one of them runs.

use alloc::boxed::Box;
use alloc::rc::Rc;
use core::cell::{Cell, Ref, RefCell};

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use web_sys::ReadableStreamDefaultReader;

use crate::browser::{Timer, is_fetchable};
use crate::connection::{Action, Connection, Input, ReadyState};
use crate::event_source::Skin;
use crate::scope::{Life, Lifeline};
use crate::transport::fetch::Fetch;
use crate::transport::probe::Probe;
use crate::transport::{Flow, Incoming, Kind, Request, Transport};

/// One event source. Whatever may still tell it something holds it; closed, nothing does.
pub(crate) struct Source {
    /// Absolute and serialised.
    url: JsString,
    with_credentials: bool,
    carrier: Carrier,
    connection: RefCell<Connection>,
    /// Whether the skin is still dispatching a batch: nothing is done before it has.
    dispatching: Cell<bool>,
    transport: RefCell<Option<Rc<Transport>>>,
    probe: RefCell<Option<Probe>>,
    timer: RefCell<Option<Timer>>,
    /// Let go of when the source is closed, as is the skin.
    lifeline: RefCell<Option<Lifeline>>,
    /// Of the last response's URL.
    origin: RefCell<JsString>,
    /// Let go of when the source is closed, or the page's object would never be collected.
    skin: RefCell<Option<Rc<Skin>>>,
}

/// Where the streams come from.
pub(crate) enum Carrier {
    Request(Kind),
    Stream(ReadableStreamDefaultReader),
}

impl Source {
    /// A source at work.
    pub(crate) fn begin(
        url: JsString,
        with_credentials: bool,
        carrier: Carrier,
        connection: Connection,
        skin: Skin,
    ) -> Rc<Source> {
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
            origin: RefCell::new("".into()),
            skin: RefCell::new(Some(Rc::new(skin))),
        });
        let lifeline = {
            let source = Rc::clone(&source);
            Lifeline::new(move |life| source.on_life(life))
        };
        source.lifeline.replace(Some(lifeline));
        source.perform();
        source
    }

    pub(crate) fn url(&self) -> JsString {
        self.url.clone()
    }

    pub(crate) fn with_credentials(&self) -> bool {
        self.with_credentials
    }

    pub(crate) fn transport(&self) -> &'static str {
        match &self.carrier {
            Carrier::Request(kind) => kind.name(),
            Carrier::Stream(_) => "stream",
        }
    }

    /// To be looked at, not to be kept while JavaScript runs.
    pub(crate) fn connection(&self) -> Ref<'_, Connection> {
        self.connection.borrow()
    }

    pub(crate) fn close(self: &Rc<Self>) {
        self.dispatching.set(false);
        self.handle(Input::Close);
    }

    /// Goes on after a batch.
    pub(crate) fn resume(self: &Rc<Self>) {
        self.dispatching.set(false);
        self.perform();
        let transport = self.transport.borrow().clone();
        if let Some(transport) = transport {
            transport.resume();
        }
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
                    self.with_skin(|skin| skin.fire_error(too_large.map(|it| it.limit as f64)));
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
            Carrier::Stream(reader) => Ok(Transport::Fetch(Fetch::of_stream(reader.clone(), sink))),
            Carrier::Request(kind) if is_fetchable(&self.url) => kind.open(&self.request(), sink),
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
        match Probe::open(&self.request(), answer) {
            Ok(probe) => {
                drop(self.probe.replace(Some(probe)));
                // One who refuses says so with the headers; one who is silent does not refuse.
                self.wait(PROBE_TIME, Input::Probed { refused: false });
            }
            Err(_) => self.handle(Input::Probed { refused: false }),
        }
    }

    fn request(&self) -> Request {
        Request {
            url: self.url.clone(),
            with_credentials: self.with_credentials,
            last_event_id: self.connection.borrow().last_event_id().into(),
        }
    }

    fn on_incoming(self: &Rc<Self>, incoming: Incoming<'_>) -> Flow {
        self.handle(match incoming {
            Incoming::Response { status, content_type, origin } => {
                self.origin.replace(origin);
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

    fn wait(self: &Rc<Self>, milliseconds: u32, then: Input<'static>) {
        let source = Rc::clone(self);
        let timer = Timer::new(milliseconds, move || source.handle(then));
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

/// The URL of sources of somebody else's stream; its origin is opaque.
pub(crate) const STREAM_URL: &str = "about:event-stream";

/// How long a probe may take, in milliseconds.
const PROBE_TIME: u32 = 10_000;
