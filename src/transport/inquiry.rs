//! A question that one request answers: its response is of interest, or that there is none.
//!
//! Knows how it is asked, and how long. Must not know what the answer means: see [`super::cors_probe`] and
//! [`super::redirect_check`].

use alloc::boxed::Box;
use alloc::rc::{Rc, Weak};
use core::cell::RefCell;

use gloo_timers::callback::Timeout;
use wasm_bindgen::prelude::*;

use super::request::{FetchCall, Request};
use crate::promise::{PromiseWaiter, Settled, Waiting};
use crate::timer::after;

/// Called once: with the response, or without one.
pub(super) type Answered = Box<dyn FnOnce(Option<JsValue>)>;

/// A question under way. Dropping it aborts its request.
pub(crate) struct Inquiry {
    state: Rc<State>,
    call: FetchCall,
    _waiter: PromiseWaiter,
    _timeout: Option<Timeout>,
}

struct State(RefCell<Option<Answered>>);

impl Inquiry {
    /// Asks. After so many milliseconds without an answer, there is none.
    ///
    /// # Errors
    ///
    /// What the engine has thrown: it cannot make such a request.
    pub(super) fn open(
        request: &Request,
        patience: Option<u32>,
        answered: Answered,
    ) -> Result<Inquiry, JsValue> {
        let call = FetchCall::new(request);
        let answer = call.begin()?;
        let state = Rc::new(State(RefCell::new(Some(answered))));
        let waiter = PromiseWaiter::new(Rc::downgrade(&state) as Weak<dyn Waiting>);
        waiter.wait(&answer);
        let silent = Rc::downgrade(&state);
        let give_up = move || {
            if let Some(state) = silent.upgrade() {
                state.answer(None);
            }
        };
        let timeout = patience.map(|milliseconds| after(milliseconds, Box::new(give_up)));
        Ok(Inquiry { state, call, _waiter: waiter, _timeout: timeout })
    }
}

impl Drop for Inquiry {
    fn drop(&mut self) {
        drop(self.state.0.take());
        self.call.abort();
    }
}

impl State {
    fn answer(&self, response: Option<JsValue>) {
        let answered = self.0.take();
        if let Some(answered) = answered {
            answered(response);
        }
    }
}

impl Waiting for State {
    fn settle(&self, settled: Settled) {
        self.answer(match settled {
            Settled::Fulfilled(response) => Some(response),
            _ => None,
        });
    }
}
