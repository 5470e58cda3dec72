//! Requests that the page's [Content-Security-Policy](https://w3c.github.io/webappsec-csp/#directive-connect-src) refuses.
//!
//! Knows the event that says so. To a script, such a request fails like any other; but it will always fail. Must not know
//! what follows.

use alloc::boxed::Box;
use alloc::rc::Weak;

use js_sys::JsString;
use wasm_bindgen::prelude::*;

use super::{Source, UnderWay};
use crate::connection::{Input, ReadyState};
use crate::global_listener::GlobalListener;
use crate::text_encoding::text;
use crate::transport::Client;
use crate::url;

#[wasm_bindgen]
extern "C" {
    /// A `SecurityPolicyViolationEvent`.
    type Violation;
    #[wasm_bindgen(method, getter, js_name = effectiveDirective)]
    fn effective_directive(this: &Violation) -> JsValue;
    #[wasm_bindgen(method, getter)]
    fn disposition(this: &Violation) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = blockedURI)]
    fn blocked_uri(this: &Violation) -> JsString;
}

/// Listens until it is dropped.
pub(super) fn listen_to_policy_violations(source: &Weak<Source>) -> GlobalListener {
    let source = Weak::clone(source);
    let happened = move |event: JsValue| {
        let violation: Violation = event.unchecked_into();
        let is_enforced = violation.disposition() != **text("report");
        let directive = text("connect-src");
        if is_enforced
            && violation.effective_directive() == **directive
            && let Some(source) = source.upgrade()
        {
            source.on_policy_violation(&directive, &violation.blocked_uri());
        }
    };
    GlobalListener::new("securitypolicyviolation", Box::new(happened))
}

impl Source {
    fn on_policy_violation(&self, directive: &JsString, blocked: &JsString) {
        let work = self.work.borrow();
        // A stream that is open has been allowed.
        let is_ours = work.connection.ready_state() == ReadyState::Connecting
            && matches!(work.under_way, UnderWay::Request(_) | UnderWay::CorsProbe(_));
        drop(work);
        if is_ours && url::is_reported_as(&self.request_url(), blocked) {
            self.set_detail(directive.concat(&text(" of the Content-Security-Policy")).into());
            self.handle(Input::NetworkError { futile: true });
        }
    }
}
