//! What a chunk of the stream became: the text of its events, and a table of places in it.
//!
//! Knows text and places in it; not how either came about. For Rust the places are in bytes, for JavaScript in UTF-16 code
//! units. It is laid out so that JavaScript reads it where it is: calling over the border and decoding cost more than
//! parsing, and here each is done once a chunk, however many events there are.
//!
//! | text | table: type, last event ID, data |
//! |---|---|
//! | `event:goal⏎id:7⏎data:1:0⏎⏎data:2:0` | 6–10, 14–15, 21–24 |
//! | | 0–0, 14–15, 31–34: what does not change keeps its place |

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use self::utf16::utf16_len;

mod utf16;

/// One event: start and end, in the text, of its type, its last event ID and its data. A string that is the same as in
/// the row before has the same place.
pub(crate) type Row = [Place; 3];

/// A [`Span`], as JavaScript reads it.
type Place = [u32; 2];

/// A place in the text.
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

    /// The same, but an empty string is at 0: it needs no text, which may be dropped before the span is.
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

/// One event of a stream, as the standard's
/// [dispatch](https://html.spec.whatwg.org/multipage/server-sent-events.html#dispatchMessage) initialises it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event<'a> {
    /// The event's type: that of its `event` field, or `message`.
    pub event_type: Cow<'a, str>,
    /// The values of its `data` fields, joined by U+000A.
    pub data: Cow<'a, str>,
    /// The source's last event ID at that moment.
    pub last_event_id: Cow<'a, str>,
}

/// The events that one chunk of a stream has finished.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// As it came.
    text: &'a [u8],
    rows: &'a [Row],
    /// Whether the text is known to be.
    is_ascii: bool,
}

impl<'a> Batch<'a> {
    pub(crate) fn new(text: &'a [u8], rows: &'a [Row], is_ascii: bool) -> Self {
        Batch { text, rows, is_ascii }
    }

    /// How many events there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no event.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The events, in the order of the stream.
    pub fn iter(&self) -> impl Iterator<Item = Event<'a>> + use<'a> {
        let text = self.text;
        let string = move |place: Place| String::from_utf8_lossy(Span::from(place).of(text));
        self.rows.iter().map(move |&row| {
            let [event_type, last_event_id, data] = row.map(string);
            let event_type = if event_type.is_empty() { Cow::Borrowed("message") } else { event_type };
            Event { event_type, data, last_event_id }
        })
    }

    /// The batch for JavaScript. Where it is not ASCII, and so has other places there, it is written to `room`.
    pub fn for_javascript<'b>(&self, room: &'b mut Converted) -> ForJavaScript<'b>
    where
        'a: 'b,
    {
        let (raw_text, raw_table) = (self.text, self.rows.as_flattened().as_flattened());
        if self.is_ascii {
            return ForJavaScript { text: raw_text, table: raw_table, raw_text, raw_table };
        }
        room.write(self);
        ForJavaScript { text: &room.text, table: room.table.as_flattened(), raw_text, raw_table }
    }
}

/// A [`Batch`] as JavaScript reads it: text, and six places a row, which are the start and the end of the type (empty:
/// `message`), of the last event ID, of the data. A string that is the same as in the row before has the same place.
#[derive(Clone, Copy, Debug)]
pub struct ForJavaScript<'a> {
    /// What the table's places are in. It holds more than they cover.
    pub text: &'a [u8],
    /// In UTF-16 code units of the text, if that is UTF-8; if it is not, they are somewhere.
    pub table: &'a [u32],
    /// The text as it came.
    pub raw_text: &'a [u8],
    /// The same rows, in bytes of that text.
    pub raw_table: &'a [u32],
}

/// The memory for what is not ASCII, to be used again and again.
#[derive(Clone, Debug, Default)]
pub struct Converted {
    text: Vec<u8>,
    table: Vec<Place>,
}

impl Converted {
    /// Writes the strings alone, each of them once: to count the units of what is between them would cost as much.
    fn write(&mut self, batch: &Batch<'_>) {
        self.text.clear();
        if self.text.capacity() > STEADY_CAPACITY {
            self.text = Vec::new();
        }
        self.table.clear();
        let mut units = 0;
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
                // Else two strings that are not UTF-8 could be together.
                self.text.push(b'\n');
                units += 1;
            }
            self.table.push(*written);
        }
    }
}

/// How much memory is kept for the next batch, in bytes.
pub(crate) const STEADY_CAPACITY: usize = 1 << 18;
