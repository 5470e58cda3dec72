//! What a parser reports beside the events of a chunk, to those who ask for it: comments, ignored lines, `retry`, `id`.
//!
//! Knows a copy of their text, because lines of data move over the lines between them. Must not know the grammar.

use alloc::vec::Vec;

use crate::batch::{Row, Span};

/// The notices of one chunk, in the order of the stream.
#[derive(Debug, Default)]
pub(super) struct Notices {
    /// Which of them are wanted: see [`Parser::with_notices`](super::Parser::with_notices).
    pub(super) wanted: u32,
    pub(super) text: Vec<u8>,
    /// The number of events before a notice and what it is about, the place of its text, and a place that is not used: so
    /// that the code for rows serves for them, too.
    pub(super) rows: Vec<Row>,
}

impl Notices {
    #[inline(never)]
    pub(super) fn add(&mut self, events: usize, about: u32, text: &[u8]) {
        if self.wanted != 0 {
            let place = Span::new(self.text.len(), self.text.len() + text.len());
            self.text.extend_from_slice(text);
            self.rows.push([[events as u32, about], place.into(), [0; 2]]);
        }
    }
}

/// What a notice is about, unless it is a number: the milliseconds of a valid `retry`. `scripts/link_core.js` reads these
/// for JavaScript.
pub mod about {
    /// A whole line: a comment, an unknown field, or a `retry` that is not valid.
    pub const LINE: u32 = 0xFFFF_FFFF;
    /// The ID of a block without data.
    pub const ID_ALONE: u32 = 0xFFFF_FFFE;
    /// The ID that the next event has set itself.
    pub const ID_OF_EVENT: u32 = 0xFFFF_FFFD;
}

/// What can be wanted, to be added up. `id` and `retry` always are, if anything is.
pub mod wanted {
    /// `id`, and `retry`, valid or not.
    pub const FIELDS: u32 = 1;
    /// Comments.
    pub const COMMENTS: u32 = 2;
    /// Lines that are no field of the standard.
    pub const UNKNOWN_FIELDS: u32 = 4;
}
