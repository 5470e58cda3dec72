//! The classes that JavaScript and Rust show each other: `EventSource` to the skin, `Skin` to the core.
//!
//! Knows arguments, URLs and what is thrown. What a source does is in `source.rs`; how an event looks is the
//! skin's, `pkg/event_source.js`.

use alloc::borrow::ToOwned;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;

use js_sys::{JsString, TypeError};
use wasm_bindgen::prelude::*;
use web_sys::{DomException, ReadableStreamDefaultReader, Url};

use crate::browser::base_url;
use crate::connection::Connection;
use crate::source::{Carrier, STREAM_URL, Source};
use crate::transport::Kind;

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
    pub(crate) fn fire_open(this: &Skin);

    /// Fires an event named `error`; with a message where the standard is silent: an event of the stream is
    /// larger than `limit` bytes.
    #[wasm_bindgen(method, js_name = fireError)]
    pub(crate) fn fire_error(this: &Skin, limit: Option<f64>);

    /// Dispatches a batch, a row a message: see [`crate::batch::Batch::utf16_spans`]. It may take its time, and
    /// calls [`EventSource::dispatched`] at its end.
    #[wasm_bindgen(method, js_name = fireMessages)]
    pub(crate) fn fire_messages(this: &Skin, text: JsString, spans: Vec<u32>, origin: &JsString);
}

/// One event source, as JavaScript holds it.
#[wasm_bindgen]
pub struct EventSource(Rc<Source>);

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
        let connection = Connection::new(MAX_EVENT_SIZE);
        Ok(EventSource(Source::begin(
            url.href().into(),
            with_credentials,
            Carrier::Request(kind),
            connection,
            skin,
        )))
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
        let connection = Connection::over_stream(MAX_EVENT_SIZE);
        Ok(EventSource(Source::begin(STREAM_URL.into(), false, Carrier::Stream(reader), connection, skin)))
    }

    /// The URL, absolute and serialised.
    #[wasm_bindgen(getter)]
    pub fn url(&self) -> JsString {
        self.0.url()
    }

    /// Whether credentials go with requests to other origins.
    #[wasm_bindgen(getter, js_name = withCredentials)]
    pub fn with_credentials(&self) -> bool {
        self.0.with_credentials()
    }

    /// 0 CONNECTING, 1 OPEN, 2 CLOSED.
    #[wasm_bindgen(getter, js_name = readyState)]
    pub fn ready_state(&self) -> u8 {
        self.0.connection().ready_state() as u8
    }

    /// What carries the streams: `fetch` or `xhr`; `stream` if it is somebody else's.
    #[wasm_bindgen(getter)]
    pub fn transport(&self) -> String {
        self.0.transport().to_owned()
    }

    /// The last event ID string, as the last batch leaves it.
    #[wasm_bindgen(getter, js_name = lastEventId)]
    pub fn last_event_id(&self) -> String {
        self.0.connection().last_event_id().to_owned()
    }

    /// The reconnection time, in milliseconds.
    #[wasm_bindgen(getter, js_name = reconnectionTime)]
    pub fn reconnection_time(&self) -> u32 {
        self.0.connection().reconnection_time()
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

/// Deviation of Chromium's URL parser, put right: it takes a space in a host for `%20`, where the standard has
/// [no such host](https://url.spec.whatwg.org/#forbidden-domain-code-point).
fn has_valid_host(url: &Url) -> bool {
    let special = matches!(url.protocol().as_str(), "http:" | "https:" | "ws:" | "wss:" | "ftp:");
    !(special && url.hostname().contains('%'))
}

/// What an unfinished event may take, in bytes. The standard knows no bound, but a page has one.
const MAX_EVENT_SIZE: usize = 64 << 20;
