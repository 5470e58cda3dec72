//! Bytes of a `text/event-stream` in, events out.
//!
//! Knows the grammar of [HTML § 9.2.5–9.2.6](https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream)
//! and nothing else: no network, no clock, no callback, no browser.
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
//! # How it stays linear
//!
//! All text lives in one buffer: first the finished events of the last chunk, then the data of the
//! unfinished event, then, where a chunk ended inside a line, that line's beginning. A line that is whole
//! inside a chunk goes straight from the chunk to its place; a line cut by a chunk border goes onto the end of
//! the buffer and stays there. No byte is searched twice for a line end, and the unfinished rest moves to the
//! front at most once.
//!
//! Bytes are kept as they come, and decoded where somebody looks at them: no line end is part of a character, so
//! decoding before and after cutting into lines are the same.

use alloc::string::String;
use alloc::vec::Vec;
use core::{fmt, mem};

use memchr::{memchr, memchr2};

use crate::batch::{Batch, Row, Span, USUAL, row};
use crate::utf8::push_str;

/// An unfinished event has outgrown the limit given to [`Parser::new`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventTooLarge {
    /// The limit that was exceeded, in bytes.
    pub limit: usize,
}

impl fmt::Display for EventTooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an event of the stream is larger than {} bytes", self.limit)
    }
}

impl core::error::Error for EventTooLarge {}

/// An incremental parser of one event source's streams, one after the other.
///
/// The last event ID belongs to the source and outlives a stream; everything else is forgotten by
/// [`restart`](Parser::restart).
#[derive(Debug)]
pub struct Parser {
    limit: usize,
    /// How much of [`BOM`] the stream has begun with; past it, `BOM.len()`.
    bom_seen: usize,
    /// The last byte was a CR that ended a line: an LF that follows belongs to it.
    after_cr: bool,
    line: Line,
    text: Vec<u8>,
    rows: Vec<Row>,
    /// Where the finished events of the last chunk end in `text`.
    finished: usize,
    /// Where the data buffer begins in `text`, if the unfinished event has data.
    data: Option<usize>,
    event_type: Vec<u8>,
    /// Where the unfinished event has an ID of its own; else the buffer is as the string.
    last_event_id_buffer: String,
    last_event_id: String,
    /// Whether the unfinished event has an ID of its own.
    has_id: bool,
    /// Whether the last event of this stream had one.
    had_id: bool,
    /// Where the type of the last event of the batch stands in `text`.
    event_type_span: Span,
    /// Where `last_event_id` stands in `text`, if it is there since the last chunk.
    last_event_id_span: Option<Span>,
    retry: Option<u64>,
}

/// What is known of the line that the last chunk broke off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// None is broken off: the next byte begins a line.
    Whole,
    /// It begins at this place of `text`.
    Begun(usize),
    /// Whatever it goes on with, the standard ignores it: a comment or an unknown field.
    Ignored,
}

/// The field names of the standard; all others are ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Data,
    Event,
    Id,
    Retry,
}

impl Parser {
    /// A parser for a source that has received nothing yet.
    ///
    /// `limit` bounds what is held of an unfinished event, in bytes as they came. Comments and unknown fields
    /// are not held, so they may be of any length.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Parser {
            limit,
            bom_seen: 0,
            after_cr: false,
            line: Line::Whole,
            text: Vec::new(),
            rows: Vec::new(),
            finished: 0,
            data: None,
            event_type: Vec::new(),
            last_event_id_buffer: String::new(),
            last_event_id: String::new(),
            has_id: false,
            had_id: false,
            event_type_span: Span::default(),
            last_event_id_span: None,
            retry: None,
        }
    }

    /// Begins the stream of a new connection: an unfinished event is discarded, a BOM is expected again.
    ///
    /// Deviation: the standard gives each stream a last event ID buffer that is empty, so that the first
    /// event without `id` after a reconnection would reset the last event ID. All browsers keep it, and so
    /// does this parser: a second broken connection must resume where the first one did.
    pub fn restart(&mut self) {
        self.clear_batch();
        self.text.clear();
        self.bom_seen = 0;
        self.after_cr = false;
        self.line = Line::Whole;
        self.data = None;
        self.event_type.clear();
        self.has_id = false;
        self.had_id = false;
    }

    /// Whether another stream can go on behind the last event, and nothing is lost or comes twice: that event had an
    /// ID of its own, by which the stream is resumed. What is unfinished then comes once more, so it is to be small;
    /// and each stream is to bring an event, or one that is larger than streams may be would be begun for ever.
    #[must_use]
    pub fn is_resumable(&self) -> bool {
        self.had_id && !self.last_event_id.is_empty() && self.unfinished() <= SMALL
    }

    /// Parses the next bytes of the stream, cut anywhere. [`batch`](Parser::batch) then holds the events
    /// that they finished, in place of those of the chunk before.
    ///
    /// # Errors
    ///
    /// [`EventTooLarge`] when the unfinished event outgrows the limit. The batch holds what was finished
    /// before it; the rest of the stream is lost, and only [`restart`](Parser::restart) leads on.
    pub fn feed(&mut self, chunk: &[u8]) -> Result<(), EventTooLarge> {
        self.clear_batch();
        let mut rest = self.skip_bom(chunk);
        if self.after_cr && !rest.is_empty() {
            self.after_cr = false;
            rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        }
        while let Some((line, after)) = memchr2(b'\n', b'\r', rest).and_then(|end| rest.split_at_checked(end))
        {
            rest = match after {
                [b'\r', b'\n', after @ ..] => after,
                [b'\r'] => {
                    self.after_cr = true;
                    &[]
                }
                [_, after @ ..] => after,
                [] => &[],
            };
            match self.line {
                Line::Whole => self.process_line(line)?,
                _ => self.finish_line(line)?,
            }
        }
        if !rest.is_empty() {
            self.begin_or_continue_line(rest);
        }
        self.check_size()
    }

    /// The events that the last [`feed`](Parser::feed) finished.
    #[must_use]
    pub fn batch(&self) -> Batch<'_> {
        Batch::new(self.text.get(..self.finished).unwrap_or_default(), &self.rows)
    }

    /// The reconnection time that the last [`feed`](Parser::feed) has set, in milliseconds: the last of its
    /// valid `retry` fields. Too large a number is [`u64::MAX`].
    #[must_use]
    pub fn retry(&self) -> Option<u64> {
        self.retry
    }

    /// The [last event ID string](https://html.spec.whatwg.org/multipage/server-sent-events.html#concept-event-stream-last-event-id)
    /// of the event source: what the last blank line made of the `id` fields.
    #[must_use]
    pub fn last_event_id(&self) -> &str {
        &self.last_event_id
    }

    /// Forgets the last chunk's events and moves the unfinished rest to the front of the buffer.
    fn clear_batch(&mut self) {
        let rest = match (self.data, self.line) {
            (Some(data), _) => data,
            (None, Line::Begun(line)) => line,
            (None, _) => self.text.len(),
        };
        if rest == self.text.len() {
            self.text.clear();
        } else {
            self.text.drain(..rest);
        }
        // What a huge event took is given back, once there was one of the usual size.
        if (1..USUAL).contains(&self.finished) && self.text.len() < USUAL {
            self.text.shrink_to(USUAL);
        }
        self.data = self.data.map(|data| data - rest);
        if let Line::Begun(line) = self.line {
            self.line = Line::Begun(line - rest);
        }
        self.rows.clear();
        self.finished = 0;
        self.last_event_id_span = None;
        self.retry = None;
    }

    /// UTF-8 decode drops one BOM at the very start of a stream, however it is cut.
    fn skip_bom<'a>(&mut self, chunk: &'a [u8]) -> &'a [u8] {
        let mut rest = chunk;
        while self.bom_seen < BOM.len() {
            match rest.split_first() {
                Some((byte, after)) if *byte == BOM[self.bom_seen] => {
                    self.bom_seen += 1;
                    rest = after;
                }
                Some(_) => {
                    // Not a BOM after all: what was held back of it begins the first line.
                    let held = &BOM[..self.bom_seen];
                    self.bom_seen = BOM.len();
                    if !held.is_empty() {
                        self.begin_or_continue_line(held);
                    }
                }
                None => break,
            }
        }
        rest
    }

    /// A line that is whole inside the chunk.
    fn process_line(&mut self, line: &[u8]) -> Result<(), EventTooLarge> {
        if line.is_empty() {
            self.dispatch_the_event();
            return Ok(());
        }
        match split_field(line) {
            Some((Field::Data, value)) => {
                self.data.get_or_insert(self.text.len());
                self.text.extend_from_slice(value);
                self.text.push(b'\n');
            }
            Some((field, value)) => self.process_field(field, value),
            None => return Ok(()),
        }
        self.check_size()
    }

    /// A chunk ends inside a line: what is there of it is kept, unless it will be ignored anyway.
    fn begin_or_continue_line(&mut self, part: &[u8]) {
        let begin = match self.line {
            Line::Ignored => return,
            Line::Begun(begin) => begin,
            Line::Whole => self.text.len(),
        };
        self.text.extend_from_slice(part);
        self.line = Line::Begun(begin);
        if is_ignored(self.text.get(begin..).unwrap_or_default()) {
            self.text.truncate(begin);
            self.line = Line::Ignored;
        }
    }

    /// The end of a line that an earlier chunk broke off.
    fn finish_line(&mut self, end: &[u8]) -> Result<(), EventTooLarge> {
        self.begin_or_continue_line(end);
        let Line::Begun(begin) = mem::replace(&mut self.line, Line::Whole) else {
            return Ok(());
        };
        let line = self.text.get(begin..).unwrap_or_default();
        match split_field(line) {
            Some((Field::Data, value)) => {
                let name = line.len() - value.len();
                match self.data {
                    // It stays where it is; the field's name before it belongs to nobody.
                    None => self.data = Some(begin + name),
                    Some(_) => drop(self.text.drain(begin..begin + name)),
                }
                self.text.push(b'\n');
            }
            Some((field, value)) => {
                let value = value.to_vec();
                self.text.truncate(begin);
                self.process_field(field, &value);
            }
            None => self.text.truncate(begin),
        }
        self.check_size()
    }

    /// [Process the field](https://html.spec.whatwg.org/multipage/server-sent-events.html#processField),
    /// for all but `data`, whose value goes straight into the data buffer.
    fn process_field(&mut self, field: Field, value: &[u8]) {
        match field {
            Field::Event => {
                self.event_type.clear();
                self.event_type.extend_from_slice(value);
            }
            Field::Id if memchr(0, value).is_none() => {
                self.has_id = true;
                self.last_event_id_buffer.clear();
                push_str(&mut self.last_event_id_buffer, value);
            }
            Field::Retry if !value.is_empty() && value.iter().all(u8::is_ascii_digit) => {
                self.retry = Some(value.iter().fold(0, |number: u64, digit| {
                    number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))
                }));
            }
            Field::Data | Field::Id | Field::Retry => {}
        }
    }

    /// [Dispatch the event](https://html.spec.whatwg.org/multipage/server-sent-events.html#dispatchMessage),
    /// as far as a row of the batch.
    fn dispatch_the_event(&mut self) {
        // Step 1.
        if self.has_id && self.last_event_id != self.last_event_id_buffer {
            mem::swap(&mut self.last_event_id, &mut self.last_event_id_buffer);
            self.last_event_id_span = None;
        }
        let has_id = mem::take(&mut self.has_id);
        self.had_id = has_id || (self.had_id && self.data.is_none());
        // Step 2. The data buffer is empty when there was no data field at all.
        let Some(data) = self.data.take() else {
            self.event_type.clear();
            return;
        };
        // Step 3. The line end stays behind the data, and one behind each other string: so that no bytes of two
        // strings are taken for a character.
        let data = Span::new(data, self.text.len() - 1);
        // Steps 4 to 6.
        if self.rows.is_empty() || self.event_type_span.of(&self.text) != self.event_type {
            self.event_type_span = append(&mut self.text, &self.event_type);
        }
        let last_event_id = match self.last_event_id_span {
            Some(span) => span,
            None => append(&mut self.text, self.last_event_id.as_bytes()),
        };
        self.last_event_id_span = Some(last_event_id);
        self.rows.push(row(self.event_type_span, last_event_id, data));
        self.finished = self.text.len();
        // Step 7.
        self.event_type.clear();
    }

    fn check_size(&self) -> Result<(), EventTooLarge> {
        if self.unfinished() > self.limit {
            return Err(EventTooLarge { limit: self.limit });
        }
        Ok(())
    }

    /// How much is held of the unfinished event, in bytes.
    fn unfinished(&self) -> usize {
        let last_event_id = if self.has_id { &self.last_event_id_buffer } else { &self.last_event_id };
        self.text.len() - self.finished + self.event_type.len() + last_event_id.len()
    }
}

/// A line's field and its value, one single space after the colon not counted; `None` for comments and all that
/// the standard ignores.
fn split_field(line: &[u8]) -> Option<(Field, &[u8])> {
    if let [b'd', b'a', b't', b'a', b':', value @ ..] = line {
        return Some((Field::Data, value.strip_prefix(b" ").unwrap_or(value)));
    }
    let colon = line.iter().take(MAX_NAME + 1).position(|&byte| byte == b':');
    // No colon at all: the value is empty.
    let (name, value) = line.split_at_checked(colon.unwrap_or(line.len()))?;
    let field = match name {
        b"data" => Field::Data,
        b"event" => Field::Event,
        b"id" => Field::Id,
        b"retry" => Field::Retry,
        _ => return None,
    };
    let value = value.strip_prefix(b":").unwrap_or(value);
    Some((field, value.strip_prefix(b" ").unwrap_or(value)))
}

/// Whether a line that begins so is ignored, whatever follows.
fn is_ignored(begin: &[u8]) -> bool {
    let is_name = |name: &&str| name.as_bytes().starts_with(begin);
    split_field(begin).is_none() && !NAMES.iter().any(is_name)
}

/// Appends a string to the batch's text.
fn append(text: &mut Vec<u8>, string: &[u8]) -> Span {
    let start = text.len();
    text.extend_from_slice(string);
    let span = Span::new(start, text.len());
    text.push(b'\n');
    span
}

const BOM: [u8; 3] = [0xEF, 0xBB, 0xBF];
const NAMES: [&str; 4] = ["data", "event", "id", "retry"];
const MAX_NAME: usize = 5;

/// What may as well come twice, in bytes.
const SMALL: usize = 64 << 10;
