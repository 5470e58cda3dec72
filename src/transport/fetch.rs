//! `fetch`, and a reader of the response's body.
//!
//! Knows what the page's own `fetch`, stream or reader may do: throw anywhere, and give anything. All of that is a network
//! error. At every moment one promise at most is pending: that of `fetch` or that of `read`.

use alloc::rc::{Rc, Weak};
use core::cell::{Cell, OnceCell, RefCell};

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use super::body_reader::{BodyReader, Reader};
use super::redirect::{Redirects, Step};
use super::request::{FetchCall, Request};
use super::response::ResponseParts;
use super::{Answer, Client, Recipient};
use crate::connection::Input;
use crate::js_bytes::bytes_of;
use crate::promise::{PromiseWaiter, Settled, Waiting};
use crate::text_encoding::text;
use crate::url;

/// A request under way, or a stream that the page has got by itself. Dropping it aborts the request, and cancels the body.
pub(crate) struct Fetch(Rc<FetchRequest>);

pub(crate) struct FetchRequest {
    recipient: Recipient,
    waiter: PromiseWaiter,
    /// The one that is under way: not the first one if the server has redirected that.
    /// None of a stream of the page.
    call: RefCell<Option<FetchCall>>,
    redirects: RefCell<Redirects>,
    /// None before the response, and if that has none.
    body: OnceCell<BodyReader>,
    progress: Cell<Progress>,
    /// Whether what comes next may be there already, because it does not come from a network.
    immediate: Cell<bool>,
    /// How much has come after the response.
    chunks: Cell<u32>,
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
        let call = FetchCall::new(request);
        let answer = call.begin()?;
        let fetch = Fetch::new(Some(call), None, client);
        fetch.0.waiter.wait(&answer);
        Ok(fetch)
    }

    /// Reads a stream that the page has got, as if it were the body of a response of an opaque origin.
    pub(crate) fn over_stream(reader: Reader, client: Weak<dyn Client>) -> Fetch {
        let fetch = Fetch::new(None, Some(reader), client);
        fetch.0.waiter.wait(&JsValue::UNDEFINED);
        fetch
    }

    fn new(call: Option<FetchCall>, reader: Option<Reader>, client: Weak<dyn Client>) -> Fetch {
        let request = Rc::new_cyclic(|this: &Weak<FetchRequest>| FetchRequest {
            recipient: Recipient::new(client),
            waiter: PromiseWaiter::new(Weak::clone(this) as Weak<dyn Waiting>),
            call: RefCell::new(call),
            redirects: RefCell::default(),
            body: OnceCell::new(),
            progress: Cell::new(Progress::Requested),
            immediate: Cell::new(true),
            chunks: Cell::default(),
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

/// How many chunks are read in one task of a body that does not come from a network.
const CHUNKS_PER_TASK: u32 = 64;

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
                match self.report_response(&*client, &response) {
                    Ok(Progress::Requested) => return,
                    Ok(progress) => self.progress.set(progress),
                    Err(reason) => self.report_failure(&*client, reason, false),
                }
            }
            (Settled::Rejected(reason), _) if is_response => {
                let reduced = self.call().map_or(JsValue::UNDEFINED, |call| call.reduced());
                if reduced.is_object() && self.begin(reduced.clone().unchecked_into()).is_ok() {
                    return;
                }
                self.report_failure(&*client, reason, reduced.is_null());
            }
            (Settled::Rejected(reason), _) => self.report_failure(&*client, reason, false),
            _ => self.report_end(&*client, Input::EndOfBody),
        }
        let chunks = if is_response { 0 } else { self.chunks.get().wrapping_add(1) };
        self.chunks.set(chunks);
        // Deviation: the standard queues a task for each chunk, and a task costs a timer. The response and the first chunk of
        // it come in one, and so many later ones that a body that is always ready does not keep the page's tasks waiting.
        if self.immediate.get() && (chunks < 2 || chunks % CHUNKS_PER_TASK == 0) {
            client.wait_for_next_task();
        }
        client.proceed();
    }
}

impl FetchRequest {
    /// Says what is under way then: another request, or the response's body.
    fn report_response(&self, client: &dyn Client, value: &JsValue) -> Result<Progress, JsValue> {
        if let Some(body) = self.body.get() {
            client.respond(&Answer {
                response: &JsValue::UNDEFINED,
                body,
                status: 200,
                content_type: b"text/event-stream",
                retry_after: None,
                origin: &text("null"),
            });
            return Ok(Progress::Ready);
        }
        let Some(request) = self.call().map(|call| call.request()) else { return Ok(Progress::Ended) };
        let parts = ResponseParts::of(value)?;
        let (status, url) = (parts.status(), parts.url());
        let concerned = self.redirects.borrow().concern(&request);
        if concerned {
            let (is_opaque, location) = (parts.is_opaque_redirect(), parts.location());
            let step = self.redirects.borrow_mut().step(
                &request,
                is_opaque,
                status,
                location.as_ref(),
                url.as_ref(),
            );
            match step? {
                Step::Accept => {}
                Step::Follow(next) => {
                    self.begin(FetchCall::new(&next))?;
                    return Ok(Progress::Requested);
                }
                Step::Refuse(reason) => {
                    self.report_failure(client, reason.into(), true);
                    return Ok(Progress::Ended);
                }
            }
        }
        // Some engines answer for a network in the task of the request: with a data: URL, or a mock of their own.
        let is_late = self.call().is_some_and(|call| call.is_task_over());
        self.immediate.set(!(parts.is_from_network() && is_late));
        let reader = parts.reader()?;
        self.keep_body(reader);
        if self.recipient.client().is_none() {
            // The page has closed the source meanwhile.
            self.cancel();
            return Ok(Progress::Ended);
        }
        client.respond(&Answer {
            response: value,
            body: self.body.get().map_or(&JsValue::UNDEFINED, AsRef::as_ref),
            status,
            content_type: &parts.content_type().map(|it| bytes_of(&it)).unwrap_or_default(),
            retry_after: parts.retry_after(),
            origin: &url::origin(url.as_ref().unwrap_or(&request.url())),
        });
        Ok(Progress::Ready)
    }

    /// Another call takes the place of the one before.
    fn begin(&self, call: FetchCall) -> Result<(), JsValue> {
        let answer = call.begin()?;
        self.waiter.wait(&answer);
        if self.recipient.client().is_none() {
            // The page's own fetch has closed the source.
            call.abort();
            return Ok(());
        }
        if let Some(before) = self.call.replace(Some(call)) {
            before.abort();
        }
        Ok(())
    }

    fn call(&self) -> Option<FetchCall> {
        self.call.borrow().clone()
    }

    fn report_failure(&self, client: &dyn Client, reason: JsValue, futile: bool) {
        // By the engine, or by a test environment that is torn down.
        let is_aborted = self.call().is_some_and(|call| call.was_aborted(&reason));
        client.set_detail(reason);
        let input = if is_aborted { Input::Aborted } else { Input::NetworkError { futile } };
        self.report_end(client, input);
    }

    fn report_end(&self, client: &dyn Client, input: Input<'_>) {
        self.progress.set(Progress::Ended);
        client.accept(input);
    }

    fn cancel(&self) {
        // Both: Firefox may miss an abort that comes with the headers, and there are engines that have none.
        let is_wanted = self.body.get().is_some_and(|body| !body.cancel());
        if let Some(call) = self.call()
            && !is_wanted
        {
            call.abort();
        }
    }
}
