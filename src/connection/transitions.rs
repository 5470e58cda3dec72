//! What follows from an input: the standard's algorithms, by their names, and those of the options.
//!
//! Knows phases and actions. Must not know which phase takes which input: that is the table of [`super`].

use super::{Action, Connection, Input, Outcome, Phase, ReadyState, Reason, Retry};
use crate::parser::Chunk;

impl Connection {
    pub(super) fn process_response(&mut self, status: u16, content_type: &[u8], retry: Retry) {
        if !Connection::accepts(status, content_type) {
            self.process_bad_response(status, retry);
        } else if self.phase == Phase::Renewing {
            self.resumption.renew();
            self.parser.restart();
            self.phase = Phase::Open;
        } else {
            self.announce_the_connection();
        }
    }

    fn process_bad_response(&mut self, status: u16, retry: Retry) {
        let reason = if status == 200 { Reason::ContentType } else { Reason::Status(status) };
        self.refusals.interrupt();
        match retry {
            _ if status == 401 && self.retries.renew_headers() => {
                self.retries.attempted(self.moment);
                self.push(Action::Fetch);
            }
            Retry::Later { retry_after } => self.reestablish_the_connection(reason, retry_after),
            Retry::Never => self.fail_the_connection(reason),
        }
    }

    /// [Announces the connection](https://html.spec.whatwg.org/multipage/server-sent-events.html#announce-the-connection).
    fn announce_the_connection(&mut self) {
        self.parser.restart();
        self.resumption.reset();
        self.refusals.allowed();
        self.retries.announced(self.moment);
        self.enter(Phase::Open, Action::FireOpen);
    }

    /// [Interprets](https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation) the next
    /// bytes of the stream.
    pub(super) fn interpret(&mut self, chunk: &dyn Chunk) {
        let length = chunk.len();
        chunk.copy_to(self.parser.reserve(length));
        self.too_large = self.parser.commit(length).err();
        self.resumption.on_chunk(&self.parser);
        if let Some(milliseconds) = self.parser.retry() {
            self.retries.set_reconnection_time(milliseconds);
        }
        if self.parser.batch().is_empty() {
            self.parser.free_batch();
        } else {
            self.push(Action::DispatchMessages);
        }
    }

    pub(super) fn renew(&mut self) {
        if self.reconnects && self.retries.repeats() && self.resumption.is_possible(&self.parser) {
            self.enter(Phase::Renewing, Action::Fetch);
        }
    }

    pub(super) fn process_end_of_request(&mut self, input: Input<'_>) {
        match input {
            Input::Aborted => self.fail_the_connection(Reason::Aborted),
            Input::NetworkError { futile: true } => self.fail_the_connection(Reason::Refused),
            Input::EndOfBody if !self.reconnects => self.fail_the_connection(Reason::EndOfBody),
            _ if !self.reconnects => self.fail_the_connection(Reason::NetworkError),
            Input::NetworkError { .. } if self.phase == Phase::Fetching => {
                self.enter(Phase::ProbingCors, Action::ProbeCors);
            }
            Input::EndOfBody => self.reestablish_the_connection(Reason::EndOfBody, None),
            _ => self.reestablish_the_connection(Reason::NetworkError, None),
        }
    }

    /// A request without a response was either a network error, or CORS does not let the script see the response.
    pub(super) fn process_cors_probe(&mut self, refused: bool) {
        if !refused {
            self.refusals.interrupt();
            self.reestablish_the_connection(Reason::NetworkError, None);
        } else if self.retries.repeats() && self.refusals.retries(!self.last_event_id_bytes().is_empty()) {
            // The server may have acted on the request.
            self.retries.repeated();
            self.enter(Phase::Fetching, Action::Fetch);
        } else {
            self.fail_the_connection(Reason::Cors);
        }
    }

    /// [Reestablishes the connection](https://html.spec.whatwg.org/multipage/server-sent-events.html#reestablish-the-connection),
    /// up to step 2: the event of step 1, then the wait. Fails it instead if there is to be no further attempt.
    pub(super) fn reestablish_the_connection(&mut self, reason: Reason, retry_after: Option<u32>) {
        self.retries.ended(self.moment);
        let outcome = self.retries.outcome(self.moment, retry_after);
        let Outcome::Retry { delay: milliseconds } = outcome else {
            return self.fail(reason, outcome);
        };
        self.reason = if self.refusals.take_note() { Reason::LastEventIdWithheld } else { reason };
        self.outcome = outcome;
        self.delayed_by_server = retry_after.is_some();
        self.push(Action::FireError);
        self.enter(Phase::Waiting, Action::Wait { milliseconds });
    }

    /// [Fails the connection](https://html.spec.whatwg.org/multipage/server-sent-events.html#fail-the-connection).
    pub(super) fn fail_the_connection(&mut self, reason: Reason) {
        self.retries.ended(self.moment);
        self.fail(reason, Outcome::Failed);
    }

    pub(super) fn fail(&mut self, reason: Reason, outcome: Outcome) {
        self.close();
        (self.reason, self.outcome) = (reason, outcome);
        self.push(Action::FireError);
        if matches!(reason, Reason::Status(_) | Reason::ContentType) {
            // The body is there until the listeners have had their chance to read it.
            self.actions.swap(0, 1);
        }
    }

    /// [`close()`](https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource-close).
    pub(super) fn close(&mut self) {
        self.too_large = None;
        self.parser.release();
        self.resumption.reset();
        self.drop_actions();
        self.enter(Phase::Closed, Action::Abort);
    }

    /// The connection has failed, and the page calls `close()` before the `error` event is fired.
    pub(super) fn suppress_the_error(&mut self) {
        let aborts = self.is_due(Action::Abort);
        self.drop_actions();
        if aborts {
            self.push(Action::Abort);
        }
    }

    pub(super) fn reconnect(&mut self) {
        self.retries.restart();
        self.too_large = None;
        self.refusals.interrupt();
        self.drop_actions();
        self.push(Action::Abort);
        self.enter(Phase::Fetching, Action::Fetch);
    }

    pub(super) fn suspend(&mut self) {
        if !self.reconnects || matches!(self.phase, Phase::Suspended { .. }) {
            return;
        }
        self.retries.restart();
        let error_due = self.ready_state() == ReadyState::Open || self.is_due(Action::FireError);
        self.too_large = None;
        self.refusals.interrupt();
        self.drop_actions();
        self.enter(Phase::Suspended { error_due }, Action::Abort);
    }

    pub(super) fn resume(&mut self, error_due: bool) {
        if !self.retries.repeats() {
            self.retries.ended(self.moment);
            return self.fail(Reason::Resumed, Outcome::NotRepeated);
        }
        if error_due {
            self.reason = Reason::Resumed;
            self.outcome = Outcome::Retry { delay: 0 };
            self.push(Action::FireError);
        }
        self.enter(Phase::Fetching, Action::Fetch);
    }
}
