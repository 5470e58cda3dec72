//! The only error of the parser.
//!
//! Knows the limit. Must not know how the size of an event is measured.

use core::fmt;

/// An unfinished event has exceeded the limit that was given to [`Parser::new`](super::Parser::new).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventTooLarge {
    /// The limit, in bytes.
    pub limit: usize,
}

impl fmt::Display for EventTooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an event of the stream is larger than {} bytes", self.limit)
    }
}

impl core::error::Error for EventTooLarge {}
