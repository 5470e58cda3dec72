//! Whether a request is redirected, found out before an `XMLHttpRequest` with headers of the page is sent.
//!
//! Knows that an `XMLHttpRequest` follows every redirect and takes its headers along, to another origin, too, and that
//! `fetch` can ask for a redirect without following it. Must not know what is done about a redirect.
//!
//! A GET is asked by the same request, which is aborted as soon as its headers have come. Another method might change
//! something at the server, so it is asked by HEAD; a server that does not answer that soon does not redirect.

use alloc::boxed::Box;

use wasm_bindgen::prelude::*;

use super::FETCH;
use super::inquiry::Inquiry;
use super::request::{Request, is_repeatable, redirect_check};
use super::response::ResponseParts;

/// Asks the server, and calls back with the answer: what could not be found out is no redirect. `None` if there is no
/// `fetch` to ask with: engines without it do not take headers along.
pub(super) fn check_redirect(request: &Request, answered: Box<dyn FnOnce(bool)>) -> Option<Inquiry> {
    FETCH.with(Option::is_some).then_some(())?;
    let patience = (!is_repeatable(request)).then_some(PATIENCE);
    let is_redirect = |response: &JsValue| {
        ResponseParts::of(response)
            .is_ok_and(|parts| parts.is_opaque_redirect() || (300..400).contains(&parts.status()))
    };
    let answered = move |response: Option<JsValue>| answered(response.is_some_and(|it| is_redirect(&it)));
    Inquiry::open(&redirect_check(request), patience, Box::new(answered)).ok()
}

/// How long a check by HEAD may take, in milliseconds.
const PATIENCE: u32 = 1_000;
