//! Parses the bytes of a `text/event-stream` into events.
//!
//! Knows the grammar of [HTML § 9.2.5–9.2.6](https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream).
//! Must not know networks, clocks, callbacks or browsers.
//!
//! ```
//! use eventsource_wasm::parser::Parser;
//!
//! let mut parser = Parser::new(1024);
//! parser.feed(b"event: goal\ndata: 1")?;
//! assert_eq!(parser.batch().len(), 0); // the event is not finished yet
//! parser.feed(b":0\nid: 7\n\n: a comment\n")?;
//! let goal = parser.batch().iter().next().expect("one event");
//! assert_eq!((&*goal.event_type, &*goal.data, &*goal.last_event_id), ("goal", "1:0", "7"));
//! # Ok::<(), eventsource_wasm::parser::EventTooLarge>(())
//! ```
//!
//! # Why it takes linear time
//!
//! All text lies in one buffer, `parser/buffer.rs`, and a chunk is parsed where it was written. No byte is searched twice for a
//! line end. The data of an event with one line does not move; each further line of data moves next to the one before.
//! What a chunk leaves unfinished moves to the front of the buffer, at most once a chunk.
//!
//! Bytes are stored as they arrive, and decoded when a string is read. A line end is never part of another character in
//! UTF-8, so cutting before decoding gives the same lines as decoding first.
//!
//! The functions for every line are inlined in the build with SIMD, for speed. The JavaScript build has to be small.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::mem;

use self::buffer::Buffer;
pub use self::chunk::Chunk;
use self::event_buffers::EventBuffers;
pub use self::event_too_large::EventTooLarge;
use self::field::{Field, LONGEST_PREFIX, has_nul, is_ignored, reconnection_time};
use self::line_ends::LineEnds;
use self::memory::{ParserMemory, SPARE};
use self::notices::Notices;
pub use self::notices::{about, wanted};
use crate::batch::{Batch, Row, Span};
use crate::spare::{SMALLEST, STEADY_CAPACITY, Spare};

mod buffer;
mod chunk;
mod event_buffers;
mod event_too_large;
mod field;
mod line_ends;
mod memory;
mod notices;

/// An incremental parser for the streams of one event source, one stream after the other.
///
/// The last event ID belongs to the source and survives the end of a stream. Everything else is reset by
/// [`restart`](Parser::restart).
#[derive(Debug)]
pub struct Parser {
    limit: usize,
    state: State,
    buffer: Buffer,
    /// The standard's buffers for the unfinished event.
    event: EventBuffers,
    /// The last event ID string.
    last_event_id: Span,
    /// Whether the last event of this stream had an `id` field of its own.
    last_event_had_id: bool,
    /// The first ID that the chunk has set and that differs from the one before; empty if there is none.
    first_new_id: Span,
    /// The finished events of the chunk.
    rows: Vec<Row>,
    /// The last valid `retry` field of the chunk.
    retry: Option<u32>,
    /// What the chunk has beside events.
    notices: Notices,
}

/// What the next byte follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Nothing, or a part of a byte order mark at the start of the stream.
    StreamStart,
    /// A CR that ended a line. If an LF is next, it belongs to that line end.
    AfterCr,
    /// A line end, or a part of a line, which is in the buffer.
    Line,
    /// A part of a line that is ignored. The rest of that line is skipped and not stored.
    IgnoredLine,
}

impl Parser {
    /// Creates a parser for a source that has received nothing yet.
    ///
    /// `limit` bounds how many bytes of an unfinished event are stored. Comments and unknown fields are not stored,
    /// so they may be of any length.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Parser::with_notices(limit, 0)
    }

    /// A parser that has [`notices`](Parser::notices) of what is [wanted]. Comments and unknown fields are then stored as
    /// other lines are, up to the limit.
    #[must_use]
    #[inline(never)]
    pub fn with_notices(limit: usize, wanted: u32) -> Self {
        Parser {
            limit,
            state: State::StreamStart,
            buffer: Buffer::new(),
            event: EventBuffers::default(),
            last_event_id: Span::default(),
            last_event_had_id: false,
            first_new_id: Span::default(),
            rows: Vec::new(),
            retry: None,
            notices: Notices { wanted, ..Notices::default() },
        }
    }

    /// Starts the stream of a new connection: drops an unfinished event, and expects a byte order mark again.
    ///
    /// Deviation: the standard starts each stream with an empty last event ID buffer, so the first event without an
    /// `id` field after a reconnection would reset the last event ID. All browsers keep the ID, and so does this
    /// parser: if the second connection breaks as well, the third one must resume at the same event.
    pub fn restart(&mut self) {
        self.state = State::StreamStart;
        self.event = EventBuffers::default();
        self.last_event_had_id = false;
        self.buffer.drop_unfinished_line();
        self.clear_batch();
        self.give_memory_back();
    }

    /// Like [`restart`](Parser::restart), but frees the memory, because no stream follows.
    pub fn release(&mut self) {
        self.restart();
        self.buffer.free_spare_capacity();
        self.rows = Vec::new();
    }

    /// Parses the next bytes of the stream. They may start and end anywhere. Afterwards [`batch`](Parser::batch) has
    /// the events that they finished, instead of those of the previous chunk.
    ///
    /// # Errors
    ///
    /// [`EventTooLarge`] if the unfinished event exceeds the limit. The batch has the events before it. The rest of
    /// the stream is lost; only [`restart`](Parser::restart) makes the parser usable again.
    pub fn feed(&mut self, chunk: &[u8]) -> Result<(), EventTooLarge> {
        chunk.copy_to(self.reserve(chunk.len()));
        self.commit(chunk.len())
    }

    /// Returns spare capacity for the next `length` bytes of the stream: writing them there saves a copy. Drops the
    /// events of the previous chunk.
    pub fn reserve(&mut self, length: usize) -> &mut [u8] {
        self.clear_batch();
        if length > SMALLEST && self.buffer.lacks(length) {
            self.take_spare_memory();
        }
        self.buffer.reserve(length)
    }

    /// Parses the first `length` bytes that were written to the [reserved](Parser::reserve) capacity. A larger number
    /// than was reserved parses unspecified bytes.
    ///
    /// # Errors
    ///
    /// The same as those of [`feed`](Parser::feed).
    pub fn commit(&mut self, length: usize) -> Result<(), EventTooLarge> {
        let end = self.buffer.end_of_reserved(length);
        // The text is taken out of the parser while its fields change, so that each side can be borrowed alone.
        let mut text = mem::take(&mut self.buffer.bytes);
        let result = self.parse(&mut text, end);
        self.buffer.bytes = text;
        result
    }

    /// The events of the last chunk are not needed any more: keeps no more memory than an idle source needs.
    pub fn free_batch(&mut self) {
        if self.capacity() > STEADY_CAPACITY {
            self.clear_batch();
            self.give_memory_back();
        }
    }

    /// How many bytes of memory this parser has.
    #[must_use]
    pub fn capacity(&self) -> usize {
        memory::capacity(&self.buffer.bytes, &self.rows)
    }

    #[inline(never)]
    fn take_spare_memory(&mut self) {
        if let Some(ParserMemory { bytes, rows }) = SPARE.with(Spare::take) {
            if bytes.len() > self.buffer.bytes.len() {
                drop(self.buffer.replace_memory(bytes));
            }
            // They are empty between two chunks.
            self.rows = rows;
        }
    }

    /// Keeps no more than an idle source needs, unless a large event is unfinished.
    fn give_memory_back(&mut self) {
        if self.capacity() > STEADY_CAPACITY && self.buffer.parsed <= SMALLEST {
            let bytes = self.buffer.replace_memory(Vec::new());
            let rows = mem::take(&mut self.rows);
            SPARE.with(|spare| spare.give(ParserMemory { bytes, rows }));
        }
    }

    /// The events that the last chunk finished.
    #[must_use]
    pub fn batch(&self) -> Batch<'_> {
        let text = Span::new(0, self.end_of_finished()).of(&self.buffer.bytes);
        Batch::new(text, &self.rows, self.buffer.is_ascii)
    }

    /// The reconnection time in milliseconds, if the last chunk had a valid `retry` field; the last of them counts.
    /// Deviation: it is at most [`MAX_RECONNECTION_TIME`]. The standard has no bound, but a timer that overflows
    /// fires at once, and again.
    #[must_use]
    pub fn retry(&self) -> Option<u32> {
        self.retry
    }

    /// What the last chunk had beside events, and the text in which its places are: the number of events before it and
    /// what it is [about], the place of its text, and nothing.
    #[must_use]
    pub fn notices(&self) -> (&[[[u32; 2]; 3]], &[u8]) {
        (&self.notices.rows, &self.notices.text)
    }

    /// The [last event ID string](https://html.spec.whatwg.org/multipage/server-sent-events.html#concept-event-stream-last-event-id)
    /// of the event source: the last `id` field that a blank line has put into effect.
    #[must_use]
    pub fn last_event_id(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.last_event_id_bytes())
    }

    /// The last event ID string as it arrived. It may not be valid UTF-8.
    #[must_use]
    pub fn last_event_id_bytes(&self) -> &[u8] {
        self.last_event_id.of(&self.buffer.bytes)
    }

    /// Whether the last event of this stream had an `id` field of its own.
    pub(crate) fn last_event_had_id(&self) -> bool {
        self.last_event_had_id
    }

    /// The first ID that an event of the last chunk has set and that differs from the ID before it; else empty.
    pub(crate) fn first_new_id(&self) -> &[u8] {
        self.first_new_id.of(&self.buffer.bytes)
    }

    /// How many bytes of the unfinished event are stored.
    pub(crate) fn unfinished_length(&self) -> usize {
        self.unfinished_length_with(self.buffer.unfinished_line())
    }

    /// Drops the events of the last chunk. What is still needed moves to the front of the buffer.
    fn clear_batch(&mut self) {
        let length = self.last_event_id.len() + self.event.kept_length();
        // The chunk has finished no line. So there is no event, and everything lies in its place.
        if length == self.buffer.line {
            return;
        }
        let finished = self.end_of_finished();
        if length > 0 {
            self.move_strings_to_front();
        }
        self.buffer.move_line_to(length);
        // What remains is of the last chunk, so checking all of it is linear.
        if finished > 0 || self.event.data.is_none() {
            self.buffer.check_ascii();
        }
        self.rows.clear();
        self.first_new_id = Span::default();
        self.retry = None;
        self.notices.rows.clear();
        self.notices.text.clear();
    }

    fn move_strings_to_front(&mut self) {
        let [event_type, id, data] = self.event.kept();
        let mut kept = [self.last_event_id, event_type, id, data];
        self.buffer.move_to_front(&mut kept);
        let [last_event_id, kept @ ..] = kept;
        self.last_event_id = last_event_id;
        self.event.set_kept(kept);
    }

    /// [Parses](https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation) the text
    /// up to `end`.
    fn parse(&mut self, text: &mut [u8], end: usize) -> Result<(), EventTooLarge> {
        let start = mem::replace(&mut self.buffer.parsed, end);
        let Some(from) = self.start_of_search(text, start) else { return Ok(()) };
        let mut line = self.buffer.line;
        // The sizes need no check if all text together is smaller, which is the usual case.
        let may_exceed = end >= self.limit;
        let mut is_ignored = mem::replace(&mut self.state, State::Line) == State::IgnoredLine;
        let mut result = Ok(());
        let mut line_ends = LineEnds::between(from, end);
        while let Some(line_end) = line_ends.next(text) {
            // This is the LF of a CRLF.
            if line_end < line {
                continue;
            }
            let start = mem::replace(&mut line, line_end + 1);
            if text.get(line_end) == Some(&b'\r') {
                if line == end {
                    self.state = State::AfterCr;
                } else if text.get(line) == Some(&b'\n') {
                    line += 1;
                }
            }
            if !mem::take(&mut is_ignored) {
                self.process_line(text, Span::new(start, line_end));
                if may_exceed && let Err(error) = self.check_size(0) {
                    result = Err(error);
                    break;
                }
            }
        }
        self.buffer.is_ascii &= line_ends.are_in_ascii();
        self.buffer.line = line;
        // What was long enough to tell before this chunk is known not to be ignored.
        if is_ignored || may_exceed || line + LONGEST_PREFIX > start {
            self.skip_ignored_line(text, is_ignored);
        }
        if may_exceed && result.is_ok() {
            result = self.check_size(self.buffer.unfinished_line());
        }
        result
    }

    /// Where the search for line ends starts. `None` if there is nothing to parse yet.
    fn start_of_search(&mut self, text: &[u8], start: usize) -> Option<usize> {
        let end = self.buffer.parsed;
        if start == end {
            return None;
        }
        match self.state {
            State::Line => return Some(start),
            State::IgnoredLine => {}
            State::AfterCr => {
                if text.get(start) == Some(&b'\n') {
                    self.buffer.line = start + 1;
                }
            }
            // UTF-8 decode drops one byte order mark at the very start of a stream, even if chunks cut it.
            State::StreamStart => {
                let begin = Span::new(self.buffer.line, end).of(text);
                if begin.len() < BYTE_ORDER_MARK.len() && BYTE_ORDER_MARK.starts_with(begin) {
                    return None;
                }
                if begin.starts_with(&BYTE_ORDER_MARK) {
                    self.buffer.is_ascii = false;
                    self.buffer.line += BYTE_ORDER_MARK.len();
                }
            }
        }
        Some(self.buffer.line)
    }

    /// Does not store an unfinished line that is ignored, however it continues.
    fn skip_ignored_line(&mut self, text: &[u8], is_known: bool) {
        let line = Span::new(self.buffer.line, self.buffer.parsed);
        if is_known || (!line.is_empty() && is_ignored(line.of(text)) && !self.reports(line.of(text))) {
            self.state = State::IgnoredLine;
            self.buffer.drop_unfinished_line();
        }
    }

    /// Whether there is to be a notice of an ignored line.
    #[inline(never)]
    fn reports(&self, line: &[u8]) -> bool {
        let kind = if line.first() == Some(&b':') { wanted::COMMENTS } else { wanted::UNKNOWN_FIELDS };
        self.notices.wanted & kind != 0 && line.len() <= self.limit
    }

    /// Processes a complete line.
    #[cfg_attr(target_feature = "simd128", inline(always))]
    fn process_line(&mut self, text: &mut [u8], line: Span) {
        if line.is_empty() {
            return self.dispatch_the_event(text);
        }
        let Some((field, length)) = Field::of_line(text, line) else {
            if self.reports(line.of(text)) {
                self.notices.add(self.rows.len(), about::LINE, line.of(text));
            }
            return;
        };
        let after_name = line.start() + length;
        let start = after_name + usize::from(text.get(after_name) == Some(&b' '));
        self.process_field(text, field, line, Span::new(start, line.end()));
    }

    /// [Processes the field](https://html.spec.whatwg.org/multipage/server-sent-events.html#processField).
    #[cfg_attr(target_feature = "simd128", inline(always))]
    fn process_field(&mut self, text: &mut [u8], field: Field, line: Span, value: Span) {
        match field {
            Field::Data => self.event.append_data(text, value),
            Field::Event => self.event.event_type = value.normalized(),
            Field::Id if !has_nul(value.of(text)) => self.event.id = Some(value.normalized()),
            Field::Retry => {
                let retry = reconnection_time(value.of(text));
                self.retry = retry.or(self.retry);
                self.notices.add(self.rows.len(), retry.unwrap_or(about::LINE), line.of(text));
            }
            Field::Id => {}
        }
    }

    /// [Dispatches the event](https://html.spec.whatwg.org/multipage/server-sent-events.html#dispatchMessage): adds it
    /// to the batch.
    #[cfg_attr(target_feature = "simd128", inline(always))]
    fn dispatch_the_event(&mut self, text: &[u8]) {
        if self.event.data.is_none() && self.event.id.is_none() {
            self.event.event_type = Span::default();
            return;
        }
        let EventBuffers { data, mut event_type, id } = mem::take(&mut self.event);
        // Step 1.
        self.last_event_had_id = id.is_some() || (self.last_event_had_id && data.is_none());
        if let Some(id) = id {
            let about = if data.is_some() { about::ID_OF_EVENT } else { about::ID_ALONE };
            self.notices.add(self.rows.len(), about, id.of(text));
            if !is_same(text, id, self.last_event_id) {
                self.last_event_id = id;
                if self.first_new_id.is_empty() {
                    self.first_new_id = id;
                }
            }
        }
        // Step 2. The data buffer is the empty string only if there was no `data` field.
        let Some(data) = data else { return };
        // Steps 4 to 6. A type that is the same as that of the row before keeps its place.
        let type_before = self.rows.last().map_or(Span::default(), |row| Span::from(row[0]));
        if is_same(text, event_type, type_before) {
            event_type = type_before;
        }
        self.rows.push([event_type, self.last_event_id, data].map(Span::into));
    }

    /// Where the text of the finished events ends. The strings of an event lie behind those of the events before it.
    fn end_of_finished(&self) -> usize {
        self.rows
            .last()
            .map_or(0, |row| row.iter().map(|&place| Span::from(place).end()).max().unwrap_or_default())
    }

    fn check_size(&self, line: usize) -> Result<(), EventTooLarge> {
        if self.unfinished_length_with(line) <= self.limit {
            return Ok(());
        }
        Err(EventTooLarge { limit: self.limit })
    }

    /// How many bytes of the unfinished event are stored, if so many of them are an unfinished line.
    fn unfinished_length_with(&self, line: usize) -> usize {
        self.event.length() + line + self.event.id.unwrap_or(self.last_event_id).len()
    }
}

/// Whether two spans hold the same string. It compares from the end, because most strings that differ are IDs that count
/// up.
#[cfg_attr(target_feature = "simd128", inline(always))]
fn is_same(text: &[u8], one: Span, other: Span) -> bool {
    one == other || (one.len() == other.len() && one.of(text).iter().rev().eq(other.of(text).iter().rev()))
}

/// The longest reconnection time, in milliseconds: what timers can hold.
pub const MAX_RECONNECTION_TIME: u32 = i32::MAX as u32;

const BYTE_ORDER_MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];
