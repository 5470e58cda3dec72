//! The event source of [HTML § 9.2.3](https://html.spec.whatwg.org/multipage/server-sent-events.html#sse-processing-model)
//! as a machine: what happened goes in by [`handle`](Connection::handle), what is to be done comes out by
//! [`poll`](Connection::poll).
//!
//! Knows the standard's algorithms; no clock, no callback, no browser. Whoever owns those performs the
//! actions, in their order, before the next input; only `Close` and `Suspend` may come between two of them.
//!
//! | phase \ input | response ok | response bad | chunk | end of body | network error | probed | time elapsed |
//! |---|---|---|---|---|---|---|---|
//! | fetching (CONNECTING) | announce | fail | – | reestablish | probe | – | – |
//! | probing (CONNECTING) | – | – | – | – | – | refused: fail; else reestablish | – |
//! | open (OPEN) | – | – | messages | reestablish | reestablish | – | – |
//! | renewing (OPEN) | go on | fail | – | reestablish | reestablish | – | – |
//! | waiting (CONNECTING) | – | – | – | – | – | – | fetch |
//!
//! What is open renews its request when its transport is `Exhausted`, if it can be resumed: the page is told nothing.
//!
//! In each of these phases `Close` closes and `Suspend` suspends; what is suspended fetches on `Resume`, and
//! what waits does on `Online`. A request that the engine was told to abort, or that is futile, fails. What is
//! closed ignores everything.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::batch::Batch;
use crate::content_type::is_event_stream;
use crate::parser::{EventTooLarge, Parser};

/// What has happened. What does not belong to the phase that the connection is in is ignored.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// The response's headers have arrived.
    Response {
        /// The status.
        status: u16,
        /// The value of `Content-Type`, several joined by commas; empty if there is none.
        content_type: &'a [u8],
    },
    /// The next bytes of the body.
    Chunk(&'a [u8]),
    /// The same, as they were written to the [`room`](Connection::room).
    Room,
    /// The transport has become large, and a new request would be better: one is made if nothing is lost or doubled
    /// by it, because the last event has an ID of its own.
    Exhausted,
    /// The body has ended as it should.
    EndOfBody,
    /// The request could not be made, or the body broke off.
    NetworkError {
        /// Whether it is known that trying again would come to the same.
        futile: bool,
    },
    /// The engine was told to stop loading, as by `window.stop()`.
    Aborted,
    /// The answer to [`Action::Probe`].
    Probed {
        /// Whether the server was there, so that it was CORS that refused the stream.
        refused: bool,
    },
    /// The time of [`Action::Wait`] is over.
    ReconnectionTimeElapsed,
    /// The page goes where it may come back from: the back/forward cache.
    Suspend,
    /// It has come back.
    Resume,
    /// The network has come back.
    Online,
    /// `close()` was called.
    Close,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Make the request, with the [`last_event_id`](Connection::last_event_id) if it is not empty, in place of the one
    /// that there may be.
    Fetch,
    /// Find out whether it was CORS that refused the request, and tell [`Input::Probed`].
    Probe,
    /// Let go of the request, the probe or the wait. Nothing of it is an input any more.
    Abort,
    /// Tell [`Input::ReconnectionTimeElapsed`] after this time.
    Wait {
        /// At most [`i32::MAX`], which is what timers hold.
        milliseconds: u32,
    },
    /// Fire an event named `open`.
    FireOpen,
    /// Dispatch the messages of [`batch`](Connection::batch), one by one while the ready state is not CLOSED.
    FireMessages,
    /// Fire an event named `error`; if an event of the stream was too large, it says so.
    FireError(Option<EventTooLarge>),
}

/// [`readyState`](https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource-readystate).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadyState {
    /// Not connected yet, or again.
    Connecting = 0,
    /// Connected: messages are dispatched.
    Open = 1,
    /// Not connected, for good.
    Closed = 2,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Fetching,
    Probing,
    Open,
    /// Open, and about to go on over another request.
    Renewing,
    Waiting,
    /// Left, and perhaps with an error that the page is still to be told.
    Suspended {
        error_due: bool,
    },
    Closed,
}

/// An event source without its socket, its timer and its listeners.
#[derive(Debug)]
pub struct Connection {
    phase: Phase,
    parser: Parser,
    reconnection_time: u32,
    /// What is to be done, in its order. There are never more.
    due: [Option<Action>; 3],
    /// The stream is to fail once the messages before the event that is too large are dispatched.
    too_large: Option<EventTooLarge>,
    refusal: Refusal,
    /// The first ID that the stream brought which this one goes on behind.
    first_id_before: Vec<u8>,
    /// Whether there is somebody to ask again.
    reconnects: bool,
}

/// How much a probe's word counts that CORS has refused the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    /// The server never let the stream in: the word is taken.
    Credible,
    /// The server has let it in before, and may just have come back: the request is made once more.
    Doubtful,
    /// It has been, and has failed again.
    Confirmed,
}

impl Refusal {
    /// After something else has happened: a later refusal is to be confirmed anew.
    fn unconfirmed(self) -> Refusal {
        match self {
            Refusal::Confirmed => Refusal::Doubtful,
            other => other,
        }
    }
}

impl Connection {
    /// A connection whose first action is to fetch. `limit` bounds an unfinished event, in bytes.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Connection {
            phase: Phase::Fetching,
            parser: Parser::new(limit),
            reconnection_time: DEFAULT_RECONNECTION_TIME,
            due: [Some(Action::Fetch), None, None],
            too_large: None,
            refusal: Refusal::Credible,
            first_id_before: Vec::new(),
            reconnects: true,
        }
    }

    /// A connection over a stream that somebody else has got, as in the
    /// [proposal](https://github.com/whatwg/html/pull/12272) of `fromReadableStream`: its end, and any error,
    /// fails it, and leaving the page is not its business.
    #[must_use]
    pub fn over_stream(limit: usize) -> Self {
        Connection { reconnects: false, ..Connection::new(limit) }
    }

    /// Takes note of what has happened.
    pub fn handle(&mut self, input: Input<'_>) {
        match (self.phase, input) {
            (Phase::Fetching, Input::Response { status: 200, content_type })
                if is_event_stream(content_type) =>
            {
                self.announce_the_connection();
            }
            (Phase::Renewing, Input::Response { status: 200, content_type })
                if is_event_stream(content_type) =>
            {
                self.first_id_before = self.parser.take_first_id();
                self.parser.restart();
                self.phase = Phase::Open;
            }
            (Phase::Fetching | Phase::Renewing, Input::Response { .. }) => self.fail_the_connection(None),
            (Phase::Open, Input::Exhausted)
                if self.reconnects
                    && self.too_large.is_none()
                    && self.parser.is_resumable()
                    // Else the server has not gone on, but begun again: not for ever.
                    && self.parser.first_id() != self.first_id_before =>
            {
                self.enter(Phase::Renewing, Action::Fetch);
            }
            // It is about to fail; only to close or to be suspended comes before that.
            (
                Phase::Open,
                Input::Chunk(_)
                | Input::Room
                | Input::EndOfBody
                | Input::NetworkError { .. }
                | Input::Aborted,
            ) if self.too_large.is_some() => {}
            (Phase::Open, Input::Chunk(chunk)) => {
                let fed = self.parser.feed(chunk);
                self.interpret(fed);
            }
            (Phase::Open, Input::Room) => {
                let fed = self.parser.feed_room();
                self.interpret(fed);
            }
            (Phase::Fetching | Phase::Open, Input::EndOfBody | Input::NetworkError { .. })
                if !self.reconnects =>
            {
                self.fail_the_connection(None);
            }
            (_, Input::Suspend) if !self.reconnects => {}
            (
                Phase::Fetching | Phase::Open | Phase::Renewing,
                Input::NetworkError { futile: true } | Input::Aborted,
            ) => self.fail_the_connection(None),
            (Phase::Fetching, Input::NetworkError { .. }) => self.enter(Phase::Probing, Action::Probe),
            (Phase::Probing, Input::Probed { refused }) => self.judge(refused),
            (Phase::Open | Phase::Renewing, Input::NetworkError { .. })
            | (Phase::Fetching | Phase::Open | Phase::Renewing, Input::EndOfBody) => {
                self.reestablish_the_connection();
            }
            (Phase::Waiting, Input::ReconnectionTimeElapsed) => self.enter(Phase::Fetching, Action::Fetch),
            (Phase::Waiting, Input::Online) => {
                self.act(Action::Abort);
                self.enter(Phase::Fetching, Action::Fetch);
            }
            (Phase::Closed | Phase::Suspended { .. }, Input::Suspend) => {}
            (phase, Input::Suspend) => {
                let error_due = matches!(phase, Phase::Open | Phase::Renewing)
                    || self.due.contains(&Some(Action::FireError(None)));
                self.too_large = None;
                self.refusal = self.refusal.unconfirmed();
                self.drop_actions();
                self.enter(Phase::Suspended { error_due }, Action::Abort);
            }
            (Phase::Suspended { error_due }, Input::Resume) => {
                if error_due {
                    self.act(Action::FireError(None));
                }
                self.enter(Phase::Fetching, Action::Fetch);
            }
            // It has failed, and the page was quicker than the error event.
            (Phase::Closed, Input::Close) => {
                let aborts = self.due.contains(&Some(Action::Abort));
                self.drop_actions();
                if aborts {
                    self.act(Action::Abort);
                }
            }
            (_, Input::Close) => self.close(),
            _ => {}
        }
    }

    /// The next thing to do, or `None` until something happens.
    pub fn poll(&mut self) -> Option<Action> {
        if self.is_done() {
            let too_large = self.too_large.take()?;
            self.fail_the_connection(Some(too_large));
        }
        let [action, second, third] = self.due;
        self.due = [second, third, None];
        action
    }

    /// Whether there is nothing to do.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.is_done() && self.too_large.is_none()
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

    /// The last event ID string: the value of `Last-Event-ID` in the next request, if it is not empty.
    #[must_use]
    pub fn last_event_id(&self) -> Cow<'_, str> {
        self.parser.last_event_id()
    }

    /// The same, as it came: it need not be UTF-8.
    #[must_use]
    pub fn last_event_id_bytes(&self) -> &[u8] {
        self.parser.last_event_id_bytes()
    }

    /// The [reconnection time](https://html.spec.whatwg.org/multipage/server-sent-events.html#concept-event-stream-reconnection-time),
    /// in milliseconds.
    #[must_use]
    pub fn reconnection_time(&self) -> u32 {
        self.reconnection_time
    }

    /// Where the next so many bytes of the body may be written, to be told by [`Input::Room`]. The messages of the last
    /// chunk are dispatched by then.
    pub fn room(&mut self, length: usize) -> &mut [u8] {
        self.parser.room(length)
    }

    /// Of the [`room`](Connection::room), no more than so many bytes were written.
    pub fn fill(&mut self, length: usize) {
        self.parser.fill(length);
    }

    /// What was written to the [`room`](Connection::room), and not told yet.
    #[must_use]
    pub fn written(&self) -> &[u8] {
        self.parser.written()
    }

    /// The messages of the last chunk.
    #[must_use]
    pub fn batch(&self) -> Batch<'_> {
        self.parser.batch()
    }

    /// [Announce the connection](https://html.spec.whatwg.org/multipage/server-sent-events.html#announce-the-connection).
    fn announce_the_connection(&mut self) {
        self.parser.restart();
        self.first_id_before.clear();
        self.refusal = Refusal::Doubtful;
        self.enter(Phase::Open, Action::FireOpen);
    }

    /// A request without a response: the standard's network error, or a response that CORS keeps from a script.
    fn judge(&mut self, refused: bool) {
        match (refused, self.refusal) {
            (false, refusal) => {
                self.refusal = refusal.unconfirmed();
                self.reestablish_the_connection();
            }
            (true, Refusal::Doubtful) => {
                self.refusal = Refusal::Confirmed;
                self.enter(Phase::Fetching, Action::Fetch);
            }
            (true, Refusal::Credible | Refusal::Confirmed) => self.fail_the_connection(None),
        }
    }

    /// Whether no action is due.
    fn is_done(&self) -> bool {
        matches!(self.due, [None, ..])
    }

    fn drop_actions(&mut self) {
        self.due = [None; 3];
    }

    #[inline(never)]
    fn act(&mut self, action: Action) {
        let free = self.due.iter_mut().find(|action| action.is_none());
        debug_assert!(free.is_some(), "an action is lost");
        if let Some(free) = free {
            *free = Some(action);
        }
    }

    fn enter(&mut self, phase: Phase, action: Action) {
        self.phase = phase;
        self.act(action);
    }

    /// [Interpret](https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation)
    /// the next bytes of the stream.
    fn interpret(&mut self, fed: Result<(), EventTooLarge>) {
        self.too_large = fed.err();
        if let Some(retry) = self.parser.retry() {
            self.reconnection_time = retry;
        }
        if !self.parser.batch().is_empty() {
            self.act(Action::FireMessages);
        }
    }

    /// [Reestablish the connection](https://html.spec.whatwg.org/multipage/server-sent-events.html#reestablish-the-connection):
    /// up to the wait of step 2, which follows the event of step 1.
    fn reestablish_the_connection(&mut self) {
        self.act(Action::FireError(None));
        self.enter(Phase::Waiting, Action::Wait { milliseconds: self.reconnection_time });
    }

    /// [Fail the connection](https://html.spec.whatwg.org/multipage/server-sent-events.html#fail-the-connection).
    fn fail_the_connection(&mut self, too_large: Option<EventTooLarge>) {
        self.close();
        self.act(Action::FireError(too_large));
    }

    /// [`close()`](https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource-close).
    fn close(&mut self) {
        self.too_large = None;
        self.parser.release();
        self.drop_actions();
        self.enter(Phase::Closed, Action::Abort);
    }
}

/// In milliseconds: "probably in the region of a few seconds", and Chromium's.
const DEFAULT_RECONNECTION_TIME: u32 = 3_000;
