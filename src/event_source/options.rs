//! The options of a source.
//!
//! Knows them as pkg/lib/arguments.js gives them: checked, and each with its default. What they mean is in pkg/index.d.ts.
//! Must not know when they are used.

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use crate::connection::RetryPolicy;

#[wasm_bindgen]
extern "C" {
    /// Options that have been checked. Numbers without a fraction are at most [`u32::MAX`].
    pub type Options;

    #[wasm_bindgen(method, getter, js_name = reconnectionTime)]
    fn reconnection_time(this: &Options) -> u32;
    /// 0 if the delay does not grow.
    #[wasm_bindgen(method, getter, js_name = maxReconnectionTime)]
    fn max_reconnection_time(this: &Options) -> u32;
    #[wasm_bindgen(method, getter)]
    fn jitter(this: &Options) -> f64;
    #[wasm_bindgen(method, getter, js_name = maxRetries)]
    fn max_retries(this: &Options) -> u32;
    #[wasm_bindgen(method, getter)]
    fn repeats(this: &Options) -> bool;
    #[wasm_bindgen(method, getter, js_name = renewsHeaders)]
    fn renews_headers(this: &Options) -> bool;

    /// In bytes.
    #[wasm_bindgen(method, getter, js_name = maxBufferSize)]
    pub(super) fn max_buffer_size(this: &Options) -> u32;
    /// In milliseconds; 0 if there is none.
    #[wasm_bindgen(method, getter, js_name = heartbeatTimeout)]
    pub(super) fn heartbeat_timeout(this: &Options) -> u32;
    #[wasm_bindgen(method, getter, js_name = lastEventId)]
    pub(super) fn last_event_id(this: &Options) -> JsString;
    /// Whether the request has the ID in its URL.
    #[wasm_bindgen(method, getter, js_name = sendsIdInQuery)]
    fn sends_id_in_query(this: &Options) -> bool;
    #[wasm_bindgen(method, getter, js_name = hasOwnFetch)]
    fn has_own_fetch(this: &Options) -> bool;
}

impl Options {
    pub(super) fn retry_policy(&self) -> RetryPolicy {
        RetryPolicy {
            reconnection_time: self.reconnection_time(),
            max_reconnection_time: self.max_reconnection_time(),
            jitter: self.jitter(),
            max_retries: self.max_retries(),
            repeats: self.repeats(),
            renews_headers: self.renews_headers(),
        }
    }

    pub(super) fn settings(&self) -> Settings {
        Settings {
            max_buffer_size: self.max_buffer_size(),
            sends_id_in_query: self.sends_id_in_query(),
            has_own_fetch: self.has_own_fetch(),
        }
    }
}

/// What a source needs of its options later on. It keeps no object of the page, whose functions may lead back to the source:
/// no collector would see that circle.
pub(super) struct Settings {
    /// In bytes.
    pub(super) max_buffer_size: u32,
    /// Whether the request has the ID in its URL.
    pub(super) sends_id_in_query: bool,
    pub(super) has_own_fetch: bool,
}
