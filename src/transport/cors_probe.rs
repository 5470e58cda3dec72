//! Whether it was CORS that refused a request.
//!
//! Knows that `fetch` gives a script the same error for a network fault as for a response that CORS keeps from it. A
//! request in mode `no-cors` tells them apart: it is answered in the second case alone, by an opaque response.

use alloc::boxed::Box;
use alloc::rc::Weak;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use super::Client;
use super::inquiry::Inquiry;
use super::request::{Request, cors_probe};
use crate::connection::Input;
use crate::text_encoding::text;

#[wasm_bindgen]
extern "C" {
    type ProbeResponse;
    #[wasm_bindgen(method, getter, js_name = type)]
    fn kind(this: &ProbeResponse) -> JsValue;
}

/// Asks the server of a request. The answer is [`Input::CorsProbed`].
///
/// # Errors
///
/// What the engine has thrown: it cannot make such a request.
pub(crate) fn probe_cors(request: &Request, client: Weak<dyn Client>) -> Result<Inquiry, JsValue> {
    let answered = move |response: Option<JsValue>| {
        if let Some(client) = client.upgrade() {
            client.accept(Input::CorsProbed { refused: response.is_some_and(|it| is_opaque(&it)) });
            client.proceed();
        }
    };
    // A server that refuses answers with the headers; one that is silent does not refuse.
    Inquiry::open(&cors_probe(request), Some(PATIENCE), Box::new(answered))
}

fn is_opaque(response: &JsValue) -> bool {
    response.is_object() && response.unchecked_ref::<ProbeResponse>().kind() == **text("opaque")
}

/// How long a CORS probe may take, in milliseconds.
const PATIENCE: u32 = 1_000;
