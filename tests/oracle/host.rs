//! A host without a network: performs a connection's actions and holds each against what the standard allows
//! at that moment.
//!
//! Knows the contract of [`eventsource_wasm::connection`]: every action is performed before the next input;
//! only `close()` may come in between, from the handler of an event. Must not know how the machine decides.

use eventsource_wasm::connection::{Action, Connection, Input, ReadyState};

use super::agreement::events;
use super::{Event, Source, interpret};

/// What a run is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'a> {
    /// Performs everything there is to do; then this happens.
    Happens(Input<'a>),
    /// Performs one action.
    Performs,
    /// The page calls `close()` as soon as it can run: in the handler of an event, or when all is done.
    Closes,
}

/// Runs a source to the end of the steps, and then of its actions.
pub(crate) fn run<'a>(steps: impl IntoIterator<Item = Step<'a>>) {
    let mut host = Host::new();
    for step in steps {
        match step {
            Step::Happens(input) => host.happens(input),
            Step::Performs => drop(host.performs()),
            Step::Closes => host.closes(),
        }
    }
    host.performs_all();
}

struct Host {
    connection: Connection,
    state: ReadyState,
    has_request: bool,
    probes: bool,
    waits: bool,
    suspended: bool,
    last: Option<Action>,
    /// The page has called `close()`; then this many things may still be done.
    closed: Option<usize>,
    /// Of the open connection: its bytes, its events, and the ID that the source had before it.
    stream: Vec<u8>,
    told: Vec<Event>,
    id_before: String,
    last_event_id: String,
    reconnection_time: u32,
}

impl Host {
    fn new() -> Self {
        Host {
            connection: Connection::new(LIMIT),
            state: ReadyState::Connecting,
            has_request: false,
            probes: false,
            waits: false,
            suspended: false,
            last: None,
            closed: None,
            stream: Vec::new(),
            told: Vec::new(),
            id_before: String::new(),
            last_event_id: String::new(),
            reconnection_time: 3_000,
        }
    }

    fn happens(&mut self, input: Input<'_>) {
        self.performs_all();
        let before = self.state;
        self.connection.handle(input);
        self.state = self.connection.ready_state();
        let futile = matches!(input, Input::NetworkError { futile: true } | Input::Aborted);
        let refused = matches!(input, Input::Probed { refused: true });
        let ends = futile || matches!(input, Input::EndOfBody | Input::NetworkError { .. });
        let answers = matches!(input, Input::Response { .. });
        let suspends = matches!(input, Input::Suspend);
        match (before, self.state) {
            (ReadyState::Connecting, ReadyState::Open) => self.opens(input),
            (ReadyState::Open, ReadyState::Connecting) => {
                assert!(suspends || (ends && !futile), "{input:?} reconnects");
            }
            (ReadyState::Open, ReadyState::Closed) => assert!(futile, "{input:?} fails it"),
            (ReadyState::Connecting, ReadyState::Closed) => {
                let fails = self.has_request && (answers || futile) || self.probes && refused;
                assert!(fails, "{input:?} fails it");
            }
            (before, after) => {
                assert_eq!(before, after, "after {input:?}");
                assert!(
                    !self.has_request || before == ReadyState::Open || !answers,
                    "{input:?} is no answer"
                );
            }
        }
        if let (ReadyState::Open, Input::Chunk(chunk)) = (before, input) {
            self.stream.extend_from_slice(chunk);
        }
        self.has_request &= !ends;
        self.probes &= !matches!(input, Input::Probed { .. });
        self.waits &= !matches!(input, Input::ReconnectionTimeElapsed);
        self.suspended |= suspends && self.state != ReadyState::Closed;
        self.suspended &= !matches!(input, Input::Resume);
    }

    fn opens(&mut self, input: Input<'_>) {
        assert!(self.has_request && matches!(input, Input::Response { status: 200, .. }), "{input:?} opens");
        self.stream.clear();
        self.told.clear();
        self.id_before.clone_from(&self.last_event_id);
    }

    /// In the handler of the next event that is fired, or when there is nothing left to do.
    fn closes(&mut self) {
        while self.performs().is_some_and(|it| {
            matches!(it, Action::Fetch | Action::Probe | Action::Abort | Action::Wait { .. })
        }) {}
        let was_open = self.state != ReadyState::Closed;
        self.connection.handle(Input::Close);
        self.state = self.connection.ready_state();
        assert_eq!(self.state, ReadyState::Closed);
        self.closed.get_or_insert(usize::from(was_open));
    }

    fn performs_all(&mut self) {
        while self.performs().is_some() {}
        self.is_at_rest();
    }

    fn performs(&mut self) -> Option<Action> {
        let before = self.state;
        let action = self.connection.poll()?;
        self.state = self.connection.ready_state();
        if let Some(left) = &mut self.closed {
            assert_eq!((action, *left), (Action::Abort, 1), "after close()");
            *left = 0;
        }
        match action {
            Action::Fetch => {
                assert!(!self.is_busy() && !self.suspended, "a second request");
                assert_eq!(self.state, ReadyState::Connecting);
                self.has_request = true;
            }
            Action::Probe => {
                assert!(!self.is_busy() && !self.suspended, "a probe beside a request");
                assert_eq!(self.state, ReadyState::Connecting);
                self.probes = true;
            }
            Action::Abort => {
                let hurries = self.waits && self.state == ReadyState::Connecting;
                assert!(self.state == ReadyState::Closed || self.suspended || hurries);
                (self.has_request, self.probes, self.waits) = (false, false, false);
            }
            Action::Wait { milliseconds } => {
                assert!(!self.is_busy() && !self.suspended, "a wait beside a request");
                assert_eq!(self.state, ReadyState::Connecting);
                assert_eq!(
                    (self.last, milliseconds),
                    (Some(Action::FireError(None)), self.reconnection_time)
                );
                self.waits = true;
            }
            Action::FireOpen => assert_eq!((self.state, self.told.len()), (ReadyState::Open, 0)),
            Action::FireMessages => self.hears(),
            Action::FireError(None) => assert_ne!(self.state, ReadyState::Open),
            Action::FireError(Some(too_large)) => {
                assert_eq!((self.state, too_large.limit), (ReadyState::Closed, LIMIT));
            }
        }
        // Polling alone moves the state when an event was too large, and never otherwise.
        assert!(before == self.state || (before, action) == (ReadyState::Open, Action::Abort), "{action:?}");
        self.last = Some(action);
        self.last
    }

    fn hears(&mut self) {
        assert_eq!(self.state, ReadyState::Open, "messages of a connection that is not open");
        let events = events(self.connection.batch());
        assert!(!events.is_empty(), "messages without a message");
        self.told.extend(events);
        let source = self.oracle();
        assert!(source.events.starts_with(&self.told), "{:?} of {:?}", self.told, source.events);
    }

    /// Nothing is left to do: all is told, and unless it is closed something is awaited that will go on.
    fn is_at_rest(&mut self) {
        match self.state {
            ReadyState::Closed => {
                assert!(!self.is_busy());
                assert!(self.closed.is_some() || matches!(self.last, Some(Action::FireError(_))));
            }
            ReadyState::Open => {
                let source = self.oracle();
                assert_eq!(self.told, source.events);
                self.last_event_id = source.last_event_id;
                if let Some(retry) = source.retry {
                    self.reconnection_time = u32::try_from(retry).unwrap_or(u32::MAX).min(i32::MAX as u32);
                }
                assert!(self.has_request && !self.waits && !self.probes);
                assert!(matches!(self.last, Some(Action::FireOpen | Action::FireMessages)));
            }
            ReadyState::Connecting => {
                let busy = [self.has_request, self.probes, self.waits].iter().filter(|it| **it).count();
                assert_eq!(busy, usize::from(!self.suspended), "exactly one thing is under way");
            }
        }
        if self.state != ReadyState::Closed {
            let kept = (self.last_event_id.as_str(), self.reconnection_time);
            assert_eq!((self.connection.last_event_id(), self.connection.reconnection_time()), kept);
        }
    }

    fn is_busy(&self) -> bool {
        self.has_request || self.probes || self.waits
    }

    fn oracle(&self) -> Source {
        interpret(&self.stream, &self.id_before)
    }
}

/// Small, so that events do outgrow it.
const LIMIT: usize = 64;
