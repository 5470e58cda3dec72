//! Decides whether a stream can continue over another request without losing or repeating an event.
//!
//! Knows the IDs of a stream. Must not know requests, nor when a new one is wanted.
//!
//! The response text of a long XMLHttpRequest grows for as long as the request lives, so sooner or later a new request is
//! better. The server resumes behind the last event, by its ID.

use alloc::vec::Vec;
use core::mem;

use crate::parser::Parser;

/// The first IDs of this stream and of the one that it continues.
#[derive(Debug, Default)]
pub(super) struct Resumption {
    /// The first ID that this stream has set and that differs from the ID before it; empty if there is none yet.
    first_id: Vec<u8>,
    /// The same of the previous stream, if this stream continues one.
    previous_first_id: Vec<u8>,
}

impl Resumption {
    /// Reads what is to be known of a chunk. After the first ID, this is one comparison.
    pub(super) fn on_chunk(&mut self, parser: &Parser) {
        if self.first_id.is_empty() {
            self.first_id.extend_from_slice(parser.first_new_id());
        }
    }

    /// Whether another request can continue the stream behind its last event:
    ///
    /// - That event must have an ID of its own, because the server resumes by it.
    /// - The unfinished event must be small, because it is sent again.
    /// - Each stream must set a new ID. Else an event that is larger than streams are allowed to grow would be requested
    ///   again for ever.
    /// - That ID must not be the first one of the previous stream. Else the server does not resume but starts again, and
    ///   would do so for ever.
    pub(super) fn is_possible(&self, parser: &Parser) -> bool {
        parser.last_event_had_id()
            && !self.first_id.is_empty()
            && !parser.last_event_id_bytes().is_empty()
            && parser.unfinished_length() <= MAX_REPEATED
            && self.first_id != self.previous_first_id
    }

    /// A stream starts that continues this one.
    pub(super) fn renew(&mut self) {
        self.previous_first_id = mem::take(&mut self.first_id);
    }

    /// A stream starts that continues none.
    pub(super) fn reset(&mut self) {
        *self = Resumption::default();
    }
}

/// How much of an unfinished event may be sent twice, in bytes.
const MAX_REPEATED: usize = 64 << 10;
