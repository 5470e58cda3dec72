//! What an `error` event says.
//!
//! Knows the sentence for each [`Reason`]; `docs/errors.md` explains them to a page's developer. Must not know how the event
//! is fired.

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use crate::connection::{Outcome, Reason};
use crate::text_encoding::text;

#[wasm_bindgen]
extern "C" {
    /// A page's own value may throw here.
    #[wasm_bindgen(js_name = String, catch)]
    fn to_string(value: &JsValue) -> Result<JsString, JsValue>;
}

/// The sentence for a reason. `detail` is what only JavaScript knows of it, if it knows anything: what was thrown, or the
/// content type.
pub(crate) fn error_message(reason: Reason, outcome: Outcome, detail: &JsValue) -> JsString {
    let message = match reason {
        Reason::EndOfBody => text("the server has ended the stream"),
        Reason::NetworkError => with_detail("the connection has failed", detail),
        Reason::Refused => with_detail("the request cannot be made", detail),
        Reason::Aborted => text("loading was stopped"),
        Reason::Resumed => text("the page was in the back/forward cache"),
        Reason::Preparation => with_detail("there is no request, because an option has failed", detail),
        Reason::Silence => text("nothing has come for as long as heartbeatTimeout"),
        Reason::Unread => text("more than maxBufferSize has come and was not read"),
        Reason::Cors => text("CORS refuses the response: it needs Access-Control-Allow-Origin"),
        Reason::LastEventIdWithheld => text(LAST_EVENT_ID_WITHHELD),
        Reason::Status(status) => {
            with_detail("the response has the status", &JsValue::from_f64(status.into()))
        }
        Reason::ContentType => with_detail("the response is no text/event-stream", detail),
        Reason::EventTooLarge { limit } => text("an event of the stream is larger than ")
            .concat(&JsValue::from_f64(limit as f64))
            .concat(&text(" bytes")),
    };
    match outcome {
        Outcome::TooManyRetries => message.concat(&text("; there have been maxRetries attempts")),
        Outcome::NotRepeated if reason != Reason::EndOfBody => {
            message.concat(&text("; the request is not repeated without maxRetries, retryOn or resume"))
        }
        _ => message,
    }
}

fn with_detail(sentence: &str, detail: &JsValue) -> JsString {
    let sentence = text(sentence);
    if detail.is_undefined() {
        return sentence;
    }
    let detail = to_string(detail);
    detail.map_or(sentence.clone(), |detail| sentence.concat(&text(": ")).concat(&detail))
}

const LAST_EVENT_ID_WITHHELD: &str = "the server does not list Last-Event-ID in Access-Control-Allow-Headers, so streams \
    begin without it, and events between two streams are lost";
