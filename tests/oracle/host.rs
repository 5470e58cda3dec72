//! A host without a network: it performs a connection's actions, and compares each with what the standard allows at that
//! time.
//!
//! Knows the contract of [`eventsource_wasm::connection`]: every action is performed before the next input; only `close()`
//! in the handler of an event, and suspension, may come in between. Must not know how the machine decides.

use eventsource_wasm::connection::{Action, Connection, Input, Moment, ReadyState, Reason};
use eventsource_wasm::parser::Chunk;

use super::agreement::events;
use super::{Event, Source, interpret};

/// What a run is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'a> {
    /// Performs all actions. Then this is the input.
    Happens(Input<'a>),
    /// The same for a chunk.
    Receives(&'a [u8]),
    /// Performs one action.
    Performs,
    /// The page calls `close()` as soon as it can run: in the handler of an event, or when all is done.
    Closes,
    /// The page is suspended at once.
    Leaves,
}

/// Runs a source to the end of the steps, and then of its actions.
pub(crate) fn run<'a>(steps: impl IntoIterator<Item = Step<'a>>) {
    let mut host = Host::new();
    for step in steps {
        match step {
            Step::Happens(input) => host.happens(input),
            Step::Receives(chunk) => host.happens(Input::Chunk(&chunk)),
            Step::Performs => drop(host.performs()),
            Step::Closes => host.closes(),
            Step::Leaves => host.leaves(),
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
    /// It is open, and a new request is being made that continues the stream.
    renews: bool,
    /// The last input was `Exhausted`.
    exhausted: bool,
    /// It was open when the page was suspended.
    suspended_open: bool,
    /// An `error` event must be fired, once.
    owes_error: bool,
    /// The server has refused the request, and it was made again.
    asked_again: bool,
    too_large: bool,
    last: Option<Action>,
    /// The page has called `close()`: so many actions may still follow.
    closed: Option<usize>,
    /// The bytes and the events of the open connection, and the ID that the source had before it.
    stream: Vec<u8>,
    dispatched: Vec<Event>,
    id_before: String,
    last_event_id: String,
    reconnection_time: u32,
    /// So late that the attempts so far are forgotten.
    now: f64,
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
            renews: false,
            exhausted: false,
            suspended_open: false,
            owes_error: false,
            asked_again: false,
            too_large: false,
            last: None,
            closed: None,
            stream: Vec::new(),
            dispatched: Vec::new(),
            id_before: String::new(),
            last_event_id: String::new(),
            reconnection_time: 3_000,
            now: 0.0,
        }
    }

    fn happens(&mut self, input: Input<'_>) {
        self.performs_all();
        let before = self.state;
        self.exhausted = false;
        self.now += 60_000.0;
        self.connection.set_moment(Moment { now: self.now, random: 0.5 });
        self.connection.handle(input);
        self.state = self.connection.ready_state();
        let futile = matches!(input, Input::NetworkError { futile: true } | Input::Aborted);
        let refused = matches!(input, Input::CorsProbed { refused: true });
        let ends = futile || matches!(input, Input::EndOfBody | Input::NetworkError { .. } | Input::Silent);
        let reconnects = matches!(input, Input::Reconnect);
        let responds = matches!(input, Input::Response { .. });
        let resumes = self.suspended && matches!(input, Input::Resume);
        match (before, self.state) {
            (ReadyState::Connecting, ReadyState::Open) => self.opens(input),
            (ReadyState::Open, ReadyState::Connecting) => {
                let suspends = matches!(input, Input::Suspend);
                assert!(suspends || reconnects || (ends && !futile), "{input:?} reconnects");
                (self.owes_error, self.suspended_open) = (!suspends && !reconnects, suspends);
            }
            (ReadyState::Open, ReadyState::Closed) => {
                assert!(futile || self.renews && responds, "{input:?} fails it");
                self.owes_error = true;
            }
            (ReadyState::Connecting, ReadyState::Closed) => {
                let counts = self.probes && refused && self.asked_again;
                let fails = self.has_request && responds || (self.has_request || self.probes) && futile;
                assert!(fails || counts, "{input:?} fails it");
                self.owes_error = true;
            }
            (ReadyState::Connecting, ReadyState::Connecting) => {
                assert!(!(self.has_request && (responds || futile)), "{input:?} changes nothing");
                let ended = self.has_request && matches!(input, Input::EndOfBody | Input::Silent);
                let failed = self.probes && matches!(input, Input::CorsProbed { refused: false });
                self.owes_error = ended || failed || resumes && std::mem::take(&mut self.suspended_open);
                self.asked_again |= self.probes && refused;
                let interrupts = reconnects && !self.suspended || ended && matches!(input, Input::Silent);
                self.asked_again &= !interrupts;
            }
            (before, after) => {
                assert_eq!(before, after, "after {input:?}");
                assert!(before == ReadyState::Closed || !futile, "{input:?} changes nothing");
            }
        }
        match (before, input) {
            (ReadyState::Open, Input::Chunk(chunk)) if !self.renews => self.stream.extend(bytes(chunk)),
            (ReadyState::Open, Input::Response { .. }) if self.renews && self.state == before => {
                self.begins()
            }
            (ReadyState::Open, Input::Exhausted) => self.exhausted = true,
            _ => {}
        }
        self.renews &= self.state == ReadyState::Open && !responds;
        self.has_request &= !ends || matches!(input, Input::Silent);
        self.probes &= !matches!(input, Input::CorsProbed { .. });
        self.waits &= !matches!(input, Input::ReconnectionTimeElapsed);
        self.suspended |= matches!(input, Input::Suspend) && self.state != ReadyState::Closed;
        self.suspended &= !resumes;
    }

    fn opens(&mut self, input: Input<'_>) {
        assert!(self.has_request && matches!(input, Input::Response { status: 200, .. }), "{input:?} opens");
        self.begins();
        self.asked_again = false;
    }

    /// Another stream.
    fn begins(&mut self) {
        self.stream.clear();
        self.dispatched.clear();
        self.id_before.clone_from(&self.last_event_id);
    }

    fn closes(&mut self) {
        self.performs_up_to_an_event();
        let was_open = self.state != ReadyState::Closed;
        self.connection.handle(Input::Close);
        self.state = self.connection.ready_state();
        assert_eq!(self.state, ReadyState::Closed);
        // A response that was refused is aborted after its event.
        self.closed.get_or_insert(usize::from(was_open || self.has_request));
        self.owes_error = false;
    }

    /// The machine gets `Suspend` at once. Its only action then is to abort, unless it is closed or suspended already.
    fn leaves(&mut self) {
        self.performs_up_to_an_event();
        if self.state == ReadyState::Closed || self.suspended {
            return self.happens(Input::Suspend);
        }
        self.suspended_open = self.state == ReadyState::Open;
        self.connection.handle(Input::Suspend);
        self.state = self.connection.ready_state();
        assert_eq!(self.state, ReadyState::Connecting);
        (self.suspended, self.renews, self.owes_error) = (true, false, false);
        if self.suspended_open {
            self.keeps_its_state();
        }
        assert_eq!(self.performs(), Some(Action::Abort));
        self.performs_all();
    }

    /// Performs actions up to the next event that is fired, or until none is left.
    fn performs_up_to_an_event(&mut self) {
        while self.performs().is_some_and(|it| {
            matches!(it, Action::Fetch | Action::ProbeCors | Action::Abort | Action::Wait { .. })
        }) {}
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
            Action::Fetch if self.state == ReadyState::Open => {
                assert!(std::mem::take(&mut self.exhausted) && !self.renews, "an unnecessary request");
                assert!(self.has_request && !self.connection.last_event_id().is_empty());
                self.renews = true;
            }
            Action::Fetch => {
                assert!(!self.is_busy() && !self.suspended, "a second request");
                assert_eq!(self.state, ReadyState::Connecting);
                self.has_request = true;
            }
            Action::ProbeCors => {
                assert!(!self.is_busy() && !self.suspended, "a probe beside a request");
                assert_eq!(self.state, ReadyState::Connecting);
                self.probes = true;
            }
            Action::Abort => {
                let retries_now = self.is_busy() && self.state == ReadyState::Connecting;
                assert!(self.state == ReadyState::Closed || self.suspended || retries_now);
                (self.has_request, self.probes, self.waits) = (false, false, false);
            }
            Action::Wait { milliseconds } => {
                assert!(!self.is_busy() && !self.suspended, "a wait beside a request");
                assert_eq!(self.state, ReadyState::Connecting);
                assert_eq!((self.last, milliseconds), (Some(Action::FireError), self.reconnection_time));
                self.waits = true;
            }
            Action::FireOpen => assert_eq!((self.state, self.dispatched.len()), (ReadyState::Open, 0)),
            Action::DispatchMessages => self.dispatches(),
            Action::FireError => {
                assert_ne!(self.state, ReadyState::Open);
                assert!(std::mem::take(&mut self.owes_error), "an error event without an error");
                let too_large = Reason::EventTooLarge { limit: LIMIT };
                assert_eq!(self.too_large, self.connection.reason() == too_large);
            }
        }
        // Polling alone moves the state when an event was too large, and never otherwise.
        if before != self.state {
            assert_eq!((before, action), (ReadyState::Open, Action::Abort));
            (self.owes_error, self.too_large) = (true, true);
        }
        self.last = Some(action);
        self.last
    }

    fn dispatches(&mut self) {
        assert_eq!(self.state, ReadyState::Open, "messages of a connection that is not open");
        let events = events(self.connection.batch());
        assert!(!events.is_empty(), "messages without a message");
        self.dispatched.extend(events);
        let source = self.oracle();
        assert!(source.events.starts_with(&self.dispatched), "{:?} of {:?}", self.dispatched, source.events);
    }

    /// After suspension, the ID and the reconnection time are those of the last event that was dispatched, even if an
    /// event that was too large followed.
    fn keeps_its_state(&mut self) {
        let id = self.connection.last_event_id().into_owned();
        let milliseconds = self.connection.reconnection_time();
        let read_up_to = |end: usize| {
            let source = interpret(&self.stream[..end], &self.id_before);
            let retry = source.retry.unwrap_or(self.reconnection_time);
            (source.events == self.dispatched && source.last_event_id == id && retry == milliseconds)
                .then_some(())
        };
        let found = (0..=self.stream.len()).rev().find_map(read_up_to);
        assert!(found.is_some(), "{id:?} and {milliseconds} of {}", self.stream.escape_ascii());
        (self.last_event_id, self.reconnection_time) = (id, milliseconds);
    }

    /// No action is left: all events were fired, and unless the source is closed, exactly one thing is under way.
    fn is_at_rest(&mut self) {
        assert!(!self.owes_error, "an error event that was not fired");
        match self.state {
            ReadyState::Closed => {
                assert!(!self.is_busy());
                assert!(
                    self.closed.is_some() || matches!(self.last, Some(Action::FireError | Action::Abort))
                );
            }
            ReadyState::Open => {
                let source = self.oracle();
                assert_eq!(self.dispatched, source.events);
                self.last_event_id = source.last_event_id;
                if let Some(retry) = source.retry {
                    self.reconnection_time = retry;
                }
                assert!(self.has_request && !self.waits && !self.probes);
                assert!(matches!(
                    self.last,
                    Some(Action::FireOpen | Action::DispatchMessages | Action::Fetch)
                ));
            }
            ReadyState::Connecting => {
                let busy = [self.has_request, self.probes, self.waits].iter().filter(|it| **it).count();
                assert_eq!(busy, usize::from(!self.suspended), "exactly one thing is under way");
            }
        }
        if self.state != ReadyState::Closed {
            let kept = (self.last_event_id.as_str(), self.reconnection_time);
            assert_eq!((&*self.connection.last_event_id(), self.connection.reconnection_time()), kept);
        }
    }

    fn is_busy(&self) -> bool {
        self.has_request || self.probes || self.waits
    }

    fn oracle(&self) -> Source {
        interpret(&self.stream, &self.id_before)
    }
}

fn bytes(chunk: &dyn Chunk) -> Vec<u8> {
    let mut bytes = vec![0; chunk.len()];
    chunk.copy_to(&mut bytes);
    bytes
}

/// It is small, so that some events exceed it.
const LIMIT: usize = 64;
