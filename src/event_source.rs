//! The classes that JavaScript and Rust show each other: `EventSource` to the skin, `Skin` to the core.
//!
//! Knows who may ask whom for what. What a source does is in `source.rs`; arguments, and how an event looks, are
//! the skin's, `pkg/event_source.js`.

use js_sys::JsString;
use wasm_bindgen::prelude::*;
use web_sys::ReadableStreamDefaultReader;

use crate::connection::Connection;
use crate::source::{Carrier, Source};
use crate::transport::Kind;

#[wasm_bindgen]
extern "C" {
    /// The face of the JavaScript object that the core sees. Its property `core` is the [`EventSource`], as soon as
    /// there is one.
    pub type Skin;

    /// Fires an event named `open`.
    #[wasm_bindgen(method, js_name = fireOpen)]
    pub(crate) fn fire_open(this: &Skin);

    /// Fires an event named `error`; with a message where the standard is silent: an event of the stream is
    /// larger than `limit` bytes.
    #[wasm_bindgen(method, js_name = fireError)]
    pub(crate) fn fire_error(this: &Skin, limit: Option<f64>);

    /// Dispatches a batch of so many rows, which is read where it lies in the memory: see
    /// [`crate::batch::ForJavaScript`]. It may take its time, and calls [`EventSource::dispatched`] at its end.
    #[wasm_bindgen(method, js_name = fireMessages)]
    pub(crate) fn fire_messages(
        this: &Skin,
        text: usize,
        length: usize,
        is_utf16: bool,
        table: usize,
        rows: usize,
    );

    /// The origin of messages from now on: that of the last response's URL.
    #[wasm_bindgen(method, setter)]
    pub(crate) fn set_origin(this: &Skin, origin: &JsString);

    /// The memory in which batches lie.
    #[wasm_bindgen(method, setter)]
    pub(crate) fn set_memory(this: &Skin, memory: JsValue);
}

/// One event source, as JavaScript holds it.
#[wasm_bindgen]
pub struct EventSource(Source);

#[wasm_bindgen]
impl EventSource {
    /// The [constructor](https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource), from
    /// step 5 on: `url` is absolute and serialised. What is not fetched, an `XMLHttpRequest` carries.
    #[wasm_bindgen(constructor)]
    pub fn new(url: JsString, with_credentials: bool, fetches: bool, skin: Skin) -> EventSource {
        let carrier = Carrier::Request(if fetches { Kind::Fetch } else { Kind::Xhr });
        let connection = Connection::new(MAX_EVENT_SIZE);
        EventSource(Source::begin(url, with_credentials, carrier, connection, skin))
    }

    /// A source of a stream that somebody else has got, as
    /// [proposed for the standard](https://github.com/whatwg/html/pull/12272).
    #[wasm_bindgen(js_name = fromReadableStream)]
    pub fn from_readable_stream(reader: ReadableStreamDefaultReader, skin: Skin) -> EventSource {
        let connection = Connection::over_stream(MAX_EVENT_SIZE);
        EventSource(Source::begin("".into(), false, Carrier::Stream(reader), connection, skin))
    }

    /// 0 CONNECTING, 1 OPEN, 2 CLOSED.
    #[wasm_bindgen(getter, js_name = readyState)]
    pub fn ready_state(&self) -> u8 {
        self.0.look(|connection| connection.ready_state() as u8)
    }

    /// The last event ID string, as the last batch leaves it.
    #[wasm_bindgen(getter, js_name = lastEventId)]
    pub fn last_event_id(&self) -> JsString {
        self.0.look(|connection| connection.last_event_id().into())
    }

    /// The reconnection time, in milliseconds.
    #[wasm_bindgen(getter, js_name = reconnectionTime)]
    pub fn reconnection_time(&self) -> u32 {
        self.0.look(|connection| connection.reconnection_time())
    }

    /// What the browser has to tell: for `browser.js`, which has the numbers.
    pub fn tell(&self, ticket: u32, news: u32, value: JsValue) {
        self.0.take(ticket, news, value);
    }

    /// Where the next chunk is to be written, of so many bytes: for `browser.js`. 0 if nobody waits for it any more.
    pub fn room(&self, ticket: u32, length: usize) -> usize {
        self.0.room(ticket, length)
    }

    /// The next bytes of a body have been written: for `browser.js`, which is told whether to go on at once.
    pub fn chunk(&self, ticket: u32) -> bool {
        self.0.take_chunk(ticket)
    }

    /// Closes the source for good.
    pub fn close(&self) {
        self.0.close();
    }

    /// Says that the batch that the skin was given is dispatched, or that its rest will not be.
    pub fn dispatched(&self) {
        self.0.resume();
    }
}

/// What an unfinished event may take, in bytes. The standard knows no bound, but a page has one.
const MAX_EVENT_SIZE: usize = 64 << 20;
