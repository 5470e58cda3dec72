//! `XMLHttpRequest`, whose `responseText` is read while it grows, in readyState 3.
//!
//! Knows the request, its events and its end; how the text is read is known by [`super::response_text`].

use alloc::boxed::Box;
use alloc::rc::{Rc, Weak};
use core::cell::{Cell, RefCell};

use js_sys::{Function, JsString};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::XmlHttpRequest;

use super::response_text::ResponseText;
use super::{
    ACCEPT, CONTENT_TYPE, Client, EVENT_STREAM, JsChunk, LAST_EVENT_ID, Recipient, Request, bytes_of,
};
use crate::connection::Input;
use crate::page_lifecycle::is_trusted;
use crate::text_encoding::{encode, text};
use crate::url;

#[wasm_bindgen]
extern "C" {
    /// web-sys's methods copy their strings into Rust; these leave them where they are.
    #[wasm_bindgen(extends = XmlHttpRequest)]
    #[derive(Clone)]
    pub(super) type StringXhr;
    #[wasm_bindgen(method, catch)]
    fn open(this: &StringXhr, method: &JsString, url: &JsString) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = setRequestHeader)]
    fn set_request_header(this: &StringXhr, name: &JsString, value: &JsString) -> Result<(), JsValue>;
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

    #[wasm_bindgen(thread_local_v2, js_name = fetch)]
    static FETCH: Option<Function>;
}

/// A request under way. Dropping it aborts the request, without an event.
pub(crate) struct Xhr(Rc<XhrRequest>);

pub(crate) struct XhrRequest {
    recipient: Rc<Recipient>,
    xhr: RefCell<StringXhr>,
    handlers: [Handler; 5],
    text: ResponseText,
    request: Request,
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
    pub(crate) fn open(request: Request, client: Weak<dyn Client>) -> Result<Xhr, JsValue> {
        let xhr: StringXhr = XmlHttpRequest::new()?.unchecked_into();
        let xhr = Xhr(Rc::new_cyclic(|this| XhrRequest {
            recipient: Rc::new(Recipient::new(client)),
            text: ResponseText::new(xhr.clone()),
            xhr: RefCell::new(xhr),
            handlers: [
                handler(this, XhrRequest::on_ready_state_change),
                handler(this, XhrRequest::on_progress),
                handler(this, |request| request.on_end(Ending::Loaded)),
                handler(this, XhrRequest::on_error),
                handler(this, |request| request.on_end(Ending::Aborted)),
            ],
            // Deviation: a script cannot set the cache mode of an XMLHttpRequest. A header comes near it, but to
            // another origin it would cost a preflight, so that is left to the server's headers.
            passes_caches_by: Cell::new(url::is_own(&url::origin(&request.url))),
            renewable: Cell::new(request.last_event_id.is_some()),
            request,
            reported: Cell::new(Reported::Nothing),
            ending: Cell::new(Ending::Open),
        }));
        xhr.0.send()?;
        xhr.0.set_handlers(true);
        Ok(xhr)
    }

    pub(crate) fn request(&self) -> Rc<XhrRequest> {
        Rc::clone(&self.0)
    }
}

impl Drop for Xhr {
    fn drop(&mut self) {
        self.0.recipient.disconnect();
        // Else aborting would fire an event, at once.
        self.0.set_handlers(false);
        drop(self.0.xhr().abort());
    }
}

impl XhrRequest {
    fn xhr(&self) -> StringXhr {
        self.xhr.borrow().clone()
    }

    fn send(&self) -> Result<(), JsValue> {
        let xhr = &self.xhr();
        xhr.open(&text("GET"), &self.request.url)?;
        xhr.set_with_credentials(self.request.with_credentials);
        if FETCH.with(Option::is_some) {
            // React Native cannot, and decodes so in any case.
            drop(self.decode_as_utf8());
        }
        xhr.set_request_header(&text(ACCEPT), &text(EVENT_STREAM))?;
        if self.passes_caches_by.get() {
            xhr.set_request_header(&text("Cache-Control"), &text("no-cache"))?;
        }
        if let Some(id) = &self.request.last_event_id {
            xhr.set_request_header(&text(LAST_EVENT_ID), id)?;
        }
        // React Native shows the text while it arrives only if this one is there by now.
        xhr.set_handler(&text(HANDLERS[1]), self.handlers[1].as_ref());
        xhr.send()?;
        if xhr.ready_state() == DONE { Err(JsValue::UNDEFINED) } else { Ok(()) }
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

    fn on_ready_state_change(&self) {
        self.text.has_changed();
    }

    fn on_progress(&self) {
        self.text.has_progressed();
    }

    fn on_error(&self) {
        // A redirect to another origin may have been refused for the header alone that passes caches by.
        let again = self.reported.get() == Reported::Nothing && self.passes_caches_by.replace(false);
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
        self.send()?;
        self.set_handlers(true);
        Ok(())
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
        let content_type = xhr.get_response_header(&text(CONTENT_TYPE)).ok().flatten();
        let url = xhr.response_url().filter(|url| url.length() > 0);
        let origin = url::origin(url.as_ref().unwrap_or(&self.request.url));
        self.renewable.set(self.renewable.get() || url::is_own(&origin));
        // Legacy: not before, because WebKit from before fetch says that this was the type. Internet Explorer 10 cannot, and
        // decodes as the type says.
        drop(self.decode_as_utf8());
        client.set_origin(&origin);
        let content_type = &content_type.map(|it| bytes_of(&it)).unwrap_or_default();
        client.accept(Input::Response { status, content_type });
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
        let Some(text) = self.text.read(is_open, &self.recipient) else { return false };
        client.accept(Input::Chunk(&JsChunk(encode(&text))));
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

fn handler(request: &Weak<XhrRequest>, happened: fn(&XhrRequest)) -> Handler {
    let request = Weak::clone(request);
    Closure::wrap(Box::new(move |event: JsValue| {
        if let Some(request) = request.upgrade() {
            happened(&request);
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
