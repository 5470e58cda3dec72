//! How a source makes its requests.
//!
//! Knows the options, transports and the CORS probe. Must not know when a request is due, nor what follows from its outcome.

use core::mem;

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

use super::{Kind, Source, UnderWay};
use crate::connection::Input;
use crate::promise::{PromiseWaiter, Settled, Waiting};
use crate::text_encoding::{byte_string, text};
use crate::transport::cors_probe::probe_cors;
use crate::transport::fetch::Fetch;
use crate::transport::request::Request;
use crate::transport::xhr::Xhr;
use crate::transport::{Client, Transport};
use crate::url;

impl Source {
    /// Asks the page for the request, and makes it: at once if the page answers at once.
    pub(super) fn fetch(&self) {
        drop(self.replace_under_way(UnderWay::Opening));
        drop(self.forget_response());
        self.requests.set(self.requests.get() + 1);
        self.heartbeat.start(&self.this);
        if let Kind::Stream(reader) = &self.kind {
            let reader = reader.take().ok_or(JsValue::UNDEFINED);
            return self.open(reader.map(|it| Transport::Fetch(Fetch::over_stream(it, self.client()))));
        }
        if !url::is_fetchable(&self.url) {
            return self.open(Err(JsValue::UNDEFINED));
        }
        let waiter = PromiseWaiter::new(self.this.clone() as alloc::rc::Weak<dyn Waiting>);
        let (prepared, failed) = waiter.reactions();
        let is_first = self.work.borrow().connection.is_first_attempt();
        waiter.expect();
        let last_event_id = self.last_event_id();
        self.with_target(|target| target.prepare(is_first, &last_event_id, prepared, failed));
        self.keep(UnderWay::Preparing(waiter));
    }

    fn open(&self, opened: Result<Transport, JsValue>) {
        match opened {
            Ok(transport) => self.keep(UnderWay::Request(transport)),
            // Such a request cannot be made, now or later. The page is to have the object before it has the error.
            Err(reason) => {
                self.set_detail(reason);
                let futile = !self.settings.has_own_fetch;
                self.wait(0, Input::NetworkError { futile });
            }
        }
    }

    /// Makes a request that the page has given.
    fn open_prepared(&self, request: Request) {
        drop(self.replace_under_way(UnderWay::Opening));
        // To another origin, the header would cost a preflight.
        let is_in_query = self.settings.sends_id_in_query && self.leads_elsewhere(&request);
        let sends_id = self.work.borrow().connection.sends_last_event_id();
        if sends_id && !is_in_query {
            request.set_last_event_id(&byte_string(&self.last_event_id()));
        }
        drop(self.request.replace(Some(request.clone())));
        let max_unread = self.settings.max_buffer_size.into();
        self.open(match self.kind {
            Kind::Xhr => Xhr::open(request, sends_id, max_unread, self.client()).map(Transport::Xhr),
            _ => Fetch::open(&request, self.client()).map(Transport::Fetch),
        });
    }

    pub(super) fn probe_cors(&self) {
        drop(self.replace_under_way(UnderWay::Opening));
        // CORS cannot refuse a request to the page's own origin (but a redirect of the first one to another origin), nor
        // where there is no page. The page's own `fetch` need not ask the network at all.
        let is_first = self.work.borrow().connection.is_first_request();
        let request = self.request.borrow().clone().filter(|request| {
            let is_possible = self.leads_elsewhere(request) || is_first && url::has_own_origin();
            is_possible && !self.settings.has_own_fetch
        });
        match request.and_then(|request| probe_cors(&request, self.client()).ok()) {
            Some(probe) => self.keep(UnderWay::CorsProbe(probe)),
            None => self.accept(Input::CorsProbed { refused: false }),
        }
    }

    /// Whether a request is for another origin, at first or, as far as the response before tells, by a redirect.
    fn leads_elsewhere(&self, request: &Request) -> bool {
        url::is_foreign(&request.url()) || self.is_answered_elsewhere.get()
    }

    /// What an `error` event would say of the request before. It is given to the caller as what was under way is.
    fn forget_response(&self) -> [JsValue; 3] {
        let mut work = self.work.borrow_mut();
        [mem::take(&mut work.response), mem::take(&mut work.body), mem::take(&mut work.detail)]
    }

    /// What was under way before is given to the caller, who drops it when nothing is borrowed.
    pub(super) fn replace_under_way(&self, under_way: UnderWay) -> UnderWay {
        mem::replace(&mut self.work.borrow_mut().under_way, under_way)
    }

    /// Keeps what has been opened, unless the page's code has ended that meanwhile, or gone on from it.
    fn keep(&self, opened: UnderWay) {
        let mut work = self.work.borrow_mut();
        let other = match work.under_way {
            UnderWay::Opening => mem::replace(&mut work.under_way, opened),
            _ => opened,
        };
        drop(work);
        drop(other);
    }
}

/// For the request from the page.
impl Waiting for Source {
    fn settle(&self, settled: Settled) {
        // The page's function may have closed the source, or made it go on.
        let is_due = matches!(self.work.borrow().under_way, UnderWay::Opening | UnderWay::Preparing(_));
        if !is_due {
            return;
        }
        match settled {
            Settled::Fulfilled(prepared) if prepared.is_undefined() => {
                self.fail_preparation(text("resume has given none").into(), true);
            }
            Settled::Fulfilled(prepared) => self.open_prepared(prepared.unchecked_into()),
            Settled::Rejected(reason) => self.fail_preparation(reason, false),
            Settled::FulfilledWithNumber(_) => {}
        }
        self.proceed();
    }
}

impl Source {
    fn fail_preparation(&self, reason: JsValue, futile: bool) {
        drop(self.replace_under_way(UnderWay::Nothing));
        self.set_detail(reason);
        // The page is to have the object before it has the error.
        self.wait_for_next_task();
        self.accept(Input::PreparationFailed { futile });
    }
}
