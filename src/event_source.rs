//! The core of an `EventSource`, as JavaScript has it: performs the connection's actions, and owns what is under way.
//!
//! Knows the browser through what it owns: a transport, a CORS probe, a timer, listeners. Not the grammar, not when to
//! reconnect: that is [`crate::connection`]'s. Arguments, and how an event looks, are those of `pkg/lib/event_source.js`.
//!
//! The page's code runs inside many a call here, and may do anything there, close the source included: no borrow is alive
//! across such a call. Dropping what is under way is such a call, too.

use alloc::boxed::Box;
use alloc::rc::{Rc, Weak};
use core::cell::RefCell;
use core::mem;

use gloo_timers::callback::Timeout;
use js_sys::JsString;
use wasm_bindgen::prelude::*;

pub use self::target::Target;
use crate::batch::{Converted, ForJavaScript};
use crate::connection::{Action, Connection, Input, ReadyState, Reason};
use crate::error_message::error_message;
use crate::page_lifecycle::PageLifecycle;
use crate::text_encoding::{byte_string, decode};
use crate::timer::after;
use crate::transport::body_reader::Reader;
use crate::transport::cors_probe::CorsProbe;
use crate::transport::fetch::Fetch;
use crate::transport::xhr::Xhr;
use crate::transport::{Body, Client, Request, Transport};
use crate::url;

mod target;

/// The core of one event source. It lives until the source is closed, whether or not JavaScript has it still.
#[wasm_bindgen]
pub struct EventSourceCore(Rc<Source>);

#[wasm_bindgen]
impl EventSourceCore {
    /// The [constructor](https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource), from step 8 on.
    /// What is not fetched, an `XMLHttpRequest` reads.
    #[wasm_bindgen(constructor)]
    pub fn new(target: Target, url: JsString, with_credentials: bool, uses_fetch: bool) -> EventSourceCore {
        let kind = if uses_fetch { Kind::Fetch } else { Kind::Xhr };
        let source = Source::new(url, with_credentials, kind, Connection::new(MAX_EVENT_SIZE));
        source.start(target);
        EventSourceCore(source)
    }

    /// A source of a stream that the page has got by itself, given by its reader, as
    /// [proposed for the standard](https://github.com/whatwg/html/pull/12272).
    #[wasm_bindgen(js_name = overStream)]
    pub fn over_stream(target: Target, url: JsString, reader: Reader) -> EventSourceCore {
        let connection = Connection::over_stream(MAX_EVENT_SIZE);
        let source = Source::new(url, false, Kind::Stream(RefCell::new(Some(reader))), connection);
        source.start(target);
        EventSourceCore(source)
    }

    /// The batch has been dispatched.
    pub fn dispatched(&self) {
        self.0.free_batch();
        self.0.proceed();
    }

    /// Closes the source for good.
    pub fn close(&self) {
        self.0.handle(Input::Close);
    }

    /// 0, 1 or 2, as the interface has it.
    #[wasm_bindgen(getter, js_name = readyState)]
    pub fn ready_state(&self) -> u8 {
        self.0.work.borrow().connection.ready_state() as u8
    }

    /// The last event ID string.
    #[wasm_bindgen(getter, js_name = lastEventId)]
    pub fn last_event_id(&self) -> JsString {
        self.0.last_event_id()
    }

    /// In milliseconds.
    #[wasm_bindgen(getter, js_name = reconnectionTime)]
    pub fn reconnection_time(&self) -> u32 {
        self.0.work.borrow().connection.reconnection_time()
    }
}

struct Source {
    this: Weak<Source>,
    url: JsString,
    with_credentials: bool,
    kind: Kind,
    work: RefCell<Work>,
    /// Until the source is closed.
    attachment: RefCell<Option<Rc<Attachment>>>,
}

/// Where the streams come from.
enum Kind {
    Fetch,
    Xhr,
    /// The reader, until it is read.
    Stream(RefCell<Option<Reader>>),
}

/// What changes.
struct Work {
    connection: Connection,
    under_way: UnderWay,
    /// Whether a batch is being dispatched: nothing is done before it is.
    dispatching: bool,
    /// Memory for batches.
    converted: Converted,
    /// What JavaScript alone knows of the reason for the next `error` event.
    detail: JsValue,
    /// While it runs, no handler does: see [`Client::wait_for_next_task`].
    next_task: Option<Timeout>,
}

/// What a source waits for. Dropping it cancels it.
enum UnderWay {
    Nothing,
    /// A request is being made, and the page's code may run.
    Opening,
    Request(Transport),
    CorsProbe(#[allow(dead_code)] CorsProbe),
    Wait(#[allow(dead_code)] Timeout),
}

/// What ties a source to its page: when it is closed, all of it is let go of, or nothing of it would ever be collected.
struct Attachment {
    target: Target,
    _lifecycle: PageLifecycle,
    _source: Rc<Source>,
}

/// What is to be done: decided while the state is borrowed, and done when it is not.
enum Step {
    Perform(Action),
    Detach,
    Read(Body),
    Rest,
}

impl Source {
    fn new(url: JsString, with_credentials: bool, kind: Kind, connection: Connection) -> Rc<Source> {
        Rc::new_cyclic(|this| Source {
            this: Weak::clone(this),
            url,
            with_credentials,
            kind,
            work: RefCell::new(Work {
                connection,
                under_way: UnderWay::Nothing,
                dispatching: false,
                converted: Converted::default(),
                detail: JsValue::UNDEFINED,
                next_task: None,
            }),
            attachment: RefCell::new(None),
        })
    }

    fn start(self: &Rc<Self>, target: Target) {
        let attachment =
            Attachment { target, _lifecycle: PageLifecycle::new(&self.client()), _source: Rc::clone(self) };
        self.attachment.replace(Some(Rc::new(attachment)));
        self.proceed();
    }

    fn client(&self) -> Weak<dyn Client> {
        Weak::clone(&self.this) as Weak<dyn Client>
    }

    fn attachment(&self) -> Option<Rc<Attachment>> {
        self.attachment.borrow().clone()
    }

    fn last_event_id(&self) -> JsString {
        let bytes = self.work.borrow().connection.last_event_id_bytes().to_vec();
        decode(&bytes)
    }

    fn handle(&self, input: Input<'_>) {
        self.accept(input);
        self.proceed();
    }

    fn next_step(&self) -> Step {
        let mut work = self.work.borrow_mut();
        if work.dispatching {
            return Step::Rest;
        }
        if work.next_task.is_some() && work.connection.next_action().is_some_and(Action::runs_handlers) {
            return Step::Rest;
        }
        if let Some(action) = work.connection.poll() {
            return Step::Perform(action);
        }
        match &work.under_way {
            UnderWay::Request(transport) => Step::Read(transport.body()),
            _ if work.connection.ready_state() == ReadyState::Closed => Step::Detach,
            _ => Step::Rest,
        }
    }

    fn perform(&self, action: Action) {
        match action {
            Action::Fetch => self.fetch(),
            Action::ProbeCors => self.probe_cors(),
            Action::Abort => drop(self.replace_under_way(UnderWay::Nothing)),
            Action::Wait { milliseconds } => self.wait(milliseconds, Input::ReconnectionTimeElapsed),
            Action::FireOpen => self.with_target(Target::fire_open),
            Action::DispatchMessages => self.dispatch_messages(),
            Action::FireError => self.fire_error(),
        }
    }

    fn with_target(&self, use_target: impl FnOnce(&Target)) {
        if let Some(attachment) = self.attachment() {
            use_target(&attachment.target);
        }
    }

    /// What was under way before is given to the caller, who drops it when nothing is borrowed.
    fn replace_under_way(&self, under_way: UnderWay) -> UnderWay {
        mem::replace(&mut self.work.borrow_mut().under_way, under_way)
    }

    fn fire_error(&self) {
        let mut work = self.work.borrow_mut();
        let (reason, detail) = (work.connection.reason(), mem::take(&mut work.detail));
        drop(work);
        let message = error_message(reason, &detail);
        self.with_target(|target| target.fire_error(&message, &detail));
    }

    fn replace_next_task(&self, next_task: Option<Timeout>) -> Option<Timeout> {
        mem::replace(&mut self.work.borrow_mut().next_task, next_task)
    }

    fn fetch(&self) {
        drop(self.replace_under_way(UnderWay::Opening));
        let opened = match &self.kind {
            Kind::Stream(reader) => {
                let reader = reader.take().ok_or(JsValue::UNDEFINED);
                let url = self.url.clone();
                reader.map(|reader| Transport::Fetch(Fetch::over_stream(url, reader, self.client())))
            }
            _ if !url::is_fetchable(&self.url) => Err(JsValue::UNDEFINED),
            Kind::Fetch => Fetch::open(&self.request(), self.client()).map(Transport::Fetch),
            Kind::Xhr => Xhr::open(self.request(), self.client()).map(Transport::Xhr),
        };
        match opened {
            Ok(transport) => self.keep(UnderWay::Request(transport)),
            // Nobody can make such a request, now or later. The page is to have the object before it has the error.
            Err(reason) => {
                self.set_detail(reason);
                self.wait(0, Input::NetworkError { futile: true });
            }
        }
    }

    fn probe_cors(&self) {
        drop(self.replace_under_way(UnderWay::Opening));
        // CORS cannot refuse a request to the page's own origin (but a redirect of the first one to another origin), nor
        // where there is no page.
        let is_first = self.work.borrow().connection.is_first_request();
        let probe = (url::is_foreign(&self.url) || is_first && url::has_own_origin())
            .then(|| CorsProbe::open(self.url.clone(), self.with_credentials, self.client()).ok())
            .flatten();
        match probe {
            Some(probe) => self.keep(UnderWay::CorsProbe(probe)),
            None => self.accept(Input::CorsProbed { refused: false }),
        }
    }

    fn request(&self) -> Request {
        let sends_id = self.work.borrow().connection.sends_last_event_id();
        Request {
            url: self.url.clone(),
            with_credentials: self.with_credentials,
            last_event_id: sends_id.then(|| byte_string(&self.last_event_id())),
        }
    }

    /// Keeps what has been opened, unless the page's code has ended that meanwhile.
    fn keep(&self, opened: UnderWay) {
        let mut work = self.work.borrow_mut();
        let other = match work.under_way {
            UnderWay::Opening => mem::replace(&mut work.under_way, opened),
            _ => opened,
        };
        drop(work);
        drop(other);
    }

    fn wait(&self, milliseconds: u32, input: Input<'static>) {
        let client = Weak::clone(&self.this);
        let callback = move || {
            if let Some(source) = client.upgrade() {
                source.handle(input);
            }
        };
        let timeout = after(milliseconds, Box::new(callback));
        drop(self.replace_under_way(UnderWay::Wait(timeout)));
    }

    /// The batch stays where it is in memory until the next chunk is read, which is not before it is dispatched.
    fn dispatch_messages(&self) {
        let Some(attachment) = self.attachment() else { return };
        let mut work = self.work.borrow_mut();
        work.dispatching = true;
        let Work { connection, converted, .. } = &mut *work;
        let ForJavaScript { text, table, raw_text, raw_table } = connection.batch().for_javascript(converted);
        let (text, length) = (text.as_ptr(), text.len());
        let (table, table_length) = (table.as_ptr(), table.len());
        let (raw_text, raw_table) = (raw_text.as_ptr(), raw_table.as_ptr());
        drop(work);
        attachment.target.dispatch_messages(text, length, table, table_length, raw_text, raw_table);
    }

    fn free_batch(&self) {
        let mut work = self.work.borrow_mut();
        work.dispatching = false;
        work.connection.free_batch();
        work.converted.free();
    }

    fn cancel_messages(&self) {
        if mem::take(&mut self.work.borrow_mut().dispatching) {
            self.with_target(Target::cancel_messages);
        }
    }

    fn detach(&self) {
        let attachment = self.attachment.take();
        let mut work = self.work.borrow_mut();
        let (converted, next_task) = (mem::take(&mut work.converted), work.next_task.take());
        drop(work);
        drop((attachment, converted, next_task));
    }
}

impl Client for Source {
    fn set_origin(&self, origin: &JsString) {
        self.with_target(|target| target.set_origin(origin));
    }

    fn wait_for_next_task(&self) {
        if self.work.borrow().next_task.is_some() {
            return;
        }
        let source = Weak::clone(&self.this);
        let callback = move || {
            if let Some(source) = source.upgrade() {
                drop(source.replace_next_task(None));
                source.proceed();
            }
        };
        drop(self.replace_next_task(Some(after(0, Box::new(callback)))));
    }

    fn set_detail(&self, detail: JsValue) {
        // What was there before may be anything: it is dropped when nothing is borrowed.
        let before = mem::replace(&mut self.work.borrow_mut().detail, detail);
        drop(before);
    }

    fn accept(&self, input: Input<'_>) {
        if matches!(input, Input::Close | Input::Suspend) {
            self.cancel_messages();
        }
        self.work.borrow_mut().connection.handle(input);
        if let Input::Response { content_type, .. } = input
            && self.work.borrow().connection.reason() == Reason::ContentType
        {
            self.set_detail(decode(content_type).into());
        }
    }

    fn proceed(&self) {
        loop {
            match self.next_step() {
                Step::Perform(action) => self.perform(action),
                Step::Read(body) => {
                    if !body.read() {
                        return;
                    }
                }
                Step::Detach => return self.detach(),
                Step::Rest => return,
            }
        }
    }
}

/// What an unfinished event may take, in bytes. The standard knows no bound, but a page has one.
const MAX_EVENT_SIZE: usize = 64 << 20;
