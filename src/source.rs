//! A source at work: performs the connection's actions, owns the request and the timer.
//!
//! Knows the browser. Not the grammar, not when to reconnect: that is asked of [`crate::connection`].
//!
//! JavaScript runs inside [`Skin`]'s methods and may do anything there, `close()` included: no borrow is alive
//! while one of them runs.

use alloc::borrow::ToOwned;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::{RefCell, RefMut};

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use web_sys::ReadableStreamDefaultReader;

use crate::batch::{ForJavaScript, Text, Utf16};
use crate::browser::{self, ELAPSED, Ender, FUTILE, HIDDEN, ONLINE, PROBED, SHOWN, UNANSWERED};
use crate::connection::{Action, Connection, Input, ReadyState};
use crate::event_source::Skin;
use crate::transport::fetch::Fetch;
use crate::transport::{Incoming, Kind, Request, Transport};

/// One event source.
pub(crate) struct Source {
    /// Absolute and serialised.
    url: JsString,
    with_credentials: bool,
    carrier: Carrier,
    /// Let go of when the source is closed, or the page's object would never be collected.
    skin: RefCell<Option<Rc<Skin>>>,
    work: RefCell<Work>,
}

/// What changes.
struct Work {
    connection: Connection,
    /// What is under way is known by it; an answer to anything earlier is no news any more.
    ticket: u32,
    transport: Option<Transport>,
    /// What ends the probe, and the wait.
    enders: Vec<Ender>,
    /// Ends with the source.
    lifeline: Option<Ender>,
    /// Whether the skin is still dispatching a batch: nothing is done before it has.
    dispatching: bool,
    /// What the skin reads batches in.
    utf16: Utf16,
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
    ) -> Source {
        let work = Work {
            connection,
            ticket: 0,
            transport: None,
            enders: Vec::new(),
            lifeline: Some(Ender(browser::follow(&skin))),
            dispatching: false,
            utf16: Utf16::default(),
        };
        skin.set_memory(wasm_bindgen::memory());
        let skin = RefCell::new(Some(Rc::new(skin)));
        let source = Source { url, with_credentials, carrier, skin, work: RefCell::new(work) };
        source.perform();
        source
    }

    /// What changes; nobody else looks at it meanwhile. One function, because each place would bring its own panic.
    #[inline(never)]
    fn work(&self) -> RefMut<'_, Work> {
        self.work.borrow_mut()
    }

    /// Looks at the connection; no JavaScript may run meanwhile.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&Connection) -> T) -> T {
        look(&self.work().connection)
    }

    pub(crate) fn close(&self) {
        self.work().dispatching = false;
        self.handle(Input::Close);
    }

    /// Goes on after a batch.
    pub(crate) fn resume(&self) {
        self.work().dispatching = false;
        self.perform();
        self.advance();
    }

    /// What the browser says: see [`crate::browser`].
    pub(crate) fn take(&self, ticket: u32, news: u32, value: JsValue) {
        match news {
            HIDDEN => {
                self.work().dispatching = false;
                return self.handle(Input::Suspend);
            }
            SHOWN => return self.handle(Input::Resume),
            ONLINE => return self.handle(Input::Online),
            _ => {}
        }
        if ticket != self.work().ticket {
            return;
        }
        match news {
            PROBED => self.handle(Input::Probed { refused: browser::is_opaque(&value) }),
            UNANSWERED => self.handle(Input::Probed { refused: false }),
            ELAPSED => self.handle(Input::ReconnectionTimeElapsed),
            FUTILE => self.handle(Input::NetworkError { futile: true }),
            _ => {
                self.with_transport(|transport, request| transport.take(news, value, request));
                self.advance();
            }
        }
    }

    /// Where the next chunk is to be written; 0 if nobody waits for it.
    pub(crate) fn room(&self, ticket: u32, length: usize) -> usize {
        let mut work = self.work();
        if ticket != work.ticket {
            return 0;
        }
        work.connection.room(length).as_ptr() as usize
    }

    /// The next bytes of a body. Says whether those behind them are wanted at once.
    pub(crate) fn take_chunk(&self, ticket: u32) -> bool {
        let mut work = self.work();
        work.connection.handle(Input::Room);
        if !work.connection.is_idle() {
            drop(work);
            self.perform();
            work = self.work();
        }
        if ticket == work.ticket && !work.dispatching {
            return true;
        }
        if let Some(Transport::Fetch(fetch)) = &mut work.transport {
            fetch.pause();
        }
        false
    }

    fn handle(&self, input: Input<'_>) {
        self.work().connection.handle(input);
        self.perform();
    }

    /// Tells the connection what the transport has to say, as far as it wants to hear that now.
    fn advance(&self) {
        while !self.work().dispatching {
            let incoming = self.with_transport(|transport, request| transport.next(request));
            match incoming.flatten() {
                None => return,
                Some(Incoming::Response { status, content_type, origin }) => {
                    self.with_skin(|skin| skin.set_origin(&origin));
                    self.handle(Input::Response { status: status as u16, content_type: &content_type });
                }
                Some(Incoming::Chunk(chunk)) => self.handle(Input::Chunk(&chunk)),
                Some(Incoming::Exhausted) => self.handle(Input::Exhausted),
                Some(Incoming::End) => self.handle(Input::EndOfBody),
                Some(Incoming::Failure) => self.handle(Input::NetworkError { futile: false }),
                Some(Incoming::Aborted) => self.handle(Input::Aborted),
            }
        }
    }

    fn perform(&self) {
        while let Some(action) = self.next_action() {
            match action {
                Action::Fetch => self.fetch(),
                Action::Probe => self.probe(),
                Action::Abort => self.abort(),
                Action::Wait { milliseconds } => {
                    self.abort();
                    self.wait(ELAPSED, milliseconds);
                }
                Action::FireOpen => {
                    self.with_skin(Skin::fire_open);
                }
                Action::FireMessages => self.fire_messages(),
                Action::FireError(too_large) => {
                    self.with_skin(|skin| skin.fire_error(too_large.map(|it| it.limit as f64)));
                }
            }
        }
        if self.look(Connection::ready_state) == ReadyState::Closed {
            self.skin.take();
            let mut work = self.work();
            work.utf16 = Utf16::default();
            let lifeline = work.lifeline.take();
            drop(work);
            drop(lifeline);
        }
    }

    fn next_action(&self) -> Option<Action> {
        let mut work = self.work();
        if work.dispatching { None } else { work.connection.poll() }
    }

    fn fetch(&self) {
        self.abort();
        let ticket = self.work().ticket;
        let opened = self.with_request(|request| match &self.carrier {
            Carrier::Stream(reader) => Some(Transport::Fetch(Fetch::of_stream(reader.clone(), request))),
            Carrier::Request(kind) if browser::is_fetchable(&self.url) => kind.open(request),
            Carrier::Request(_) => None,
        });
        match opened.flatten() {
            Some(transport) => self.keep(transport, ticket),
            // Nobody can make such a request, now or later. It is told later, because the page has not even
            // got the object yet.
            None => self.wait(FUTILE, 0),
        }
    }

    fn probe(&self) {
        let abort = self.with_request(|request| {
            let Request { skin, ticket, url, last_event_id, with_credentials } = request;
            browser::probe(skin, *ticket, url, last_event_id, *with_credentials)
        });
        match abort.flatten() {
            Some(abort) => {
                self.work().enders.push(Ender(abort));
                // One who refuses says so with the headers; one who is silent does not refuse.
                self.wait(UNANSWERED, PROBE_TIME);
            }
            None => self.handle(Input::Probed { refused: false }),
        }
    }

    fn wait(&self, news: u32, milliseconds: u32) {
        let ticket = self.work().ticket;
        self.with_skin(|skin| {
            let ender = Ender(browser::wait(skin, ticket, news, milliseconds));
            self.work().enders.push(ender);
        });
    }

    /// Lets go of what may still be told.
    fn abort(&self) {
        let mut work = self.work();
        work.ticket = work.ticket.wrapping_add(1);
        let under_way = (work.transport.take(), core::mem::take(&mut work.enders));
        drop(work);
        drop(under_way);
    }

    fn fire_messages(&self) {
        let mut work = self.work();
        work.dispatching = true;
        let Work { connection, utf16, .. } = &mut *work;
        let batch = connection.batch();
        let ForJavaScript { text, table } = batch.for_javascript(utf16);
        let (text, length, is_utf16) = match text {
            Text::Ascii(bytes) => (bytes.as_ptr() as usize, bytes.len(), false),
            Text::Utf16(units) => (units.as_ptr() as usize, units.len(), true),
        };
        let (table, rows) = (table.as_ptr() as usize, batch.len());
        drop(work);
        // It stays where it is until the next chunk, which is asked for when all is dispatched.
        self.with_skin(|skin| skin.fire_messages(text, length, is_utf16, table, rows));
    }

    fn with_skin<T>(&self, run: impl FnOnce(&Skin) -> T) -> Option<T> {
        let skin = self.skin.borrow().clone();
        skin.map(|skin| run(&skin))
    }

    /// Asks of the browser; what stands for it may be the page's own, and do anything meanwhile.
    fn with_request<T>(&self, ask: impl FnOnce(&Request<'_>) -> T) -> Option<T> {
        self.with_skin(|skin| {
            let work = self.work();
            let request = Request {
                skin,
                ticket: work.ticket,
                url: &self.url,
                with_credentials: self.with_credentials,
                last_event_id: work.connection.last_event_id().to_owned(),
            };
            drop(work);
            ask(&request)
        })
    }

    fn with_transport<T>(&self, ask: impl FnOnce(&mut Transport, &Request<'_>) -> T) -> Option<T> {
        let mut work = self.work();
        let ticket = work.ticket;
        let mut transport = work.transport.take()?;
        drop(work);
        let answer = self.with_request(|request| ask(&mut transport, request));
        self.keep(transport, ticket);
        answer
    }

    /// Unless it has been let go of meanwhile.
    fn keep(&self, transport: Transport, ticket: u32) {
        let mut work = self.work();
        if work.ticket == ticket {
            work.transport = Some(transport);
        } else {
            drop(work);
            drop(transport);
        }
    }
}

/// How long a probe may take, in milliseconds.
const PROBE_TIME: u32 = 10_000;
