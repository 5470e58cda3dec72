//! Whether it was CORS that refused a request.
//!
//! Knows that `fetch` gives a script the same error for a network fault as for a response that CORS keeps from it. A
//! request in mode `no-cors` tells them apart: it is answered in the second case alone, by an opaque response.

use alloc::boxed::Box;
use alloc::rc::{Rc, Weak};

use gloo_timers::callback::Timeout;
use js_sys::JsString;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use super::request::{FetchCall, cors_probe};
use super::{Client, Recipient, fetch};
use crate::connection::Input;
use crate::promise::{PromiseWaiter, Settled, Waiting};
use crate::text_encoding::text;
use crate::timer::after;

/// A CORS probe under way. Dropping it aborts its request.
pub(crate) struct CorsProbe {
    recipient: Rc<Recipient>,
    call: FetchCall,
    _waiter: PromiseWaiter,
    _timeout: Timeout,
}

impl CorsProbe {
    /// Asks the server. The answer is [`Input::CorsProbed`].
    ///
    /// # Errors
    ///
    /// What the engine has thrown: it cannot make such a request.
    pub(crate) fn open(
        url: &JsString,
        with_credentials: bool,
        client: Weak<dyn Client>,
    ) -> Result<CorsProbe, JsValue> {
        let call = FetchCall::new(&cors_probe(url, with_credentials));
        let answer = call.begin()?;
        let recipient = Rc::new(Recipient::new(client));
        let waiter = PromiseWaiter::new(Rc::downgrade(&recipient) as Weak<dyn Waiting>);
        waiter.wait(&answer);
        // A server that refuses answers with the headers; one that is silent does not refuse.
        let silent = Rc::clone(&recipient);
        let timeout = after(TIME, Box::new(move || silent.report(Input::CorsProbed { refused: false })));
        Ok(CorsProbe { recipient, call, _waiter: waiter, _timeout: timeout })
    }
}

impl Drop for CorsProbe {
    fn drop(&mut self) {
        self.recipient.disconnect();
        self.call.abort();
    }
}

impl Waiting for Recipient {
    fn settle(&self, settled: Settled) {
        self.report(Input::CorsProbed { refused: is_opaque(&settled) });
    }
}

fn is_opaque(settled: &Settled) -> bool {
    let Settled::Fulfilled(response) = settled else { return false };
    let kind = response.unchecked_ref::<fetch::Response>().kind();
    response.is_object() && kind.is_ok_and(|kind| kind == **text("opaque"))
}

/// How long a CORS probe may take, in milliseconds.
const TIME: u32 = 1_000;
