//! The request of an event source.
//!
//! Knows what is asked of a request, which is an object of JavaScript: see request.js. Unless the page wants another one, it
//! is that of
//! [step 9 of the constructor](https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource): a
//! potential-CORS GET, no-store, that accepts an event stream. Must not know when it is made.

use js_sys::{Array, JsString};
use wasm_bindgen::prelude::*;

use super::xhr::StringXhr;

#[wasm_bindgen]
extern "C" {
    /// A request.
    #[derive(Clone, Debug)]
    pub(crate) type Request;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn url(this: &Request) -> JsString;
    #[wasm_bindgen(method, getter)]
    pub(super) fn headers(this: &Request) -> Array;
    /// One character a byte.
    #[wasm_bindgen(method, setter, js_name = lastEventId)]
    pub(crate) fn set_last_event_id(this: &Request, id: &JsString);
}

#[wasm_bindgen(module = "/src/transport/request.js")]
extern "C" {
    /// The question whether CORS refuses a request.
    #[wasm_bindgen(js_name = corsProbe)]
    pub(super) fn cors_probe(request: &Request) -> Request;
    /// Whether it has headers that another origin must not see.
    #[wasm_bindgen(js_name = hasHeaders)]
    pub(super) fn has_headers(request: &Request) -> bool;
    /// Whether it may be made again, elsewhere, without a question to the page.
    #[wasm_bindgen(js_name = isRepeatable)]
    pub(super) fn is_repeatable(request: &Request) -> bool;
    /// The same with other headers, at another URL.
    #[wasm_bindgen(js_name = withHeaders)]
    pub(super) fn with_headers(request: &Request, url: &JsString, headers: &Array) -> Request;
    /// What a redirect makes of it.
    pub(super) fn redirected(request: &Request, url: &JsString, status: u16, is_same_origin: bool)
    -> Request;
    /// The question whether it is redirected.
    #[wasm_bindgen(js_name = redirectCheck)]
    pub(super) fn redirect_check(request: &Request) -> Request;
    /// Sends it by an `XMLHttpRequest`.
    #[wasm_bindgen(catch)]
    pub(super) fn send(
        request: &Request,
        xhr: &StringXhr,
        passes_caches_by: bool,
        withholds_headers: bool,
    ) -> Result<(), JsValue>;

    /// One call of `fetch`.
    #[derive(Clone)]
    pub(super) type FetchCall;
    #[wasm_bindgen(constructor)]
    pub(super) fn new(request: &Request) -> FetchCall;
    #[wasm_bindgen(method, getter)]
    pub(super) fn request(this: &FetchCall) -> Request;
    /// Calls it.
    #[wasm_bindgen(method, catch)]
    pub(super) fn begin(this: &FetchCall) -> Result<JsValue, JsValue>;
    /// Whether the task is over in which it was called.
    #[wasm_bindgen(method, getter, js_name = isTaskOver)]
    pub(super) fn is_task_over(this: &FetchCall) -> bool;
    /// The page's code may run.
    #[wasm_bindgen(method)]
    pub(super) fn abort(this: &FetchCall);
    /// Whether the engine has aborted it by itself, for this reason.
    #[wasm_bindgen(method, js_name = wasAborted)]
    pub(super) fn was_aborted(this: &FetchCall, reason: &JsValue) -> bool;
    /// Without what the engine refuses of it; `null` if that is the whole, `undefined` if it refuses nothing.
    #[wasm_bindgen(method)]
    pub(super) fn reduced(this: &FetchCall) -> JsValue;
}
