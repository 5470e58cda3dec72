//! The one growing buffer of a parser.
//!
//! Knows positions and spans of bytes. Must not know lines, fields or events.
//!
//! ```text
//! | carried-over strings, finished events | unfinished line | spare capacity | zeros |
//! 0                                      line            parsed            + BLOCK
//! ```
//!
//! The next chunk is written to the spare capacity and parsed where it lies. Before that, what is still needed moves to
//! the front, at most once a chunk, and overwrites the finished events.

use alloc::vec::Vec;
use core::mem;

use super::chunk::Chunk;
use super::line_ends::BLOCK;
use crate::batch::Span;

#[derive(Debug)]
pub(super) struct Buffer {
    /// The memory. It is initialized up to its length, but holds text only up to `parsed`.
    pub(super) bytes: Vec<u8>,
    /// Whether the text is known to be ASCII.
    pub(super) is_ascii: bool,
    /// Where the unfinished line starts.
    pub(super) line: usize,
    /// Where the text ends and the spare capacity starts.
    pub(super) parsed: usize,
}

impl Buffer {
    pub(super) fn new() -> Self {
        Buffer { bytes: Vec::new(), is_ascii: true, line: 0, parsed: 0 }
    }

    /// Spare capacity of that length, behind the text.
    pub(super) fn reserve(&mut self, length: usize) -> &mut [u8] {
        let end = self.parsed + length;
        // The search for line ends reads whole blocks.
        if self.lacks(length) {
            self.bytes.resize(end + BLOCK, 0);
        }
        self.bytes.get_mut(self.parsed..end).unwrap_or_default()
    }

    /// Whether there is less memory than `reserve` needs.
    pub(super) fn lacks(&self, length: usize) -> bool {
        self.bytes.len() < self.parsed + length + BLOCK
    }

    /// The end of the next `length` reserved bytes, and at most of the memory. Clears the block that follows them.
    pub(super) fn end_of_reserved(&mut self, length: usize) -> usize {
        let end = self.bytes.len().saturating_sub(BLOCK).min(self.parsed + length);
        if let Some(block) = self.bytes.get_mut(end..).and_then(<[u8]>::first_chunk_mut) {
            *block = [0; BLOCK];
        }
        end
    }

    /// The length of the unfinished line, as far as it has arrived.
    pub(super) fn unfinished_line(&self) -> usize {
        self.parsed - self.line
    }

    /// Moves these spans to the front of the buffer, over what lies between them.
    #[inline(never)]
    pub(super) fn move_to_front(&mut self, spans: &mut [Span]) {
        let (mut from, mut end) = (0, 0);
        // From left to right, so that no move overwrites a span that has not moved yet.
        while let Some(span) = next_span(spans, from) {
            from = span.end();
            let length = span.len();
            shift(&mut self.bytes, *span, end);
            *span = Span::new(end, end + length);
            end += length;
        }
    }

    /// Moves the unfinished line, and with it the end of the text.
    pub(super) fn move_line_to(&mut self, to: usize) {
        shift(&mut self.bytes, Span::new(self.line, self.parsed), to);
        self.parsed = to + self.unfinished_line();
        self.line = to;
    }

    /// Checks whether the text has become ASCII, after something was dropped.
    pub(super) fn check_ascii(&mut self) {
        self.is_ascii = self.is_ascii || is_ascii(self.text());
    }

    /// Forgets the unfinished line.
    pub(super) fn drop_unfinished_line(&mut self) {
        self.parsed = self.line;
    }

    /// Moves the text to other memory, and returns what it was in.
    pub(super) fn replace_memory(&mut self, memory: Vec<u8>) -> Vec<u8> {
        let before = mem::replace(&mut self.bytes, memory);
        let text = Span::new(0, self.parsed).of(&before);
        if self.bytes.len() < text.len() {
            self.bytes.resize(text.len(), 0);
        }
        text.copy_to(self.bytes.get_mut(..text.len()).unwrap_or_default());
        before
    }

    /// Frees all memory that holds no text.
    pub(super) fn free_spare_capacity(&mut self) {
        self.bytes = self.text().to_vec();
    }

    fn text(&self) -> &[u8] {
        Span::new(0, self.parsed).of(&self.bytes)
    }
}

/// The first span that starts at or behind `from` and is not empty.
fn next_span(spans: &mut [Span], from: usize) -> Option<&mut Span> {
    spans.iter_mut().filter(|span| span.start() >= from && !span.is_empty()).min_by_key(|span| span.start())
}

/// Moves a span of the text to another position. The text always has room for it; the conditions spare the WebAssembly
/// file the panic of `copy_within` and its message.
pub(super) fn shift(text: &mut [u8], span: Span, to: usize) {
    let (start, end) = (span.start(), span.end());
    if start != to && start < end && end <= text.len() && to <= text.len() - (end - start) {
        text.copy_within(start..end, to);
    }
}

/// Whether a text is ASCII. It is short, or it is not ASCII near its start.
#[inline(never)]
fn is_ascii(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii)
}
