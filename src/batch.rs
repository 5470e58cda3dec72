//! The finished events of one chunk: their text, and a table of places in it.
//!
//! Knows text and places. Must not know how a stream is parsed.
//!
//! The layout lets JavaScript read text and table where they lie. A call across the border and a call of the decoder cost
//! more than parsing an event, and so each happens once a chunk, however many events there are. The places are in bytes
//! for Rust, and in UTF-16 code units for JavaScript.
//!
//! | text | table: type, last event ID, data |
//! |---|---|
//! | `event:goal⏎id:7⏎data:1:0⏎⏎data:2:0` | 6–10, 14–15, 21–24 |
//! | | 0–0, 14–15, 31–34: a string that stays the same keeps its place |

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::mem;

use self::utf16::utf16_len;
use crate::spare::{Memory, SMALLEST, STEADY_CAPACITY, Spare};

mod utf16;

/// One event: the places of its type, its last event ID and its data. A string that is the same as in the row before has
/// the same place.
pub(crate) type Row = [Place; 3];

/// A [`Span`] as JavaScript reads it: start and end.
type Place = [u32; 2];

/// A part of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    pub(crate) fn new(start: usize, end: usize) -> Self {
        Span { start: start as u32, end: end as u32 }
    }

    pub(crate) fn start(self) -> usize {
        self.start as usize
    }

    pub(crate) fn end(self) -> usize {
        self.end as usize
    }

    pub(crate) fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    pub(crate) fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Moves an empty span to 0: it needs no text, and the text around it may be dropped first.
    pub(crate) fn normalized(self) -> Self {
        if self.is_empty() { Span::default() } else { self }
    }

    /// The part of the text; empty if the text is shorter.
    pub(crate) fn of(self, text: &[u8]) -> &[u8] {
        text.get(self.start()..self.end()).unwrap_or_default()
    }
}

impl From<Place> for Span {
    fn from([start, end]: Place) -> Self {
        Span { start, end }
    }
}

impl From<Span> for Place {
    fn from(Span { start, end }: Span) -> Self {
        [start, end]
    }
}

/// One event of a stream, as the standard
/// [dispatches](https://html.spec.whatwg.org/multipage/server-sent-events.html#dispatchMessage) it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event<'a> {
    /// The event's type: the value of its `event` field, or `message`.
    pub event_type: Cow<'a, str>,
    /// The values of its `data` fields, joined by U+000A.
    pub data: Cow<'a, str>,
    /// The last event ID of the source at that time.
    pub last_event_id: Cow<'a, str>,
}

/// The events that one chunk of a stream has finished.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// The text as it arrived.
    text: &'a [u8],
    rows: &'a [Row],
    /// Whether the text is known to be ASCII.
    is_ascii: bool,
}

impl<'a> Batch<'a> {
    pub(crate) fn new(text: &'a [u8], rows: &'a [Row], is_ascii: bool) -> Self {
        Batch { text, rows, is_ascii }
    }

    /// The number of events.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no event.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The events, in the order of the stream. Bytes that are not UTF-8 become U+FFFD.
    pub fn iter(&self) -> impl Iterator<Item = Event<'a>> + use<'a> {
        let text = self.text;
        let string = move |place: Place| String::from_utf8_lossy(Span::from(place).of(text));
        self.rows.iter().map(move |&row| {
            let [event_type, last_event_id, data] = row.map(string);
            let event_type = if event_type.is_empty() { Cow::Borrowed("message") } else { event_type };
            Event { event_type, data, last_event_id }
        })
    }

    /// The batch for JavaScript. ASCII text has the same places there. Any other text is written to `converted`, with its
    /// places in UTF-16.
    pub fn for_javascript<'b>(&self, converted: &'b mut Converted) -> ForJavaScript<'b>
    where
        'a: 'b,
    {
        let (raw_text, raw_table) = (self.text, self.rows.as_flattened().as_flattened());
        if self.is_ascii {
            return ForJavaScript { text: raw_text, table: raw_table, raw_text, raw_table };
        }
        converted.write(self);
        let Converted { text, table } = converted;
        ForJavaScript { text, table: table.as_flattened(), raw_text, raw_table }
    }
}

/// A [`Batch`] as JavaScript reads it. A row of a table has six numbers: start and end of the type (`message` if they are
/// equal), of the last event ID, and of the data. A string that is the same as in the row before has the same place.
#[derive(Clone, Copy, Debug)]
pub struct ForJavaScript<'a> {
    /// The text in UTF-8. It also has bytes that belong to no string.
    pub text: &'a [u8],
    /// Places in the UTF-16 code units of the text. They are meaningless if the text turns out not to be UTF-8.
    pub table: &'a [u32],
    /// The text as it arrived.
    pub raw_text: &'a [u8],
    /// The same rows, in bytes of the text as it arrived.
    pub raw_table: &'a [u32],
}

/// Memory for a batch that is not ASCII. It is used again for the next one.
#[derive(Clone, Debug, Default)]
pub struct Converted {
    text: Vec<u8>,
    table: Vec<Place>,
}

impl Converted {
    /// The batch is not needed any more: keeps no more memory than an idle source needs.
    pub fn free(&mut self) {
        if self.capacity() > STEADY_CAPACITY {
            SPARE.with(|spare| spare.give(mem::take(self)));
        }
    }

    /// Writes each string once, and nothing else: to count the code units of the bytes between them would cost as much.
    fn write(&mut self, batch: &Batch<'_>) {
        if batch.text.len() > SMALLEST
            && self.capacity() < batch.text.len()
            && let Some(spare) = SPARE.with(Spare::take)
        {
            *self = spare;
        }
        self.text.clear();
        self.table.clear();
        let mut units = 0;
        // A row of the batch, and the same row in code units.
        let (mut last, mut written) = (Row::default(), Row::default());
        for (at, &place) in batch.rows.as_flattened().iter().enumerate() {
            let (Some(last), Some(written)) = (last.get_mut(at % 3), written.get_mut(at % 3)) else { break };
            if place != *last {
                *last = place;
                let string = Span::from(place).of(batch.text);
                let start = units;
                units += utf16_len(string);
                *written = [start as u32, units as u32];
                self.text.extend_from_slice(string);
                // Two strings that are not UTF-8 could form a character together.
                self.text.push(b'\n');
                units += 1;
            }
            self.table.push(*written);
        }
    }
}

impl Memory for Converted {
    fn capacity(&self) -> usize {
        self.text.capacity() + self.table.capacity() * size_of::<Place>()
    }
}

std::thread_local! {
    static SPARE: Spare<Converted> = const { Spare::new() };
}
