//! Whether a request is redirected, found out before an `XMLHttpRequest` with headers of the page is sent.
//!
//! Knows that an `XMLHttpRequest` follows every redirect and takes its headers along, to another origin, too, and that
//! `fetch` can ask for a redirect without following it. Must not know what is done about a redirect.
//!
//! A GET is asked by the same request, which is aborted as soon as its headers have come. Another method might change
//! something at the server, so it is asked by HEAD; a server that does not answer that soon does not redirect.

use alloc::boxed::Box;
use alloc::rc::{Rc, Weak};
use core::cell::RefCell;

use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;

use super::FETCH;
use super::fetch::Response;
use super::request::{FetchCall, Request, is_repeatable, redirect_check};
use crate::promise::{PromiseWaiter, Settled, Waiting};
use crate::text_encoding::text;
use crate::timer::after;

/// Who wants to know.
pub(super) trait Asking {
    /// The answer. What could not be found out is no redirect.
    fn redirects(&self, redirects: bool);
}

/// A check under way. Dropping it aborts its request.
pub(super) struct RedirectCheck {
    state: Rc<State>,
    call: FetchCall,
    _waiter: PromiseWaiter,
    _timeout: Option<Timeout>,
}

struct State(RefCell<Option<Weak<dyn Asking>>>);

impl RedirectCheck {
    /// Asks the server. `None` if there is no `fetch` to ask with: engines without it do not take headers along.
    pub(super) fn open(request: &Request, asking: Weak<dyn Asking>) -> Option<RedirectCheck> {
        FETCH.with(Option::is_some).then_some(())?;
        let call = FetchCall::new(&redirect_check(request));
        let answer = call.begin().ok()?;
        let state = Rc::new(State(RefCell::new(Some(asking))));
        let waiter = PromiseWaiter::new(Rc::downgrade(&state) as Weak<dyn Waiting>);
        waiter.wait(&answer);
        let silent = Rc::downgrade(&state);
        let give_up = move || {
            if let Some(state) = silent.upgrade() {
                state.answer(false);
            }
        };
        let timeout = (!is_repeatable(request)).then(|| after(TIME, Box::new(give_up)));
        Some(RedirectCheck { state, call, _waiter: waiter, _timeout: timeout })
    }
}

impl Drop for RedirectCheck {
    fn drop(&mut self) {
        drop(self.state.0.take());
        self.call.abort();
    }
}

impl State {
    fn answer(&self, redirects: bool) {
        let asking = self.0.take().as_ref().and_then(Weak::upgrade);
        if let Some(asking) = asking {
            asking.redirects(redirects);
        }
    }
}

impl Waiting for State {
    fn settle(&self, settled: Settled) {
        self.answer(is_redirect(&settled));
    }
}

fn is_redirect(settled: &Settled) -> bool {
    let Settled::Fulfilled(value) = settled else { return false };
    let response: &Response = value.unchecked_ref();
    let is_opaque = response.kind().is_ok_and(|kind| kind == **text("opaqueredirect"));
    let status = response.status().unwrap_or_default() as u16;
    value.is_object() && (is_opaque || (300..400).contains(&status))
}

/// How long a check by HEAD may take, in milliseconds.
const TIME: u32 = 1_000;
