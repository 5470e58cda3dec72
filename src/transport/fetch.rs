//! `fetch`, and a reader of the response's body.
//!
//! Knows what the page's own `fetch`, stream or reader may do: throw anywhere, and give anything. All of that is a network
//! error. At every moment one promise at most is pending: that of `fetch` or that of `read`.

use alloc::rc::{Rc, Weak};
use core::cell::{Cell, OnceCell};

use js_sys::{JsString, Object};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, RequestCache, RequestCredentials, RequestInit, RequestMode};

use super::body_reader::{BodyReader, Reader};
use super::{ACCEPT, CONTENT_TYPE, Client, EVENT_STREAM, LAST_EVENT_ID, Recipient, Request, bytes_of};
use crate::connection::Input;
use crate::promise::{PromiseWaiter, Settled, Waiting};
use crate::text_encoding::text;
use crate::url;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = fetch, catch)]
    fn fetch(url: &JsString, init: &RequestInit) -> Result<JsValue, JsValue>;

    /// A response, as far as it is one.
    pub(super) type Response;
    #[wasm_bindgen(method, getter, catch)]
    fn status(this: &Response) -> Result<f64, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn url(this: &Response) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch, js_name = type)]
    pub(super) fn kind(this: &Response) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn headers(this: &Response) -> Result<Headers, JsValue>;
    #[wasm_bindgen(method, getter, catch)]
    fn body(this: &Response) -> Result<Option<Stream>, JsValue>;

    type Headers;
    #[wasm_bindgen(method, catch)]
    fn get(this: &Headers, name: &JsString) -> Result<JsValue, JsValue>;

    type Stream;
    #[wasm_bindgen(method, catch, js_name = getReader)]
    fn get_reader(this: &Stream) -> Result<Reader, JsValue>;

    type RegExp;
    #[wasm_bindgen(constructor)]
    fn new(pattern: &JsString) -> RegExp;
    /// What is not a string is converted to one.
    #[wasm_bindgen(method, catch)]
    fn test(this: &RegExp, value: &JsValue) -> Result<bool, JsValue>;

    /// Names and values.
    type Record;
    #[wasm_bindgen(method, structural, indexing_setter)]
    fn set(this: &Record, name: &JsString, value: &JsString);
}

/// A request under way, or a stream that the page has got by itself. Dropping it aborts the request, and cancels the body.
pub(crate) struct Fetch(Rc<FetchRequest>);

pub(crate) struct FetchRequest {
    recipient: Recipient,
    waiter: PromiseWaiter,
    url: JsString,
    controller: Option<AbortController>,
    /// None before the response, and if that has none.
    body: OnceCell<BodyReader>,
    progress: Cell<Progress>,
    /// Whether what comes next may be there already, because it does not come from a network.
    immediate: Cell<bool>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Progress {
    /// The response is still to come.
    Requested,
    /// The next chunk is to be asked for.
    Ready,
    /// It has been asked for.
    Reading,
    /// There is none.
    Ended,
}

impl Fetch {
    /// Makes the request.
    ///
    /// # Errors
    ///
    /// What the engine, or the page's own `fetch`, has thrown.
    pub(crate) fn open(request: &Request, client: Weak<dyn Client>) -> Result<Fetch, JsValue> {
        let (answer, controller) = begin(request, None)?;
        let fetch = Fetch::new(request.url.clone(), controller, None, client);
        fetch.0.waiter.wait(&answer);
        Ok(fetch)
    }

    /// Reads a stream that the page has got, as if it were the body of a response of an opaque origin.
    pub(crate) fn over_stream(url: JsString, reader: Reader, client: Weak<dyn Client>) -> Fetch {
        let fetch = Fetch::new(url, None, Some(reader), client);
        fetch.0.waiter.wait(&JsValue::UNDEFINED);
        fetch
    }

    fn new(
        url: JsString,
        controller: Option<AbortController>,
        reader: Option<Reader>,
        client: Weak<dyn Client>,
    ) -> Fetch {
        let request = Rc::new_cyclic(|this: &Weak<FetchRequest>| FetchRequest {
            recipient: Recipient::new(client),
            waiter: PromiseWaiter::new(Weak::clone(this) as Weak<dyn Waiting>),
            url,
            controller,
            body: OnceCell::new(),
            progress: Cell::new(Progress::Requested),
            immediate: Cell::new(true),
        });
        request.keep_body(reader);
        Fetch(request)
    }

    pub(crate) fn request(&self) -> Rc<FetchRequest> {
        Rc::clone(&self.0)
    }
}

impl Drop for Fetch {
    fn drop(&mut self) {
        self.0.recipient.disconnect();
        self.0.cancel();
    }
}

impl FetchRequest {
    /// Asks for the next chunk, unless that has been done.
    pub(crate) fn read(&self) {
        if self.progress.get() != Progress::Ready {
            return;
        }
        self.progress.set(Progress::Reading);
        match self.body.get() {
            Some(body) => {
                self.waiter.expect();
                body.read();
            }
            // It has ended.
            None => self.waiter.wait(&JsValue::UNDEFINED),
        }
    }

    fn keep_body(&self, reader: Option<Reader>) {
        if let Some(reader) = reader {
            self.body.get_or_init(|| BodyReader::new(&reader, &self.waiter));
        }
    }
}

impl Waiting for FetchRequest {
    fn settle(&self, settled: Settled) {
        let Some(client) = self.recipient.client() else { return };
        let is_response = self.progress.get() == Progress::Requested;
        match (settled, self.body.get()) {
            (Settled::FulfilledWithNumber(Some(length)), Some(body)) => {
                self.progress.set(Progress::Ready);
                client.accept(Input::Chunk(&body.chunk(length)));
            }
            (Settled::Fulfilled(response), _) if is_response => {
                if let Err(reason) = self.report_response(&*client, response.unchecked_into()) {
                    self.report_failure(&*client, reason);
                }
            }
            (Settled::Rejected(reason), _) => self.report_failure(&*client, reason),
            _ => self.report_end(&*client, Input::EndOfBody),
        }
        if self.immediate.get() {
            client.wait_for_next_task();
            // Of a body, the first chunk alone.
            self.immediate.set(is_response);
        }
        client.proceed();
    }
}

impl FetchRequest {
    fn report_response(&self, client: &dyn Client, response: Response) -> Result<(), JsValue> {
        if self.body.get().is_some() {
            client.set_origin(&text("null"));
            client.accept(Input::Response { status: 200, content_type: EVENT_STREAM.as_bytes() });
        } else {
            let content_type = response.headers()?.get(&text(CONTENT_TYPE))?;
            let status = response.status()? as u16;
            // A script makes responses of the type "default", and mocks have none.
            let kind = response.kind()?;
            self.immediate.set(!(kind == **text("basic") || kind == **text("cors")));
            let url = response.url()?.dyn_into().ok().filter(|url: &JsString| url.length() > 0);
            // This locks the body.
            let reader = response.body()?.map(|body| body.get_reader()).transpose()?;
            self.keep_body(reader);
            if self.recipient.client().is_none() {
                // The page has closed the source meanwhile.
                self.cancel();
            }
            client.set_origin(&url::origin(url.as_ref().unwrap_or(&self.url)));
            let content_type = content_type.dyn_into().map(|it| bytes_of(&it)).unwrap_or_default();
            client.accept(Input::Response { status, content_type: &content_type });
        }
        self.progress.set(Progress::Ready);
        Ok(())
    }

    fn report_failure(&self, client: &dyn Client, reason: JsValue) {
        // Of a request that is its own: by the engine, or by a test environment that is torn down.
        let is_aborted = self.controller.is_some() && is_abort_error(&reason);
        client.set_detail(reason);
        self.report_end(
            client,
            if is_aborted { Input::Aborted } else { Input::NetworkError { futile: false } },
        );
    }

    fn report_end(&self, client: &dyn Client, input: Input<'_>) {
        self.progress.set(Progress::Ended);
        client.accept(input);
    }

    fn cancel(&self) {
        // Both: Firefox may miss an abort that comes with the headers, and there are engines that have none.
        if let Some(body) = self.body.get() {
            body.cancel();
        }
        if let Some(controller) = &self.controller {
            controller.abort();
        }
    }
}

/// An `AbortError`; happy-dom gives it another name, and the same message.
fn is_abort_error(reason: &JsValue) -> bool {
    RegExp::new(&text("AbortError|operation was aborted")).test(reason).unwrap_or_default()
}

/// Begins to fetch. Engines have had `fetch` without an `AbortController`.
pub(super) fn begin(
    request: &Request,
    mode: Option<RequestMode>,
) -> Result<(JsValue, Option<AbortController>), JsValue> {
    // A plain object: Headers would turn the names into lower case, which shows on the wire of HTTP/1.1.
    let headers = Object::new().unchecked_into::<Record>();
    headers.set(&text(ACCEPT), &text(EVENT_STREAM));
    if let Some(id) = &request.last_event_id {
        headers.set(&text(LAST_EVENT_ID), id);
    }
    let init = Object::new().unchecked_into::<RequestInit>();
    init.set_headers(&headers);
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(if request.with_credentials {
        RequestCredentials::Include
    } else {
        RequestCredentials::SameOrigin
    });
    if let Some(mode) = mode {
        init.set_mode(mode);
    }
    let controller = AbortController::new().ok();
    if let Some(controller) = &controller {
        init.set_signal(Some(&controller.signal()));
    }
    Ok((fetch(&request.url, &init)?, controller))
}
