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

use alloc::borrow::ToOwned;
use alloc::rc::Rc;
use alloc::string::String;
use core::cell::Cell;

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use web_sys::XmlHttpRequest;

use super::{EVENT_STREAM, Flow, Incoming, Request, Sink, same_origin};
use crate::browser::{address, byte_string};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = XmlHttpRequest)]
    type TextRequest;

    /// As the JavaScript string that it is: it must not be copied as a whole each time it has grown.
    #[wasm_bindgen(method, getter, js_name = responseText)]
    fn text(this: &TextRequest) -> JsString;
}

/// A request under way; dropped, it is aborted.
pub(crate) struct Xhr {
    reading: Rc<Reading>,
    _on_event: Closure<dyn Fn(JsValue)>,
}

struct Reading {
    xhr: TextRequest,
    url: String,
    with_credentials: bool,
    last_event_id: String,
    /// Whether the request has a `Cache-Control` header.
    cache_control: Cell<bool>,
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
    pub(crate) fn open(request: &Request<'_>, sink: Sink) -> Result<Xhr, JsValue> {
        let reading = Rc::new(Reading {
            xhr: XmlHttpRequest::new()?.unchecked_into(),
            url: request.url.to_owned(),
            with_credentials: request.with_credentials,
            last_event_id: byte_string(request.last_event_id),
            cache_control: Cell::new(address().is_some_and(|page| same_origin(&page, request.url))),
            sink,
            phase: Cell::new(Phase::Requested),
            paused: Cell::new(false),
            ending: Cell::new(Ending::Open),
            told: Cell::new(0),
        });
        reading.send()?;
        if reading.xhr.ready_state() == DONE {
            return Err(JsValue::UNDEFINED);
        }
        let on_event = Closure::<dyn Fn(JsValue)>::new({
            let reading = Rc::clone(&reading);
            move |event| reading.on_event(&event)
        });
        reading.listen(Some(on_event.as_ref().unchecked_ref()));
        Ok(Xhr { reading, _on_event: on_event })
    }

    pub(crate) fn resume(&self) {
        self.reading.paused.set(false);
        self.reading.advance();
    }
}

impl Drop for Xhr {
    fn drop(&mut self) {
        self.reading.phase.set(Phase::Ended);
        // First, because abort() fires events.
        self.reading.listen(None);
        let _ = self.reading.xhr.abort();
    }
}

impl Reading {
    fn send(&self) -> Result<(), JsValue> {
        let xhr = &self.xhr;
        xhr.open("GET", &self.url)?;
        xhr.set_with_credentials(self.with_credentials);
        xhr.override_mime_type("text/plain;charset=utf-8")?;
        xhr.set_request_header("Accept", EVENT_STREAM)?;
        if self.cache_control.get() {
            // Deviation: a script cannot set the cache mode of an XMLHttpRequest. This header comes near it,
            // but to another origin it would cost a preflight, so that is left to the server's headers.
            xhr.set_request_header("Cache-Control", "no-cache")?;
        }
        if !self.last_event_id.is_empty() {
            xhr.set_request_header("Last-Event-ID", &self.last_event_id)?;
        }
        xhr.send()
    }

    fn listen(&self, listener: Option<&js_sys::Function>) {
        self.xhr.set_onreadystatechange(listener);
        self.xhr.set_onload(listener);
        self.xhr.set_onerror(listener);
        self.xhr.set_onabort(listener);
    }

    fn on_event(&self, event: &JsValue) {
        match js_sys::Reflect::get(event, &"type".into()).unwrap_or_default().as_string().as_deref() {
            Some("load") => self.ending.set(Ending::Loaded),
            Some("abort") => self.ending.set(Ending::Aborted),
            Some("error") => {
                // A redirect to another origin may have been refused for that header alone.
                if self.phase.get() == Phase::Requested
                    && self.cache_control.replace(false)
                    && self.send().is_ok()
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
        if self.phase.get() == Phase::Requested && self.has_headers() {
            self.phase.set(Phase::Responded);
            self.tell_response();
        }
        if self.phase.get() == Phase::Responded && self.has_text() && !self.paused.get() {
            self.tell_text();
        }
        if self.phase.get() != Phase::Ended && !self.paused.get() {
            self.tell_end();
        }
    }

    fn has_headers(&self) -> bool {
        self.xhr.ready_state() >= HEADERS_RECEIVED && self.xhr.status().is_ok_and(|status| status != 0)
    }

    /// Once it has failed, what an engine still shows of the text is not to be relied on.
    fn has_text(&self) -> bool {
        let sound = matches!(self.ending.get(), Ending::Open | Ending::Loaded);
        self.xhr.ready_state() >= LOADING && sound
    }

    fn tell_response(&self) {
        let content_type = self.xhr.get_response_header("Content-Type").ok().flatten().unwrap_or_default();
        self.tell(Incoming::Response {
            status: self.xhr.status().unwrap_or(0),
            content_type: &content_type,
            url: &self.xhr.response_url(),
        });
        if self.phase.get() == Phase::Responded {
            self.tell(Incoming::Chunk(BOM));
        }
    }

    fn tell_text(&self) {
        let text = self.xhr.text();
        let told = self.told.get();
        let mut end = text.length();
        let whole = self.ending.get() == Ending::Loaded;
        if !whole && end > told && is_provisional(text.char_code_at(end - 1) as u16) {
            end -= 1;
        }
        if end > told {
            self.told.set(end);
            let chunk = String::from(text.slice(told, end));
            self.tell(Incoming::Chunk(chunk.as_bytes()));
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

/// Whether a code unit at the end of a text that goes on may yet become another: jsdom puts U+FFFD for a
/// character of which a part has arrived, and half a surrogate pair is no character.
fn is_provisional(unit: u16) -> bool {
    unit == 0xFFFD || (0xD800..0xDC00).contains(&unit)
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

// The states of <https://xhr.spec.whatwg.org/#states>.
const HEADERS_RECEIVED: u16 = 2;
const LOADING: u16 = 3;
const DONE: u16 = 4;
