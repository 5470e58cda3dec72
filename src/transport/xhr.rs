//! `XMLHttpRequest`, whose `responseText` is read while it grows, in readyState 3.
//!
//! Knows what engines do with `responseText`; see [`super`] for what it tells.
//!
//! The engine is made to decode as UTF-8, which is how the standard decodes an event stream, and the text
//! goes back to UTF-8 for the parser. So the bytes are not the server's, but they decode to the same text:
//!
//! | in the stream | in `responseText` | what is done |
//! |---|---|---|
//! | a BOM at the start | dropped by the engine | told as the first chunk, so that the parser does not drop a second one |
//! | not UTF-8 | U+FFFD | nothing: the parser would do the same |
//! | a character cut at the end of what has arrived | not there yet, or a provisional U+FFFD, or half a pair | left for the next time |

use alloc::rc::Rc;
use alloc::string::String;
use core::cell::{Cell, RefCell};

use wasm_bindgen::prelude::*;
use web_sys::XmlHttpRequest;

use super::{Flow, Incoming, Request, Sink};
use crate::browser::{self, Signal};

/// A request under way; dropped, it is aborted.
pub(crate) struct Xhr {
    reading: Rc<Reading>,
}

struct Reading {
    xhr: RefCell<Option<XmlHttpRequest>>,
    on_event: RefCell<Option<Signal>>,
    request: Request,
    /// Whether the request asks caches to be passed by.
    uncached: Cell<bool>,
    sink: Sink,
    phase: Cell<Phase>,
    paused: Cell<bool>,
    ending: Cell<Ending>,
    /// How much of `responseText` has been told, in UTF-16 code units.
    told: Cell<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Requested,
    Responded,
    Ended,
}

/// What the engine has said of the end; it is told after all of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Open,
    Loaded,
    Failed,
    Aborted,
}

impl Xhr {
    pub(crate) fn open(request: &Request, sink: Sink) -> Result<Xhr, JsValue> {
        let reading = Rc::new(Reading {
            xhr: RefCell::default(),
            on_event: RefCell::default(),
            request: request.clone(),
            uncached: Cell::new(browser::is_of_own_origin(&request.url)),
            sink,
            phase: Cell::new(Phase::Requested),
            paused: Cell::new(false),
            ending: Cell::new(Ending::Open),
            told: Cell::new(0),
        });
        let on_event = Signal::new({
            let reading = Rc::clone(&reading);
            move |number| reading.on_event(number)
        });
        reading.on_event.replace(Some(on_event));
        reading.send()?;
        Ok(Xhr { reading })
    }

    pub(crate) fn resume(&self) {
        self.reading.paused.set(false);
        self.reading.advance();
    }
}

impl Drop for Xhr {
    fn drop(&mut self) {
        self.reading.phase.set(Phase::Ended);
        self.reading.abort();
        self.reading.on_event.take();
    }
}

impl Reading {
    /// Sends the request, once more if it was sent before.
    fn send(&self) -> Result<(), JsValue> {
        let Request { url, with_credentials, last_event_id } = &self.request;
        if let Some(on_event) = &*self.on_event.borrow() {
            // Deviation: a script cannot set the cache mode of an XMLHttpRequest. A header comes near it, but to
            // another origin it would cost a preflight, so that is left to the server's headers.
            let xhr = browser::send(url, last_event_id, *with_credentials, self.uncached.get(), on_event)?;
            self.xhr.replace(Some(xhr));
        }
        Ok(())
    }

    fn abort(&self) {
        if let Some(xhr) = self.xhr.take() {
            browser::abort_silently(&xhr);
        }
    }

    fn on_event(&self, number: u32) {
        match number {
            LOAD => self.ending.set(Ending::Loaded),
            ABORT => self.ending.set(Ending::Aborted),
            ERROR => {
                // A redirect to another origin may have been refused for that header alone.
                if self.phase.get() == Phase::Requested && self.uncached.replace(false) && self.send().is_ok()
                {
                    return;
                }
                self.ending.set(Ending::Failed);
            }
            _ => {}
        }
        self.advance();
    }

    /// Tells what is new. Each time the sink may drop the transport; then the phase is ended.
    fn advance(&self) {
        let xhr = self.xhr.borrow().clone();
        let Some(xhr) = xhr else { return };
        let ready_state = xhr.ready_state();
        if self.phase.get() == Phase::Requested
            && ready_state >= HEADERS_RECEIVED
            && browser::status(&xhr) != 0
        {
            self.phase.set(Phase::Responded);
            self.tell_response(&xhr);
        }
        // Once it has failed, what an engine still shows of the text is not to be relied on.
        let sound = matches!(self.ending.get(), Ending::Open | Ending::Loaded);
        if self.phase.get() == Phase::Responded && ready_state >= LOADING && sound && !self.paused.get() {
            self.tell_text(&xhr);
        }
        if self.phase.get() != Phase::Ended && !self.paused.get() {
            self.tell_end();
        }
    }

    fn tell_response(&self, xhr: &XmlHttpRequest) {
        self.tell(Incoming::Response {
            status: browser::status(xhr),
            content_type: &browser::content_type(xhr),
            origin: browser::origin_of_response(xhr, &self.request.url),
        });
        if self.phase.get() == Phase::Responded {
            self.tell(Incoming::Chunk(BOM));
        }
    }

    fn tell_text(&self, xhr: &XmlHttpRequest) {
        let whole = self.ending.get() == Ending::Loaded;
        let text = browser::text_from(xhr, self.told.get(), whole);
        let length = text.length();
        if length > 0 {
            self.told.set(self.told.get() + length);
            self.tell(Incoming::Chunk(String::from(text).as_bytes()));
        }
    }

    fn tell_end(&self) {
        let incoming = match self.ending.get() {
            Ending::Open => return,
            Ending::Loaded => Incoming::End,
            Ending::Failed => Incoming::Failure,
            Ending::Aborted => Incoming::Aborted,
        };
        self.phase.set(Phase::Ended);
        self.tell(incoming);
    }

    fn tell(&self, incoming: Incoming<'_>) {
        if (self.sink)(incoming) == Flow::Pause {
            self.paused.set(true);
        }
    }
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

// The states of <https://xhr.spec.whatwg.org/#states>.
const HEADERS_RECEIVED: u16 = 2;
const LOADING: u16 = 3;

// The events, as `browser.js` numbers them.
const LOAD: u32 = 1;
const ERROR: u32 = 2;
const ABORT: u32 = 3;
