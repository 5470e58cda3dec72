//! `fetch` and a reader of the response's body.
//!
//! Knows that at every moment one promise at most is pending: that of `fetch` or that of `read`. See [`super`] for
//! what it has to say. Chunks do not pass through here: they go into the room as they come.

use core::mem;

use super::Incoming;
use crate::browser::{self, END, FAILURE, RESPONSE};

/// A request under way; or not a request at all, but a stream that somebody else has got, which is told like a response
/// of an opaque origin.
pub(crate) struct Fetch {
    arrived: Option<Incoming>,
    /// Whether there is nothing to ask for: a promise is pending, or the body has ended.
    waiting: bool,
}

impl Fetch {
    pub(crate) fn open(source: i32, ticket: i32) -> Option<Fetch> {
        let asked = browser::request(source, ticket, false.into()) != 0;
        asked.then_some(Fetch { arrived: None, waiting: true })
    }

    pub(crate) fn take(&mut self, news: i32, value: i32) {
        self.waiting = news != RESPONSE;
        self.arrived = match news {
            RESPONSE => Some(Incoming::Response(value)),
            END => Some(Incoming::End),
            FAILURE => Some(Incoming::Failure),
            _ => None,
        };
    }

    /// A chunk has come, and the next one is to be asked for.
    pub(crate) fn has_brought(&mut self) {
        self.waiting = false;
    }

    pub(crate) fn next(&mut self) -> Option<Incoming> {
        let asks = self.arrived.is_none() && !mem::replace(&mut self.waiting, true);
        if asks { Some(Incoming::Nothing) } else { self.arrived.take() }
    }
}
