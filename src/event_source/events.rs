//! How a source fires its events.
//!
//! Knows what the page's object is given for each. Must not know when an event is due.

use core::mem;

use js_sys::{Date, JsString};
use wasm_bindgen::prelude::*;

use super::{Source, Target, Work};
use crate::batch::ForJavaScript;
use crate::connection::{Connection, Outcome, Reason, Retry};
use crate::error_message::error_message;
use crate::js_bytes::bytes_of;
use crate::parser::MAX_RECONNECTION_TIME;
use crate::transport::{Answer, Client};

#[wasm_bindgen]
extern "C" {
    /// In milliseconds; not a number for what is no date.
    #[wasm_bindgen(js_namespace = Date, js_name = parse)]
    fn parse_date(text: &JsString) -> f64;
}

impl Source {
    pub(super) fn with_target(&self, use_target: impl FnOnce(&Target)) {
        if let Some(attachment) = self.attachment() {
            use_target(&attachment.target);
        }
    }

    pub(super) fn fire_open(&self) {
        let response = self.work.borrow().response.clone();
        self.with_target(|target| target.fire_open(&response));
    }

    pub(super) fn fire_error(&self) {
        let mut work = self.work.borrow_mut();
        let (reason, outcome) = (work.connection.reason(), work.connection.outcome());
        let (detail, response, body) =
            (mem::take(&mut work.detail), mem::take(&mut work.response), mem::take(&mut work.body));
        let attempt = work.connection.failed_attempts();
        drop(work);
        let is_refused = matches!(reason, Reason::Status(_) | Reason::ContentType);
        let body = match body {
            _ if !is_refused => JsValue::UNDEFINED,
            body if body.is_undefined() => JsValue::NULL,
            body => body,
        };
        let message = error_message(reason, outcome, &detail);
        // A content type is part of the message, and was not thrown.
        let cause =
            if reason == Reason::ContentType && detail.is_string() { JsValue::UNDEFINED } else { detail };
        let delay = match outcome {
            Outcome::Retry { delay } => JsValue::from_f64(delay.into()),
            _ => JsValue::UNDEFINED,
        };
        let has_ended =
            reason == Reason::EndOfBody && matches!(outcome, Outcome::Failed | Outcome::NotRepeated);
        self.with_target(|target| {
            target.fire_error(&message, &cause, &response, &body, attempt, &delay, has_ended);
        });
    }

    /// The batch stays where it is in memory until the next chunk is read, which is not before it is dispatched.
    pub(super) fn dispatch_messages(&self) {
        let Some(attachment) = self.attachment() else { return };
        let mut work = self.work.borrow_mut();
        work.dispatching = true;
        let Work { connection, converted, .. } = &mut *work;
        let ForJavaScript { text, table, raw_text, raw_table } = connection.batch().for_javascript(converted);
        let (text, length) = (text.as_ptr(), text.len());
        let (table, table_length) = (table.as_ptr(), table.len());
        let (raw_text, raw_table) = (raw_text.as_ptr(), raw_table.as_ptr());
        drop(work);
        attachment.target.dispatch_messages(text, length, table, table_length, raw_text, raw_table);
    }

    pub(super) fn cancel_messages(&self) {
        if mem::take(&mut self.work.borrow_mut().dispatching) {
            self.with_target(Target::cancel_messages);
        }
    }

    /// Whether the page wants another attempt after a response. Its function may run.
    pub(super) fn retry(&self, answer: &Answer<'_>) -> Retry {
        if Connection::accepts(answer.status, answer.content_type) {
            return Retry::Never;
        }
        if answer.status == 401 && self.work.borrow().connection.may_renew_headers() {
            // There is one more attempt in any case.
            return Retry::Never;
        }
        let Some(attachment) = self.attachment() else { return Retry::Never };
        let attempt = self.work.borrow().connection.failed_attempts() + 1;
        match attachment.target.is_retried(answer.response, attempt) {
            Ok(true) => {
                let retry_after = answer.retry_after.as_ref().and_then(milliseconds_from_now);
                Retry::Later { retry_after }
            }
            Ok(false) => Retry::Never,
            Err(reason) => {
                self.set_detail(reason);
                Retry::Never
            }
        }
    }
}

/// A [`Retry-After`](https://httpwg.org/specs/rfc9110.html#field.retry-after): a number of seconds, or a date.
fn milliseconds_from_now(value: &JsString) -> Option<u32> {
    let bytes = bytes_of(value);
    let is_number = !bytes.is_empty() && bytes.iter().all(u8::is_ascii_digit);
    if is_number {
        let seconds = bytes
            .iter()
            .fold(0_u32, |number, digit| number.saturating_mul(10).saturating_add(u32::from(digit - b'0')));
        return Some(seconds.saturating_mul(1_000));
    }
    // A date begins with its weekday. Engines take much else for a date.
    let is_date = bytes.get(..3).is_some_and(|day| b"MonTueWedThuFriSatSun".chunks(3).any(|it| it == day));
    let time = if is_date { parse_date(value) } else { f64::NAN };
    (!time.is_nan()).then(|| (time - Date::now()).min(MAX_RECONNECTION_TIME.into()) as u32)
}
