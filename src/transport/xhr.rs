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

use std::cell::Cell;
use std::rc::Rc;

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use web_sys::XmlHttpRequest;

use super::{ACCEPT, Incoming, LAST_EVENT_ID, Request, Sink, byte_string, same_origin};
use crate::scope::address;

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
    _on_change: Closure<dyn Fn()>,
}

struct Reading {
    request: TextRequest,
    sink: Sink,
    phase: Cell<Phase>,
    /// How much of `responseText` has been told, in UTF-16 code units.
    told: Cell<u32>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Requested,
    Responded,
    Ended,
}

impl Xhr {
    pub(crate) fn open(request: &Request<'_>, sink: Sink) -> Result<Xhr, JsValue> {
        let xhr: TextRequest = XmlHttpRequest::new()?.unchecked_into();
        xhr.open("GET", request.url)?;
        xhr.set_with_credentials(request.with_credentials);
        xhr.override_mime_type("text/plain;charset=utf-8")?;
        xhr.set_request_header(ACCEPT.0, ACCEPT.1)?;
        if address().is_some_and(|page| same_origin(&page, request.url)) {
            // Deviation: a script cannot set the cache mode of an XMLHttpRequest. This header comes near it,
            // but to another origin it would cost a preflight, so that is left to the server's headers.
            xhr.set_request_header("Cache-Control", "no-cache")?;
        }
        if !request.last_event_id.is_empty() {
            xhr.set_request_header(LAST_EVENT_ID, &byte_string(request.last_event_id))?;
        }
        let phase = Cell::new(Phase::Requested);
        let reading = Rc::new(Reading { request: xhr, sink, phase, told: Cell::new(0) });
        let on_change = Closure::<dyn Fn()>::new({
            let reading = Rc::clone(&reading);
            move || reading.on_change()
        });
        reading.request.set_onreadystatechange(Some(on_change.as_ref().unchecked_ref()));
        let xhr = Xhr { reading, _on_change: on_change };
        xhr.reading.request.send()?;
        Ok(xhr)
    }
}

impl Drop for Xhr {
    fn drop(&mut self) {
        self.reading.phase.set(Phase::Ended);
        // First, because abort() fires readystatechange.
        self.reading.request.set_onreadystatechange(None);
        let _ = self.reading.request.abort();
    }
}

impl Reading {
    /// Any call of the sink may drop the transport; then the phase is ended.
    fn on_change(&self) {
        let state = self.request.ready_state();
        let status = self.request.status().unwrap_or(0);
        if self.phase.get() == Phase::Requested && state >= HEADERS_RECEIVED && status != 0 {
            self.phase.set(Phase::Responded);
            self.tell_response(status);
        }
        if self.phase.get() == Phase::Responded && state >= LOADING {
            self.tell_text(state == DONE);
        }
        if self.phase.get() != Phase::Ended && state == DONE {
            self.phase.set(Phase::Ended);
            (self.sink)(if status == 0 { Incoming::Failure } else { Incoming::End });
        }
    }

    fn tell_response(&self, status: u16) {
        let content_type =
            self.request.get_response_header("Content-Type").ok().flatten().unwrap_or_default();
        let url = self.request.response_url();
        (self.sink)(Incoming::Response { status, content_type: &content_type, url: &url });
        if self.phase.get() == Phase::Responded {
            (self.sink)(Incoming::Chunk(BOM));
        }
    }

    fn tell_text(&self, whole: bool) {
        let text = self.request.text();
        let told = self.told.get();
        let mut end = text.length();
        if !whole && end > told && is_provisional(text.char_code_at(end - 1) as u16) {
            end -= 1;
        }
        if end > told {
            self.told.set(end);
            let chunk = String::from(text.slice(told, end));
            (self.sink)(Incoming::Chunk(chunk.as_bytes()));
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
