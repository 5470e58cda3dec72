//! The core of an `EventSource`, as JavaScript has it: performs the connection's actions, and owns what is under way.
//!
//! Knows the browser through what it owns: a transport, a CORS probe, timers, listeners. Not the grammar, not when to
//! reconnect: that is [`crate::connection`]'s. Arguments, and how an event looks, are those of `pkg/lib/event_source.js`.
//!
//! The page's code runs inside many a call here, and may do anything there, close the source included: no borrow is alive
//! across such a call. Dropping what is under way is such a call, too.

use alloc::boxed::Box;
use alloc::rc::{Rc, Weak};
use core::cell::{Cell, RefCell};
use core::mem;

use gloo_timers::callback::Timeout;
use js_sys::{Date, JsString, Math};
use wasm_bindgen::prelude::*;

use self::heartbeat::Heartbeat;
pub use self::options::Options;
use self::options::Settings;
use self::policy_violation::listen_to_policy_violations;
pub use self::target::Target;
use crate::batch::Converted;
use crate::connection::{Action, Connection, Input, Moment, ReadyState, Reason};
use crate::global_listener::GlobalListener;
use crate::js_bytes::bytes_of;
use crate::page_lifecycle::PageLifecycle;
use crate::promise::PromiseWaiter;
use crate::text_encoding::{decode, text};
use crate::timer::after;
use crate::transport::body_reader::Reader;
use crate::transport::inquiry::Inquiry;
use crate::transport::request::Request;
use crate::transport::{Answer, Body, Client, Transport};
use crate::url;

mod events;
mod heartbeat;
mod options;
mod policy_violation;
mod requests;
mod target;

/// The core of one event source. It lives until the source is closed, whether or not JavaScript has it still.
#[wasm_bindgen]
pub struct EventSourceCore(Rc<Source>);

#[wasm_bindgen]
impl EventSourceCore {
    /// The [constructor](https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource), from step 8 on.
    /// What is not fetched, an `XMLHttpRequest` reads.
    #[wasm_bindgen(constructor)]
    pub fn new(target: Target, url: JsString, uses_fetch: bool, options: Options) -> EventSourceCore {
        let kind = if uses_fetch { Kind::Fetch } else { Kind::Xhr };
        let connection = Connection::new(options.max_buffer_size() as usize)
            .with_policy(options.retry_policy(), &bytes_of(&options.last_event_id()));
        EventSourceCore(Source::start(target, url, kind, options, connection))
    }

    /// A source of a stream that the page has got by itself, given by its reader, as
    /// [proposed for the standard](https://github.com/whatwg/html/pull/12272).
    #[wasm_bindgen(js_name = overStream)]
    pub fn over_stream(target: Target, url: JsString, reader: Reader, options: Options) -> EventSourceCore {
        let connection = Connection::over_stream(options.max_buffer_size() as usize);
        let kind = Kind::Stream(RefCell::new(Some(reader)));
        EventSourceCore(Source::start(target, url, kind, options, connection))
    }

    /// The batch has been dispatched.
    pub fn dispatched(&self) {
        self.0.free_batch();
        self.0.proceed();
    }

    /// Gives the connection up, and makes another one at once.
    pub fn reconnect(&self) {
        self.0.handle(Input::Reconnect);
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
    kind: Kind,
    settings: Settings,
    heartbeat: Heartbeat,
    /// How many requests there have been.
    requests: Cell<u32>,
    /// The last one.
    request: RefCell<Option<Request>>,
    /// Whether the last response came from another origin than the page's, perhaps by a redirect.
    is_answered_elsewhere: Cell<bool>,
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
    /// The last response, as [`Answer`] has it, for the next event.
    response: JsValue,
    body: JsValue,
    /// While it runs, no handler does: see [`Client::wait_for_next_task`].
    next_task: Option<Timeout>,
}

/// What a source waits for. Dropping it cancels it.
enum UnderWay {
    Nothing,
    /// A request is being made, and the page's code may run.
    Opening,
    /// The page is asked for the request.
    Preparing(#[allow(dead_code)] PromiseWaiter),
    Request(Transport),
    CorsProbe(#[allow(dead_code)] Inquiry),
    Wait(#[allow(dead_code)] Timeout),
}

/// What ties a source to its page: when it is closed, all of it is let go of, or nothing of it would ever be collected.
struct Attachment {
    target: Target,
    _lifecycle: PageLifecycle,
    _policy_violations: GlobalListener,
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
    #[inline(never)]
    fn start(
        target: Target,
        url: JsString,
        kind: Kind,
        options: Options,
        connection: Connection,
    ) -> Rc<Source> {
        let hurries = options.retry_policy().max_reconnection_time > 0;
        let source = Rc::new_cyclic(|this| Source {
            this: Weak::clone(this),
            url,
            kind,
            heartbeat: Heartbeat::new(options.heartbeat_timeout()),
            settings: options.settings(),
            requests: Cell::new(0),
            request: RefCell::new(None),
            is_answered_elsewhere: Cell::new(false),
            work: RefCell::new(Work {
                connection,
                under_way: UnderWay::Nothing,
                dispatching: false,
                converted: Converted::default(),
                detail: JsValue::UNDEFINED,
                response: JsValue::UNDEFINED,
                body: JsValue::UNDEFINED,
                next_task: None,
            }),
            attachment: RefCell::new(None),
        });
        let attachment = Attachment {
            target,
            _lifecycle: PageLifecycle::new(&source.client(), hurries),
            _policy_violations: listen_to_policy_violations(&source.this),
            _source: Rc::clone(&source),
        };
        source.attachment.replace(Some(Rc::new(attachment)));
        source.proceed();
        source
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
            Action::FireOpen => self.fire_open(),
            Action::DispatchMessages => self.dispatch_messages(),
            Action::FireError => self.fire_error(),
        }
    }

    fn replace_next_task(&self, next_task: Option<Timeout>) -> Option<Timeout> {
        mem::replace(&mut self.work.borrow_mut().next_task, next_task)
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

    /// The time of the option `heartbeatTimeout` may be over.
    fn on_heartbeat_timer(&self) {
        let work = self.work.borrow();
        let is_reading = matches!(work.under_way, UnderWay::Preparing(_) | UnderWay::Request(_));
        let waits_for_page = work.dispatching || work.next_task.is_some();
        drop(work);
        if !is_reading {
            return;
        }
        if waits_for_page {
            // It is the page that is slow.
            self.heartbeat.beat();
        }
        if self.heartbeat.rest() == 0 {
            self.handle(Input::Silent);
        } else {
            self.heartbeat.set_timer(&self.this);
        }
    }

    fn free_batch(&self) {
        let mut work = self.work.borrow_mut();
        work.dispatching = false;
        work.connection.free_batch();
        work.converted.free();
    }

    /// Of the last request.
    fn request_url(&self) -> JsString {
        self.request.borrow().as_ref().map_or_else(|| self.url.clone(), Request::url)
    }

    fn is_mixed_content(&self) -> bool {
        self.work.borrow().connection.is_first_request() && url::is_mixed_content(&self.request_url())
    }

    fn detach(&self) {
        let attachment = self.attachment.take();
        let mut work = self.work.borrow_mut();
        let (converted, next_task) = (mem::take(&mut work.converted), work.next_task.take());
        let response = (mem::take(&mut work.response), mem::take(&mut work.body));
        drop(work);
        self.heartbeat.stop();
        drop((attachment, self.request.take(), converted, next_task, response));
    }
}

impl Client for Source {
    fn respond(&self, answer: &Answer<'_>) {
        self.heartbeat.beat();
        self.with_target(|target| target.set_origin(answer.origin));
        self.is_answered_elsewhere.set(url::has_own_origin() && !url::is_own(answer.origin));
        let mut work = self.work.borrow_mut();
        let response = mem::replace(&mut work.response, answer.response.clone());
        let body = mem::replace(&mut work.body, answer.body.clone());
        drop(work);
        drop((response, body));
        let request = self.requests.get();
        let retry = self.retry(answer);
        if request != self.requests.get() {
            // The page's function has made another one.
            return;
        }
        let (status, content_type) = (answer.status, answer.content_type);
        self.accept(Input::Response { status, content_type, retry });
        let work = self.work.borrow();
        let is_unexplained = work.connection.reason() == Reason::ContentType && work.detail.is_undefined();
        drop(work);
        if is_unexplained {
            self.set_detail(decode(content_type).into());
        }
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
        let mut input = input;
        match input {
            Input::Chunk(_) => self.heartbeat.beat(),
            // Only while the page is slow: what has come in one burst is read in a moment.
            Input::Unread if !self.work.borrow().dispatching => return,
            Input::Close | Input::Suspend | Input::Reconnect | Input::Unread => self.cancel_messages(),
            Input::NetworkError { futile: false } if self.is_mixed_content() => {
                self.set_detail(text("a page of HTTPS cannot fetch from a server of HTTP").into());
                input = Input::NetworkError { futile: true };
            }
            _ => {}
        }
        let mut work = self.work.borrow_mut();
        if !matches!(input, Input::Chunk(_)) {
            work.connection.set_moment(Moment { now: Date::now(), random: Math::random() });
        }
        work.connection.handle(input);
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
