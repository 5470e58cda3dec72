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
//! All text lives in one buffer: the data of the unfinished event, its unfinished line, and behind them the room
//! for the next chunk, which is parsed where it lies. The data of an event with one line is not moved at all; each
//! further line moves down to the one before. No byte is searched twice for a line end, and what a chunk leaves
//! unfinished moves to the front at most once.
//!
//! Bytes are kept as they come, and decoded where somebody looks at them: no line end is part of a character, so
//! decoding before and after cutting into lines are the same.
//!
//! What every line passes through is inlined in the build with SIMD; the one that becomes JavaScript is to be small.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::{fmt, mem};

use self::line_ends::{BLOCK, LineEnds};
use crate::batch::{Batch, Row, Span, USUAL};

mod line_ends;

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
    /// Whether a BOM may still come, or the rest of one.
    expects_bom: bool,
    /// The last byte was a CR that ended a line: an LF that follows belongs to it.
    after_cr: bool,
    /// Whether the unfinished line is one that the standard ignores, whatever it goes on with: it is not held.
    ignores_line: bool,
    text: Vec<u8>,
    /// Whether it is known to be ASCII.
    is_ascii: bool,
    /// Where in `text` the unfinished line begins.
    line: usize,
    /// Up to where `text` is parsed; behind it is the room.
    parsed: usize,
    /// Up to where the room is written.
    written: usize,
    rows: Vec<Row>,
    /// Where the finished events of the last chunk end in `text`.
    finished: usize,
    /// Where the data buffer is in `text`, without the line end behind it, if the unfinished event has data.
    data: Option<(usize, usize)>,
    /// Strings that have no place in `text`: those from before this chunk, the last event ID first; and those that
    /// stand between two lines of data, where the second will be.
    aside: Vec<u8>,
    /// Memory for the next one.
    next_aside: Vec<u8>,
    /// The event type buffer.
    event_type: Span,
    /// The last event ID buffer, where the unfinished event has an ID of its own; else it is as the string.
    last_event_id_buffer: Option<Span>,
    /// The last event ID string; between chunks, it is the first in `aside`.
    last_event_id: Span,
    /// Whether the last event of this stream had an ID of its own.
    had_id: bool,
    /// The type of the last row.
    event_type_of_row: Span,
    /// Whether a row has a string in `aside`.
    rows_look_aside: bool,
    retry: Option<u32>,
    /// See [`first_id`](Parser::first_id).
    first_id: Vec<u8>,
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
            expects_bom: true,
            after_cr: false,
            ignores_line: false,
            text: Vec::new(),
            is_ascii: true,
            line: 0,
            parsed: 0,
            written: 0,
            rows: Vec::new(),
            finished: 0,
            data: None,
            aside: Vec::new(),
            next_aside: Vec::new(),
            event_type: Span::default(),
            last_event_id_buffer: None,
            last_event_id: Span::default(),
            had_id: false,
            event_type_of_row: Span::default(),
            rows_look_aside: false,
            retry: None,
            first_id: Vec::new(),
        }
    }

    /// Begins the stream of a new connection: an unfinished event is discarded, a BOM is expected again.
    ///
    /// Deviation: the standard gives each stream a last event ID buffer that is empty, so that the first
    /// event without `id` after a reconnection would reset the last event ID. All browsers keep it, and so
    /// does this parser: a second broken connection must resume where the first one did.
    pub fn restart(&mut self) {
        self.expects_bom = true;
        self.after_cr = false;
        self.ignores_line = false;
        self.data = None;
        self.event_type = Span::default();
        self.last_event_id_buffer = None;
        self.had_id = false;
        self.first_id.clear();
        self.line = self.parsed;
        self.clear_batch();
    }

    /// Like [`restart`](Parser::restart), where no stream will follow: memory is given back.
    pub fn release(&mut self) {
        self.restart();
        self.text = Vec::new();
        self.rows = Vec::new();
    }

    /// Whether another stream can go on behind the last event, and nothing is lost or comes twice: that event had an
    /// ID of its own, by which the stream is resumed. What is unfinished then comes once more, so it is to be small;
    /// and each stream is to bring a new ID, or an event that is larger than streams may be would be begun for ever.
    #[must_use]
    pub fn is_resumable(&self) -> bool {
        self.had_id
            && !self.first_id.is_empty()
            && !self.last_event_id.is_empty()
            && self.unfinished() <= SMALL
    }

    /// Parses the next bytes of the stream, cut anywhere. [`batch`](Parser::batch) then holds the events
    /// that they finished, in place of those of the chunk before.
    ///
    /// # Errors
    ///
    /// [`EventTooLarge`] when the unfinished event outgrows the limit. The batch holds what was finished
    /// before it; the rest of the stream is lost, and only [`restart`](Parser::restart) leads on.
    pub fn feed(&mut self, chunk: &[u8]) -> Result<(), EventTooLarge> {
        // They are as long as each other; where they need not be, this would bring its panic and its text.
        self.room(chunk.len()).iter_mut().zip(chunk).for_each(|(free, &byte)| *free = byte);
        self.feed_room()
    }

    /// Where the next so many bytes of the stream are to be written, which saves a copy of them. It takes the place of
    /// the last chunk's events.
    pub fn room(&mut self, length: usize) -> &mut [u8] {
        self.clear_batch();
        self.written = self.parsed + length;
        // A block is looked at as a whole.
        self.grow(self.written + BLOCK);
        self.text.get_mut(self.parsed..self.written).unwrap_or_default()
    }

    /// Of the [`room`](Parser::room), no more than so many bytes were written.
    pub fn fill(&mut self, length: usize) {
        self.written = self.written.min(self.parsed + length);
    }

    /// What was written to the [`room`](Parser::room), as long as it is not parsed.
    #[must_use]
    pub fn written(&self) -> &[u8] {
        self.bytes(self.parsed, self.written)
    }

    /// Parses what was written to the [`room`](Parser::room).
    ///
    /// # Errors
    ///
    /// Those of [`feed`](Parser::feed).
    pub fn feed_room(&mut self) -> Result<(), EventTooLarge> {
        // By itself, it is where it was when the rest of the parser has changed.
        let mut text = mem::take(&mut self.text);
        let result = self.parse(&mut text);
        self.text = text;
        self.settle();
        result
    }

    /// The events that the last [`feed`](Parser::feed) finished.
    #[must_use]
    pub fn batch(&self) -> Batch<'_> {
        Batch::new(self.bytes(0, self.finished), &self.rows, self.is_ascii)
    }

    /// The reconnection time that the last [`feed`](Parser::feed) has set, in milliseconds: the last of its
    /// valid `retry` fields.
    ///
    /// Deviation: at most [`i32::MAX`], which is what timers hold. The standard knows no bound, but a timer that overflows
    /// fires at once, and again.
    #[must_use]
    pub fn retry(&self) -> Option<u32> {
        self.retry
    }

    /// The [last event ID string](https://html.spec.whatwg.org/multipage/server-sent-events.html#concept-event-stream-last-event-id)
    /// of the event source: what the last blank line made of the `id` fields.
    #[must_use]
    pub fn last_event_id(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.last_event_id_bytes())
    }

    /// The same, as it came: it need not be UTF-8.
    #[must_use]
    pub fn last_event_id_bytes(&self) -> &[u8] {
        self.string(&self.text, self.last_event_id)
    }

    /// The first ID that an event of this stream has brought, other than the one that was there before: one that was there
    /// in the stream before, too, and first, says that the server does not resume but begins again. Empty if there was
    /// none.
    pub(crate) fn first_id(&self) -> &[u8] {
        &self.first_id
    }

    /// The same, for somebody to keep.
    pub(crate) fn take_first_id(&mut self) -> Vec<u8> {
        mem::take(&mut self.first_id)
    }

    /// Forgets the last chunk's events, and moves the unfinished rest to the front of the buffer.
    fn clear_batch(&mut self) {
        let rest = self.data.map_or(self.line, |(start, _)| start);
        self.cut(0, rest);
        // What a huge event took is given back, once there was one of the usual size.
        if (1..USUAL).contains(&self.finished) && self.parsed < USUAL && self.text.len() > USUAL {
            self.text = self.bytes(0, self.parsed).to_vec();
        }
        self.data = self.data.map(|(start, end)| (start - rest, end - rest));
        self.line -= rest;
        self.written = self.parsed;
        if rest > 0 && !self.is_ascii {
            self.is_ascii = is_ascii(self.bytes(0, self.parsed));
        }
        self.rows.clear();
        self.finished = 0;
        self.event_type_of_row = Span::default();
        self.rows_look_aside = false;
        self.retry = None;
    }

    fn parse(&mut self, text: &mut [u8]) -> Result<(), EventTooLarge> {
        let (mut line, mut from, end) = (self.line, self.parsed, self.written);
        self.parsed = end;
        // What stands there from before is no text.
        if let Some(behind) = text.get_mut(end..).and_then(<[u8]>::first_chunk_mut) {
            *behind = [0; BLOCK];
        }
        if self.expects_bom {
            // UTF-8 decode drops one BOM at the very start of a stream, however it is cut.
            let begin = part(text, line, end);
            if begin.len() < BOM.len() && BOM.starts_with(begin) {
                return Ok(());
            }
            if begin.starts_with(&BOM) {
                self.is_ascii = false;
                line += BOM.len();
            }
            from = line;
            self.expects_bom = false;
        }
        if self.after_cr && from < end {
            self.after_cr = false;
            if text.get(from) == Some(&b'\n') {
                from += 1;
                line = from;
            }
        }
        // Most often there is not as much as that in all.
        let may_outgrow = end + self.aside.len() >= self.limit;
        let was_ascii = mem::take(&mut self.is_ascii);
        let mut ignores_line = mem::take(&mut self.ignores_line);
        let mut line_ends = LineEnds::between(from, end);
        while let Some(line_end) = line_ends.next(text) {
            // An LF behind its CR.
            if line_end < line {
                continue;
            }
            let begin = mem::replace(&mut line, line_end + 1);
            if text.get(line_end) == Some(&b'\r') {
                if line == end {
                    self.after_cr = true;
                } else if text.get(line) == Some(&b'\n') {
                    line += 1;
                }
            }
            if !mem::take(&mut ignores_line) {
                self.process_line(text, begin, line_end);
                if may_outgrow {
                    self.check_size(0)?;
                }
            }
        }
        self.is_ascii = was_ascii && line_ends.are_in_ascii();
        self.line = line;
        self.ignores_line = ignores_line || (line < end && is_ignored(part(text, line, end)));
        if self.ignores_line {
            self.parsed = line;
        }
        if may_outgrow { self.check_size(self.parsed - line) } else { Ok(()) }
    }

    /// A line is there as a whole.
    #[cfg_attr(target_feature = "simd128", inline(always))]
    fn process_line(&mut self, text: &mut [u8], begin: usize, end: usize) {
        if begin == end {
            return self.dispatch_the_event(text);
        }
        let Some((field, name)) = field_at(text, begin, end) else { return };
        let after_name = begin + name;
        let start = after_name + usize::from(text.get(after_name) == Some(&b' '));
        if field != Field::Data {
            return self.process_field(text, field, Span::new(start, end));
        }
        self.data = Some(match self.data {
            None => (start, end),
            Some((first, last)) => {
                // Before the value is at least the name.
                if let Some(line_end) = text.get_mut(last) {
                    *line_end = b'\n';
                }
                shift(text, start, end, last + 1);
                (first, last + 1 + (end - start))
            }
        });
    }

    /// [Process the field](https://html.spec.whatwg.org/multipage/server-sent-events.html#processField),
    /// for all but `data`.
    #[cfg_attr(target_feature = "simd128", inline(always))]
    fn process_field(&mut self, text: &[u8], field: Field, place: Span) {
        match field {
            Field::Event => self.event_type = self.keep(text, place),
            Field::Id if !has_nul(place.of(text)) => {
                self.last_event_id_buffer = Some(self.keep(text, place));
            }
            Field::Retry => self.retry = reconnection_time(place.of(text)).or(self.retry),
            Field::Data | Field::Id => {}
        }
    }

    /// Where a value is safe until the next chunk: behind the data buffer, there will be more data.
    #[cfg_attr(target_feature = "simd128", inline(always))]
    fn keep(&mut self, text: &[u8], place: Span) -> Span {
        if self.data.is_none() { place } else { put_aside(&mut self.aside, place.of(text)) }
    }

    /// [Dispatch the event](https://html.spec.whatwg.org/multipage/server-sent-events.html#dispatchMessage),
    /// as far as a row of the batch.
    #[cfg_attr(target_feature = "simd128", inline(always))]
    fn dispatch_the_event(&mut self, text: &[u8]) {
        if self.data.is_none() && self.last_event_id_buffer.is_none() && self.event_type.is_empty() {
            return;
        }
        // Step 1.
        let id = self.last_event_id_buffer.take();
        self.had_id = id.is_some() || (self.had_id && self.data.is_none());
        if let Some(id) = id
            && !self.is_same(text, id, self.last_event_id)
        {
            self.last_event_id = id;
            if self.first_id.is_empty() {
                self.first_id = self.string(text, id).to_vec();
            }
        }
        let mut event_type = mem::take(&mut self.event_type);
        // Step 2. The data buffer is empty when there was no data field at all.
        let Some((start, end)) = self.data.take() else { return };
        // Steps 4 to 6.
        if event_type != self.event_type_of_row && self.is_same(text, event_type, self.event_type_of_row) {
            event_type = self.event_type_of_row;
        }
        self.event_type_of_row = event_type;
        self.rows_look_aside |= event_type.is_aside() || self.last_event_id.is_aside();
        self.rows.push([event_type, self.last_event_id, Span::new(start, end)].map(Span::into));
        self.finished = end;
    }

    /// After a chunk: no gap in what is unfinished, no string in a place that the next chunk takes, and none of the
    /// batch outside the text.
    fn settle(&mut self) {
        if let Some((_, end)) = self.data
            && end < self.line
        {
            self.cut(end, self.line);
            self.line = end;
        }
        if self.rows_look_aside || !self.is_settled() {
            self.put_all_aside();
        }
    }

    /// Whether all strings that are to be kept are aside, and nothing else is.
    fn is_settled(&self) -> bool {
        let kept = [self.last_event_id, self.event_type, self.last_event_id_buffer.unwrap_or_default()];
        kept.iter().all(|span| span.is_aside() || *span == Span::default())
            && self.aside.len() == kept.iter().map(|span| span.len()).sum()
    }

    #[inline(never)]
    fn put_all_aside(&mut self) {
        let mut aside = mem::take(&mut self.next_aside);
        aside.clear();
        let mut kept = [self.last_event_id, self.event_type, self.last_event_id_buffer.unwrap_or_default()];
        for span in &mut kept {
            let string = self.string(&self.text, *span);
            *span = Span::aside(aside.len(), aside.len() + string.len());
            aside.extend_from_slice(string);
        }
        [self.last_event_id, self.event_type, _] = kept;
        self.last_event_id_buffer = self.last_event_id_buffer.map(|_| kept[2]);
        self.next_aside = mem::replace(&mut self.aside, aside);
        if self.rows_look_aside {
            self.bring_in();
        }
    }

    /// Puts the strings that were aside behind the finished events.
    fn bring_in(&mut self) {
        let (place, length) = (self.finished, self.next_aside.len());
        let end = self.parsed;
        self.is_ascii &= is_ascii(&self.next_aside);
        self.parsed += length;
        self.grow(self.parsed);
        shift(&mut self.text, place, end, place + length);
        let free = self.text.get_mut(place..).unwrap_or_default();
        free.iter_mut().zip(&self.next_aside).for_each(|(free, &byte)| *free = byte);
        for each in self.rows.as_flattened_mut() {
            *each = Span::from(*each).brought_in(place).into();
        }
        self.finished += length;
        self.line += length;
        self.data = self.data.map(|(start, end)| (start + length, end + length));
    }

    /// Makes the text at least as long. What is there already remains, used or not.
    fn grow(&mut self, length: usize) {
        if self.text.len() < length {
            self.text.resize(length, 0);
        }
    }

    /// Takes a part out of the text.
    fn cut(&mut self, start: usize, end: usize) {
        if start < end {
            shift(&mut self.text, end, self.parsed, start);
            self.parsed -= end - start;
        }
    }

    fn check_size(&self, line: usize) -> Result<(), EventTooLarge> {
        if self.size(line) <= self.limit {
            return Ok(());
        }
        Err(EventTooLarge { limit: self.limit })
    }

    /// How much is held of the unfinished event, in bytes.
    fn unfinished(&self) -> usize {
        self.size(self.parsed - self.line)
    }

    /// The same, while so much of it is an unfinished line.
    fn size(&self, line: usize) -> usize {
        let data = self.data.map_or(0, |(start, end)| end - start + 1);
        let last_event_id = self.last_event_id_buffer.unwrap_or(self.last_event_id);
        data + line + self.event_type.len() + last_event_id.len()
    }

    fn bytes(&self, start: usize, end: usize) -> &[u8] {
        part(&self.text, start, end)
    }

    /// Whether two places have the same string. Most often, those that are not are IDs that count up.
    #[cfg_attr(target_feature = "simd128", inline(always))]
    fn is_same(&self, text: &[u8], one: Span, other: Span) -> bool {
        one.len() == other.len()
            && self.string(text, one).iter().rev().eq(self.string(text, other).iter().rev())
    }

    #[cfg_attr(target_feature = "simd128", inline(always))]
    fn string<'a>(&'a self, text: &'a [u8], span: Span) -> &'a [u8] {
        span.of(if span.is_aside() { &self.aside } else { text })
    }
}

fn part(text: &[u8], start: usize, end: usize) -> &[u8] {
    text.get(start..end).unwrap_or_default()
}

/// The field of a line, and how much of it is not its value: the name, and the colon if there is one. `None` for comments
/// and all that the standard ignores.
#[cfg_attr(target_feature = "simd128", inline(always))]
fn field_at(text: &[u8], begin: usize, end: usize) -> Option<(Field, usize)> {
    // The names have no line end in them, nor has what stands behind the text: so what lies beyond the line cannot make
    // it another one.
    let first = |at| text.get(at..).and_then(<[u8]>::first_chunk).map_or(0, |&word| u32::from_le_bytes(word));
    let (here, behind) = (first(begin), first(begin + 4));
    if here == word(b"data") && behind as u8 == b':' {
        Some((Field::Data, 5))
    } else if here as u8 == b':' {
        None
    } else if here << 8 == word(b"\0id:") {
        Some((Field::Id, 3))
    } else if here == word(b"even") && behind << 16 == word(b"\0\0t:") {
        Some((Field::Event, 6))
    } else {
        rare_field(part(text, begin, end))
    }
}

/// What a line without a colon, or of another field than the usual ones, is: see [`field_at`].
#[inline(never)]
fn rare_field(line: &[u8]) -> Option<(Field, usize)> {
    let (field, name) = match line {
        [b'd', b'a', b't', b'a', ..] => (Field::Data, 4),
        [b'e', b'v', b'e', b'n', b't', ..] => (Field::Event, 5),
        [b'i', b'd', ..] => (Field::Id, 2),
        [b'r', b'e', b't', b'r', b'y', ..] => (Field::Retry, 5),
        _ => return None,
    };
    match line.get(name) {
        // No colon at all: the value is empty.
        None => Some((field, name)),
        Some(b':') => Some((field, name + 1)),
        Some(_) => None,
    }
}

/// Four bytes as they are read from the text.
const fn word(bytes: &[u8; 4]) -> u32 {
    u32::from_le_bytes(*bytes)
}

/// Whether a line that begins so is ignored, whatever follows.
fn is_ignored(begin: &[u8]) -> bool {
    let is_name = |name: &&str| name.as_bytes().starts_with(begin);
    rare_field(begin).is_none() && !NAMES.iter().any(is_name)
}

/// Moves a part of the text, of which all there is. Where there could be less, this would bring its panic and its text.
fn shift(text: &mut [u8], start: usize, end: usize, to: usize) {
    if start < end && end <= text.len() && to <= text.len() - (end - start) {
        text.copy_within(start..end, to);
    }
}

/// Of what is short, or begins with what is not.
#[inline(never)]
fn is_ascii(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii)
}

/// The value of `retry`, if it is one.
fn reconnection_time(value: &[u8]) -> Option<u32> {
    let is_number = !value.is_empty() && value.iter().all(u8::is_ascii_digit);
    is_number.then(|| {
        value.iter().fold(0, |number, digit| {
            let number = if number > MAX_RETRY / 10 { MAX_RETRY } else { number * 10 };
            MAX_RETRY.min(number + u32::from(digit - b'0'))
        })
    })
}

/// Whether there is a NUL in it, which an ID may not have.
#[inline(never)]
fn has_nul(string: &[u8]) -> bool {
    /// The lowest bit of each byte, and the highest.
    const LOWEST: usize = usize::MAX / 0xFF;
    const HIGHEST: usize = LOWEST << 7;

    let (words, rest) = string.as_chunks();
    // Whether one of its bytes is zero: https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord
    let has = |word: usize| word.wrapping_sub(LOWEST) & !word & HIGHEST != 0;
    words.iter().any(|&word| has(usize::from_le_bytes(word))) || rest.contains(&0)
}

/// Puts a string aside.
fn put_aside(aside: &mut Vec<u8>, string: &[u8]) -> Span {
    let start = aside.len();
    aside.extend_from_slice(string);
    Span::aside(start, aside.len())
}

const BOM: [u8; 3] = [0xEF, 0xBB, 0xBF];
const NAMES: [&str; 4] = ["data", "event", "id", "retry"];
const MAX_RETRY: u32 = i32::MAX as u32;

/// What may as well come twice, in bytes.
const SMALL: usize = 64 << 10;
