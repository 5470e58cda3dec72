//! Decides what follows from a CORS probe that reports a refusal.
//!
//! Knows the history of one source's refusals. Must not know how a probe works.
//!
//! The probe is a second request, so its result says nothing certain about the first one: a server that was unreachable for
//! the first may respond to the second. And what the server refuses may be the header `Last-Event-ID` alone, which a script
//! may send to another origin only if the server lists it in `Access-Control-Allow-Headers`. So the same request is made
//! once more, then one without that header; only then does the connection fail.

/// How many refusals in a row there have been, and what was learnt from them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Refusals {
    step: Step,
    /// The server has refused a request with `Last-Event-ID`, and allowed the same one without it.
    withholds_last_event_id: bool,
    /// The page is still to be told.
    note_due: bool,
    /// There has been another outcome than refusals.
    has_other_outcome: bool,
}

/// The request that is under way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Step {
    #[default]
    First,
    /// The same request, once more.
    Again,
    /// The request without `Last-Event-ID`.
    WithoutId,
}

impl Refusals {
    /// A refusal. Returns whether another request is to be made; `has_id` says whether there is a last event ID to send.
    pub(super) fn retries(&mut self, has_id: bool) -> bool {
        self.step = match self.step {
            Step::First => Step::Again,
            Step::Again if has_id && !self.withholds_last_event_id => Step::WithoutId,
            _ => return false,
        };
        true
    }

    /// Something else than a response has happened: the next refusal is the first in a row.
    pub(super) fn interrupt(&mut self) {
        self.step = Step::First;
        self.has_other_outcome = true;
    }

    /// The server has allowed the request.
    pub(super) fn allowed(&mut self) {
        if self.step == Step::WithoutId {
            self.withholds_last_event_id = true;
            self.note_due = true;
        }
        self.interrupt();
    }

    /// Whether all outcomes of requests so far were refusals.
    pub(super) fn are_of_the_first_request(self) -> bool {
        !self.has_other_outcome
    }

    /// Whether the next request has the header `Last-Event-ID`, if there is an ID.
    pub(super) fn sends_last_event_id(self) -> bool {
        self.step != Step::WithoutId && !self.withholds_last_event_id
    }

    /// Whether the page is to be told, once, that the header is withheld.
    pub(super) fn take_note(&mut self) -> bool {
        core::mem::take(&mut self.note_due)
    }
}
