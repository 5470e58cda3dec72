//! `XMLHttpRequest`, whose `responseText` is read while it grows, in readyState 3.
//!
//! Knows the request, its events and its end; how the text is read is known by [`super::response_text`].

use alloc::boxed::Box;
use alloc::rc::{Rc, Weak};
use core::cell::{Cell, RefCell};

use js_sys::JsString;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::XmlHttpRequest;

use super::inquiry::Inquiry;
use super::redirect_check::check_redirect;
use super::request::{Request, has_headers, is_repeatable, send};
use super::response_text::ResponseText;
use super::{Answer, Client, Recipient};
use crate::connection::Input;
use crate::global_listener::is_trusted;
use crate::js_bytes::{JsBytes, bytes_of};
use crate::text_encoding::{encode, text};
use crate::url;

#[wasm_bindgen]
extern "C" {
    /// web-sys's methods copy their strings into Rust; these leave them where they are.
    #[wasm_bindgen(extends = XmlHttpRequest)]
    #[derive(Clone)]
    pub(super) type StringXhr;
    #[wasm_bindgen(method, catch, js_name = getResponseHeader)]
    fn get_response_header(this: &StringXhr, name: &JsString) -> Result<Option<JsString>, JsValue>;
    #[wasm_bindgen(method, catch, js_name = overrideMimeType)]
    fn override_mime_type(this: &StringXhr, mime_type: &JsString) -> Result<(), JsValue>;
    #[wasm_bindgen(method, getter, catch, js_name = responseText)]
    pub(super) fn response_text(this: &StringXhr) -> Result<JsString, JsValue>;
    #[wasm_bindgen(method, structural, indexing_setter)]
    fn set_handler(this: &StringXhr, name: &JsString, handler: &JsValue);
    #[wasm_bindgen(method, getter, js_name = responseURL)]
    fn response_url(this: &StringXhr) -> Option<JsString>;
    type ProgressEvent;
    /// In bytes.
    #[wasm_bindgen(method, getter)]
    fn loaded(this: &ProgressEvent) -> Option<f64>;
}

#[wasm_bindgen(module = "/src/transport/response.js")]
extern "C" {
    /// The body of a response that is refused, for a listener that wants to read it.
    type RefusedBody;
    #[wasm_bindgen(constructor)]
    fn new(xhr: &StringXhr) -> RefusedBody;
    /// It can be read no more, unless that has begun. Says whether it has.
    #[wasm_bindgen(method)]
    fn release(this: &RefusedBody) -> bool;
}

/// A request under way. Dropping it aborts the request, without an event.
pub(crate) struct Xhr(Rc<XhrRequest>);

pub(crate) struct XhrRequest {
    this: Weak<XhrRequest>,
    recipient: Rc<Recipient>,
    xhr: RefCell<StringXhr>,
    handlers: [Handler; 5],
    text: ResponseText,
    request: Request,
    /// Whether the headers of the page are left out: the server redirects.
    withholds_headers: Cell<bool>,
    /// While it is not known whether the server redirects.
    redirect_check: RefCell<Option<Inquiry>>,
    refused_body: RefCell<Option<RefusedBody>>,
    /// Beyond so many bytes that have come and were not read, the request fails.
    max_unread: f64,
    /// How many have come, and how many had come when all was read.
    loaded: Cell<f64>,
    loaded_when_read: Cell<f64>,
    /// Whether the request asks caches to be passed by.
    passes_caches_by: Cell<bool>,
    /// Whether another request may carry a `Last-Event-ID`: to another origin, also by a redirect, only if this one was
    /// allowed one.
    renewable: Cell<bool>,
    reported: Cell<Reported>,
    ending: Cell<Ending>,
}

/// What has been reported.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reported {
    Nothing,
    Response,
    /// The byte order mark, which the engine has dropped: the parser must not drop a second one.
    ByteOrderMark,
    End,
}

/// How the request has ended. It is reported after all of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Open,
    Loaded,
    Failed,
    Aborted,
}

type Handler = Closure<dyn Fn(JsValue)>;

impl Xhr {
    /// Makes the request.
    ///
    /// # Errors
    ///
    /// What the engine has thrown, or `undefined` if it has refused the request in silence.
    pub(crate) fn open(
        request: Request,
        sends_id: bool,
        max_unread: f64,
        client: Weak<dyn Client>,
    ) -> Result<Xhr, JsValue> {
        let xhr: StringXhr = XmlHttpRequest::new()?.unchecked_into();
        let xhr = Xhr(Rc::new_cyclic(|this| XhrRequest {
            recipient: Rc::new(Recipient::new(client)),
            text: ResponseText::new(xhr.clone()),
            xhr: RefCell::new(xhr),
            handlers: [
                handler(this, |request, _| request.text.has_changed()),
                handler(this, XhrRequest::on_progress),
                handler(this, |request, _| request.on_end(Ending::Loaded)),
                handler(this, |request, _| request.on_error()),
                handler(this, |request, _| request.on_end(Ending::Aborted)),
            ],
            this: Weak::clone(this),
            withholds_headers: Cell::new(false),
            redirect_check: RefCell::default(),
            refused_body: RefCell::default(),
            max_unread,
            loaded: Cell::default(),
            loaded_when_read: Cell::default(),
            // Deviation: a script cannot set the cache mode of an XMLHttpRequest. A header comes near it, but to
            // another origin it would cost a preflight, so that is left to the server's headers.
            passes_caches_by: Cell::new(url::is_own(&url::origin(&request.url()))),
            renewable: Cell::new(sends_id),
            request,
            reported: Cell::new(Reported::Nothing),
            ending: Cell::new(Ending::Open),
        }));
        if has_headers(&xhr.0.request) {
            let request = Weak::clone(&xhr.0.this);
            let answered = move |redirects| {
                if let Some(request) = request.upgrade() {
                    request.on_redirect_check(redirects);
                }
            };
            let check = check_redirect(&xhr.0.request, Box::new(answered));
            let checks = check.is_some();
            drop(xhr.0.redirect_check.replace(check));
            if checks {
                return Ok(xhr);
            }
        }
        xhr.0.send()?;
        Ok(xhr)
    }

    pub(crate) fn request(&self) -> Rc<XhrRequest> {
        Rc::clone(&self.0)
    }
}

impl Drop for Xhr {
    fn drop(&mut self) {
        self.0.recipient.disconnect();
        drop(self.0.redirect_check.take());
        // Else aborting would fire an event, at once.
        self.0.set_handlers(false);
        let refused_body = self.0.refused_body.take();
        if !refused_body.is_some_and(|body| body.release()) {
            drop(self.0.xhr().abort());
        }
    }
}

impl XhrRequest {
    fn xhr(&self) -> StringXhr {
        self.xhr.borrow().clone()
    }

    fn send(&self) -> Result<(), JsValue> {
        let xhr = &self.xhr();
        // React Native shows the text while it arrives only if this one is there by now.
        xhr.set_handler(&text(HANDLERS[1]), self.handlers[1].as_ref());
        send(&self.request, xhr, self.passes_caches_by.get(), self.withholds_headers.get())?;
        if xhr.ready_state() == DONE {
            return Err(JsValue::UNDEFINED);
        }
        self.set_handlers(true);
        Ok(())
    }

    fn decode_as_utf8(&self) -> Result<(), JsValue> {
        self.xhr().override_mime_type(&text("text/plain;charset=utf-8"))
    }

    /// Sets the handlers, or takes them off.
    fn set_handlers(&self, on: bool) {
        let (xhr, nothing) = (self.xhr(), &JsValue::NULL);
        for (name, handler) in HANDLERS.into_iter().zip(&self.handlers) {
            xhr.set_handler(&text(name), if on { handler.as_ref() } else { nothing });
        }
    }

    fn on_redirect_check(&self, redirects: bool) {
        let Some(client) = self.recipient.client() else { return };
        drop(self.redirect_check.take());
        self.withholds_headers.set(redirects);
        if let Err(reason) = self.send() {
            client.set_detail(reason);
            self.on_end(Ending::Failed);
            client.proceed();
        }
    }

    fn on_progress(&self, event: &JsValue) {
        self.text.has_progressed();
        let loaded = event.unchecked_ref::<ProgressEvent>().loaded().unwrap_or_default();
        self.loaded.set(loaded);
        if loaded - self.loaded_when_read.get() > self.max_unread
            && let Some(client) = self.recipient.client()
        {
            client.accept(Input::Unread);
        }
    }

    fn on_error(&self) {
        // A redirect to another origin may have been refused for the header alone that passes caches by.
        let again = self.reported.get() == Reported::Nothing
            && is_repeatable(&self.request)
            && self.passes_caches_by.replace(false);
        if !again || self.send_again().is_err() {
            self.on_end(Ending::Failed);
        }
    }

    /// By another XMLHttpRequest: WebKit fires no further event of one that is sent again in the handler of its `error`.
    fn send_again(&self) -> Result<(), JsValue> {
        self.set_handlers(false);
        let xhr: StringXhr = XmlHttpRequest::new()?.unchecked_into();
        self.text.restart(xhr.clone());
        drop(self.xhr.replace(xhr));
        self.send()
    }

    fn on_end(&self, ending: Ending) {
        self.text.has_changed();
        self.ending.set(ending);
    }

    /// Reports what comes next. Says whether there was anything.
    pub(crate) fn read(&self) -> bool {
        let Some(client) = self.recipient.client() else { return false };
        match self.reported.get() {
            Reported::Nothing => self.report_response(&*client) || self.report_end(&*client),
            Reported::Response => {
                self.reported.set(Reported::ByteOrderMark);
                client.accept(Input::Chunk(b"\xEF\xBB\xBF"));
                true
            }
            Reported::ByteOrderMark => self.report_text(&*client) || self.report_end(&*client),
            Reported::End => false,
        }
    }

    fn report_response(&self, client: &dyn Client) -> bool {
        let xhr = &self.xhr();
        let status = if xhr.ready_state() < HEADERS_RECEIVED { 0 } else { xhr.status().unwrap_or_default() };
        if status == 0 {
            return false;
        }
        self.reported.set(Reported::Response);
        let header = |name| xhr.get_response_header(&text(name)).ok().flatten();
        let content_type = header("Content-Type");
        let url = xhr.response_url().filter(|url| url.length() > 0);
        let origin = url::origin(url.as_ref().unwrap_or(&self.request.url()));
        self.renewable.set(self.renewable.get() || url::is_own(&origin));
        // Legacy: not before, because WebKit from before fetch says that this was the type. Internet Explorer 10 cannot, and
        // decodes as the type says.
        drop(self.decode_as_utf8());
        let body = RefusedBody::new(xhr);
        client.respond(&Answer {
            response: xhr,
            body: &body,
            status,
            content_type: &content_type.map(|it| bytes_of(&it)).unwrap_or_default(),
            // To another origin, an engine would report that a script may not see it.
            retry_after: if status == 200 { None } else { header("Retry-After") },
            origin: &origin,
        });
        drop(self.refused_body.replace(Some(body)));
        true
    }

    fn report_text(&self, client: &dyn Client) -> bool {
        let ending = self.ending.get();
        let is_open = ending == Ending::Open;
        if self.text.has_become_large() && is_open && self.renewable.get() {
            client.accept(Input::Exhausted);
            return true;
        }
        // Once it has failed, what an engine still shows of the text is not to be relied on.
        if matches!(ending, Ending::Failed | Ending::Aborted) || self.xhr().ready_state() < LOADING {
            return false;
        }
        let loaded = self.loaded.get();
        let Some(text) = self.text.read(is_open, &self.recipient) else { return false };
        self.loaded_when_read.set(loaded);
        client.accept(Input::Chunk(&JsBytes(encode(&text))));
        true
    }

    fn report_end(&self, client: &dyn Client) -> bool {
        let input = match self.ending.get() {
            Ending::Open => return false,
            Ending::Loaded => Input::EndOfBody,
            Ending::Failed => Input::NetworkError { futile: false },
            Ending::Aborted => Input::Aborted,
        };
        self.reported.set(Reported::End);
        client.accept(input);
        true
    }
}

fn handler(request: &Weak<XhrRequest>, happened: fn(&XhrRequest, &JsValue)) -> Handler {
    let request = Weak::clone(request);
    Closure::wrap(Box::new(move |event: JsValue| {
        if let Some(request) = request.upgrade() {
            happened(&request, &event);
            if let Some(client) = request.recipient.client() {
                // A mock may fire its events at once.
                if !is_trusted(&event) {
                    client.wait_for_next_task();
                }
                client.proceed();
            }
        }
    }) as Box<dyn Fn(JsValue)>)
}

/// In the order of [`XhrRequest::handlers`].
const HANDLERS: [&str; 5] = ["onreadystatechange", "onprogress", "onload", "onerror", "onabort"];

// The states of <https://xhr.spec.whatwg.org/#states>.
const HEADERS_RECEIVED: u16 = 2;
pub(super) const LOADING: u16 = 3;
const DONE: u16 = 4;
