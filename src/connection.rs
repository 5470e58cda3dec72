//! The [processing model](https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model) of an event
//! source as a state machine: the host passes what happens to [`handle`](Connection::handle), and gets what to do from
//! [`poll`](Connection::poll).
//!
//! Knows the standard's algorithms. Must not know clocks, random numbers, callbacks or browsers.
//!
//! The contract: the host performs all actions, in their order, before the next input. Only `Close`, `Suspend`, `Reconnect`,
//! `Unread` and a futile network error may come between two actions. The host says by [`set_moment`](Connection::set_moment) when an input happens.
//!
//! | phase \ input | response ok | response bad | chunk | end of body | network error | CORS probed | time elapsed |
//! |---|---|---|---|---|---|---|---|
//! | fetching (CONNECTING) | announce | fail | – | reestablish | probe CORS | – | – |
//! | probing CORS (CONNECTING) | – | – | – | – | – | refused: fail; else reestablish | – |
//! | open (OPEN) | – | – | messages | reestablish | reestablish | – | – |
//! | renewing (OPEN) | continue | fail | – | reestablish | reestablish | – | – |
//! | waiting (CONNECTING) | – | – | – | – | – | – | fetch |
//!
//! In addition:
//!
//! - `Exhausted`: an open connection makes a new request, if another one can continue the stream. The page does not notice.
//! - `Aborted` and a futile network error: a connection with a request fails.
//! - A connection fails only at the second refusal in a row, or at the third if there is a last event ID: see
//!   `connection/refusal.rs`.
//! - A connection over a stream that the page provides fails where another one would reestablish.
//! - A response that is bad reestablishes if the page wants it so ([`Retry::Later`]), and a 401 fetches once more if the page
//!   makes its headers anew for each attempt.
//! - Where the page's [`RetryPolicy`] allows no further attempt, a connection fails instead of reestablishing.
//! - `Silent` and `PreparationFailed`: a connection with a request reestablishes. `Unread`: it fails.
//! - `Reconnect`: every phase but suspended and closed fetches at once.
//! - `Suspend`: every phase but closed. A suspended connection fetches on `Resume`.
//! - `Online`: a waiting connection fetches.
//! - `Close`: every phase. A closed connection ignores all inputs.

use alloc::borrow::Cow;

pub use self::action::Action;
pub use self::input::{Input, Retry};
pub use self::reason::Reason;
use self::refusal::Refusals;
use self::resumption::Resumption;
use self::retry::Retries;
pub use self::retry::{BURST, INTERVAL, Moment, Outcome, RetryPolicy, STEADY};
use crate::batch::Batch;
use crate::content_type::is_event_stream;
use crate::parser::{EventTooLarge, Parser};

mod action;
mod input;
mod reason;
mod refusal;
mod resumption;
mod retry;
mod transitions;

/// [`readyState`](https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource-readystate).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadyState {
    /// The connection is not established yet, or it is being reestablished.
    Connecting = 0,
    /// The connection is open, and messages are dispatched.
    Open = 1,
    /// The connection is closed for good.
    Closed = 2,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Fetching,
    ProbingCors,
    Open,
    /// Open, but a new request is being made that continues the stream.
    Renewing,
    Waiting,
    /// The page is in the back/forward cache.
    Suspended {
        /// Whether an `error` event is to be fired on return.
        error_due: bool,
    },
    Closed,
}

/// An event source without its requests, its timer and its listeners.
#[derive(Debug)]
pub struct Connection {
    phase: Phase,
    parser: Parser,
    retries: Retries,
    moment: Moment,
    outcome: Outcome,
    /// Whether it is the server that wants it to be so late.
    delayed_by_server: bool,
    /// The next actions in their order. There are never more than three.
    actions: [Option<Action>; 3],
    /// An event was too large: the connection fails when the messages before that event are dispatched.
    too_large: Option<EventTooLarge>,
    refusals: Refusals,
    reason: Reason,
    resumption: Resumption,
    /// Whether there is a server that can be asked again.
    reconnects: bool,
}

impl Connection {
    /// Creates a connection whose first action is [`Fetch`](Action::Fetch). `limit` bounds the size of an unfinished
    /// event in bytes.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Connection {
            phase: Phase::Fetching,
            parser: Parser::new(limit),
            retries: Retries::new(RetryPolicy::default()),
            moment: Moment::default(),
            outcome: Outcome::default(),
            delayed_by_server: false,
            actions: [Some(Action::Fetch), None, None],
            too_large: None,
            refusals: Refusals::default(),
            reason: Reason::default(),
            resumption: Resumption::default(),
            reconnects: true,
        }
    }

    /// Creates a connection over a stream that the page provides, as in the
    /// [proposal](https://github.com/whatwg/html/pull/12272) of `fromReadableStream`. The end of the stream and every
    /// error fail it. The back/forward cache does not suspend it.
    #[must_use]
    pub fn over_stream(limit: usize) -> Self {
        Connection { reconnects: false, ..Connection::new(limit) }
    }

    /// The same connection with what the page has chosen. `last_event_id` is the ID to begin with, without NUL, LF and CR.
    #[must_use]
    pub fn with_policy(self, policy: RetryPolicy, last_event_id: &[u8]) -> Self {
        let mut connection = Connection { retries: Retries::new(policy), ..self };
        if !last_event_id.is_empty() {
            let fields = [b"id: ", last_event_id, b"\n\n"].concat();
            connection.too_large = connection.parser.feed(&fields).err();
            connection.parser.restart();
        }
        connection
    }

    /// Tells when the inputs that follow happen.
    pub fn set_moment(&mut self, moment: Moment) {
        self.moment = moment;
    }

    /// Processes an input.
    pub fn handle(&mut self, input: Input<'_>) {
        match (self.phase, input) {
            (Phase::Closed, Input::Close) => self.suppress_the_error(),
            (Phase::Closed, _) => {}
            (_, Input::Close) => self.close(),
            (_, Input::Suspend) => self.suspend(),
            (Phase::Suspended { error_due }, Input::Resume) => self.resume(error_due),
            (Phase::Suspended { .. }, _) => {}
            (_, Input::Reconnect) if self.reconnects => self.reconnect(),
            (_, Input::Unread) => self.fail_the_connection(Reason::Unread),
            // The connection is about to fail.
            _ if self.too_large.is_some() => {}
            (Phase::Waiting, Input::ReconnectionTimeElapsed) => {
                self.retries.attempted(self.moment);
                self.enter(Phase::Fetching, Action::Fetch);
            }
            // Not before the wait has begun: the error event comes first.
            (Phase::Waiting, Input::Online)
                if self.has_no_action() && !self.delayed_by_server && self.retries.may_hurry(self.moment) =>
            {
                self.push(Action::Abort);
                self.enter(Phase::Fetching, Action::Fetch);
            }
            (Phase::ProbingCors, Input::CorsProbed { refused }) => self.process_cors_probe(refused),
            (Phase::Open, Input::Chunk(chunk)) => self.interpret(chunk),
            (Phase::Open, Input::Exhausted) => self.renew(),
            (Phase::ProbingCors, Input::NetworkError { futile: true }) => {
                self.fail_the_connection(Reason::Refused);
            }
            // The engine says so a little late.
            (Phase::Waiting, Input::NetworkError { futile: true }) if self.is_due(Action::FireError) => {
                self.fail(Reason::Refused, Outcome::Failed);
            }
            (Phase::Fetching | Phase::Renewing, Input::Response { status, content_type, retry }) => {
                self.process_response(status, content_type, retry);
            }
            (Phase::Fetching | Phase::Renewing, Input::PreparationFailed { futile: true }) => {
                self.fail_the_connection(Reason::Preparation);
            }
            (Phase::Fetching | Phase::Renewing, Input::PreparationFailed { futile: false }) => {
                self.reestablish_the_connection(Reason::Preparation, None);
            }
            (Phase::Fetching | Phase::Open | Phase::Renewing, Input::Silent) if self.reconnects => {
                self.refusals.interrupt();
                self.push(Action::Abort);
                self.reestablish_the_connection(Reason::Silence, None);
            }
            (
                Phase::Fetching | Phase::Open | Phase::Renewing,
                Input::EndOfBody | Input::NetworkError { .. } | Input::Aborted,
            ) => self.process_end_of_request(input),
            _ => {}
        }
    }

    /// Returns the next action, or `None` until the next input.
    pub fn poll(&mut self) -> Option<Action> {
        if self.has_no_action() {
            let EventTooLarge { limit } = self.too_large.take()?;
            self.fail_the_connection(Reason::EventTooLarge { limit });
        }
        let [action, second, third] = self.actions;
        self.actions = [second, third, None];
        action
    }

    /// Whether [`poll`](Connection::poll) would return `None`.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.has_no_action() && self.too_large.is_none()
    }

    /// The ready state.
    #[must_use]
    pub fn ready_state(&self) -> ReadyState {
        match self.phase {
            Phase::Open | Phase::Renewing => ReadyState::Open,
            Phase::Closed => ReadyState::Closed,
            _ => ReadyState::Connecting,
        }
    }

    /// The last event ID string. Unless it is empty, it is the value of `Last-Event-ID` in the next request.
    #[must_use]
    pub fn last_event_id(&self) -> Cow<'_, str> {
        self.parser.last_event_id()
    }

    /// The last event ID string as it arrived. It may not be valid UTF-8.
    #[must_use]
    pub fn last_event_id_bytes(&self) -> &[u8] {
        self.parser.last_event_id_bytes()
    }

    /// The [reconnection time](https://html.spec.whatwg.org/multipage/server-sent-events.html#concept-event-stream-reconnection-time)
    /// in milliseconds.
    #[must_use]
    pub fn reconnection_time(&self) -> u32 {
        self.retries.reconnection_time()
    }

    /// What follows the `error` event that is fired next, or was fired last.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// Whether a 401 would be followed by another attempt at once, with other headers.
    #[must_use]
    pub fn may_renew_headers(&self) -> bool {
        self.retries.may_renew_headers()
    }

    /// How many attempts have failed one after the other, since a connection has stood for [`STEADY`].
    #[must_use]
    pub fn failed_attempts(&self) -> u32 {
        self.retries.failed()
    }

    /// Whether no attempt has ended yet: the request is the first one, whatever had to be repeated of it.
    #[must_use]
    pub fn is_first_attempt(&self) -> bool {
        self.retries.are_yet_to_come()
    }

    /// Whether a response with this status and `Content-Type` is one of an event stream.
    #[must_use]
    pub fn accepts(status: u16, content_type: &[u8]) -> bool {
        status == 200 && is_event_stream(content_type)
    }

    /// Whether the next request has the header `Last-Event-ID`: there is an ID, and the server is not known to refuse it.
    #[must_use]
    pub fn sends_last_event_id(&self) -> bool {
        !self.last_event_id_bytes().is_empty() && self.refusals.sends_last_event_id()
    }

    /// Whether no request of the source has had an outcome yet, other than refusals.
    #[must_use]
    pub fn is_first_request(&self) -> bool {
        self.refusals.are_of_the_first_request()
    }

    /// The reason for the `error` event that is fired next, or was fired last.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.reason
    }

    /// The next action, which [`poll`](Connection::poll) would return.
    #[must_use]
    pub fn next_action(&self) -> Option<Action> {
        self.actions[0]
    }

    /// The messages of the last chunk.
    #[must_use]
    pub fn batch(&self) -> Batch<'_> {
        self.parser.batch()
    }

    /// The messages of the last chunk have been dispatched: frees what only they needed.
    pub fn free_batch(&mut self) {
        self.parser.free_batch();
    }

    fn enter(&mut self, phase: Phase, action: Action) {
        self.phase = phase;
        self.push(action);
    }

    #[inline(never)]
    fn push(&mut self, action: Action) {
        let free = self.actions.iter_mut().find(|action| action.is_none());
        debug_assert!(free.is_some(), "an action is lost");
        if let Some(free) = free {
            *free = Some(action);
        }
    }

    fn is_due(&self, action: Action) -> bool {
        self.actions.contains(&Some(action))
    }

    fn has_no_action(&self) -> bool {
        matches!(self.actions, [None, ..])
    }

    fn drop_actions(&mut self) {
        self.actions = [None; 3];
    }
}
