//! `XMLHttpRequest`, whose `responseText` is read while it grows, in readyState 3.
//!
//! Knows what engines do with `responseText`; see [`super`] for what it has to say.
//!
//! The engine is made to decode as UTF-8, which is how the standard decodes an event stream, and the text
//! goes back to UTF-8 for the parser. So the bytes are not the server's, but they decode to the same text:
//!
//! | in the stream | in `responseText` | what is done |
//! |---|---|---|
//! | a BOM at the start | dropped by the engine | told as the first chunk, so that the parser does not drop a second one |
//! | not UTF-8 | U+FFFD | nothing: the parser would do the same |
//! | a character cut at the end of what has arrived | not there yet, or a provisional U+FFFD, or half a pair | left for the next time |
//!
//! `responseText` grows for as long as the request lives, and each look at it may cost its whole length: beyond
//! [`LARGE`], a new request would be better. Where there can be none, a look that took its time is followed by a pause of
//! some times that, so that looking never takes the greater part of the time; what comes in a pause in which the
//! connection breaks is lost. An engine that shows the text only in readyState 4 is one whose answers all come at their
//! end: nothing is lost, and the reconnection time is the interval of polling.

use super::Incoming;
use crate::browser::{self, ABORTED, FAILED, LOADED, RESTED};

/// A request under way.
pub(crate) struct Xhr {
    /// Whether the request asks caches to be passed by.
    uncached: bool,
    /// Whether another request may carry a `Last-Event-ID`: to another origin, also by a redirect, only if this one was
    /// let in with one.
    renewable: bool,
    phase: Phase,
    ending: Ending,
    /// Its state, see below.
    state: i32,
    /// How much of `responseText` has been told, in UTF-16 code units.
    told: i32,
    /// Whether the text may be another one than it was when it was looked at.
    changed: bool,
    /// Whether there may be more of what the last look has brought.
    has_more: bool,
    /// Whether it is still to be said that the text has become large.
    exhausted: bool,
    /// Whether it rests after a look that took its time.
    rests: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Requested,
    Responded,
    /// The byte order mark has been told, which the engine has dropped.
    Marked,
    Ended,
}

/// What the engine has said of the end; it is told after all of the text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ending {
    Open,
    Loaded,
    Failed,
    Aborted,
}

impl Xhr {
    pub(crate) fn open(source: i32, ticket: i32, resumes: bool) -> Option<Xhr> {
        // Deviation: a script cannot set the cache mode of an XMLHttpRequest. A header comes near it, but to
        // another origin it would cost a preflight, so that is left to the server's headers.
        let uncached = browser::is_of_own_origin(source, false.into()) != 0;
        let sent = browser::send(source, ticket, uncached.into()) != 0;
        sent.then_some(Xhr {
            uncached,
            renewable: resumes,
            phase: Phase::Requested,
            ending: Ending::Open,
            state: 0,
            told: 0,
            changed: false,
            has_more: false,
            exhausted: false,
            rests: false,
        })
    }

    pub(crate) fn take(&mut self, news: i32, state: i32, source: i32, ticket: i32) {
        if news == RESTED {
            self.rests = false;
            return;
        }
        self.changed = true;
        self.state = state;
        match news {
            LOADED => self.ending = Ending::Loaded,
            ABORTED => self.ending = Ending::Aborted,
            FAILED if !self.sends_again(source, ticket) => self.ending = Ending::Failed,
            _ => {}
        }
    }

    /// A redirect to another origin may have been refused for the header alone that passes caches by.
    fn sends_again(&mut self, source: i32, ticket: i32) -> bool {
        if self.phase != Phase::Requested || !self.uncached {
            return false;
        }
        self.uncached = false;
        self.state = 0;
        browser::send(source, ticket, false.into()) != 0
    }

    pub(crate) fn next(&mut self, source: i32, ticket: i32) -> Option<Incoming> {
        match self.phase {
            Phase::Requested => {
                let status = if self.state >= HEADERS_RECEIVED { browser::head(source, ticket) } else { 0 };
                if status == 0 {
                    return self.end();
                }
                self.phase = Phase::Responded;
                self.renewable |= browser::is_of_own_origin(source, true.into()) != 0;
                Some(Incoming::Response(status))
            }
            Phase::Responded => {
                self.phase = Phase::Marked;
                Some(Incoming::Mark)
            }
            Phase::Marked => self.text(source, ticket).or_else(|| self.end()),
            Phase::Ended => None,
        }
    }

    fn text(&mut self, source: i32, ticket: i32) -> Option<Incoming> {
        // What has ended meanwhile needs no renewal.
        if core::mem::take(&mut self.exhausted) && self.ending == Ending::Open {
            return Some(Incoming::Exhausted);
        }
        // Once it has failed, what an engine still shows of the text is not to be relied on.
        let sound = matches!(self.ending, Ending::Open | Ending::Loaded);
        if !sound || self.state < LOADING {
            return None;
        }
        let looks = !core::mem::take(&mut self.has_more);
        if looks && (!self.changed || (self.rests && self.ending == Ending::Open)) {
            return None;
        }
        self.changed &= !looks;
        let begun = browser::now();
        let units = browser::text(source, ticket, self.told);
        let took = browser::now().wrapping_sub(begun);
        if looks && took >= NOTICEABLE {
            self.rests = true;
            browser::wait(source, ticket, RESTED, took.wrapping_mul(PAUSE));
        }
        if units == 0 {
            return None;
        }
        self.told += units;
        self.has_more = units + 1 >= PIECE;
        self.exhausted = self.renewable && self.told >= LARGE && self.ending == Ending::Open;
        Some(Incoming::Text)
    }

    fn end(&mut self) -> Option<Incoming> {
        let incoming = match self.ending {
            Ending::Open => return None,
            Ending::Loaded => Incoming::End,
            Ending::Failed => Incoming::Failure,
            Ending::Aborted => Incoming::Aborted,
        };
        self.phase = Phase::Ended;
        Some(incoming)
    }
}

/// How much of the text is told at once, in UTF-16 code units: what is copied of it stays small, however much has come.
const PIECE: i32 = 1 << 20;

/// In UTF-16 code units: 8 MiB, and some thousands of looks before a gigabyte is copied.
const LARGE: i32 = 4 << 20;

/// How many milliseconds a look may take without a pause behind it.
const NOTICEABLE: i32 = 4;

/// How many times as long as the look a pause is.
const PAUSE: i32 = 4;

// The states of <https://xhr.spec.whatwg.org/#states>.
const HEADERS_RECEIVED: i32 = 2;
const LOADING: i32 = 3;
