//! What a chunk of the stream became: the text of its events, and a table of spans into it.
//!
//! Knows text and places in it, for Rust in bytes of UTF-8 and for JavaScript in UTF-16 code units; not how
//! either came about. One string and one table cross into JavaScript however many events there are: calling
//! over the border and decoding cost more than parsing, and here each is done once a chunk.
//!
//! | text | rows |
//! |---|---|
//! | `1:0goal72:0` | type 3–7, id 7–8, data 0–3 |
//! | | type 3–7, id 7–8, data 8–11: what does not change keeps its span |

use alloc::vec::Vec;

/// A place in the text of a batch, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    start: usize,
    end: usize,
}

impl Span {
    pub(crate) fn new(start: usize, end: usize) -> Self {
        Span { start, end }
    }

    pub(crate) fn of<'a>(&self, text: &'a str) -> &'a str {
        &text[self.start..self.end]
    }
}

/// One event. In the text, each row's data comes first, then its type and its ID unless they are those of
/// the row before.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Row {
    pub(crate) event_type: Span,
    pub(crate) last_event_id: Span,
    pub(crate) data: Span,
}

/// One event of a stream, as the standard's
/// [dispatch](https://html.spec.whatwg.org/multipage/server-sent-events.html#dispatchMessage) initialises it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event<'a> {
    /// The event's type: that of its `event` field, or `message`.
    pub event_type: &'a str,
    /// The values of its `data` fields, joined by U+000A.
    pub data: &'a str,
    /// The source's last event ID at that moment.
    pub last_event_id: &'a str,
}

/// The events that one chunk of a stream has finished.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    text: &'a str,
    rows: &'a [Row],
}

impl<'a> Batch<'a> {
    pub(crate) fn new(text: &'a str, rows: &'a [Row]) -> Self {
        Batch { text, rows }
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
        self.rows.iter().map(move |row| Event {
            event_type: match row.event_type.of(text) {
                "" => "message",
                event_type => event_type,
            },
            data: row.data.of(text),
            last_event_id: row.last_event_id.of(text),
        })
    }

    /// The text that the spans point into. It may hold more than they cover.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The table for JavaScript: six places in [`text`](Batch::text) a row, in UTF-16 code units:
    /// start and end of the type (empty: `message`), of the last event ID, of the data. A string that is the
    /// same as in the row before has the same place.
    #[must_use]
    pub fn utf16_spans(&self) -> Vec<u32> {
        let mut table = Vec::with_capacity(self.rows.len() * 6);
        let mut utf16 = Utf16::new(self.text);
        let (mut last, mut last_in_utf16) = (Row::default(), Row::default());
        for row in self.rows {
            let data = utf16.span(row.data);
            let event_type = match row.event_type == last.event_type {
                true => last_in_utf16.event_type,
                false => utf16.span(row.event_type),
            };
            let last_event_id = match row.last_event_id == last.last_event_id {
                true => last_in_utf16.last_event_id,
                false => utf16.span(row.last_event_id),
            };
            last = *row;
            last_in_utf16 = Row { event_type, last_event_id, data };
            for span in [event_type, last_event_id, data] {
                table.extend([span.start as u32, span.end as u32]);
            }
        }
        table
    }
}

/// Turns places in bytes into places in UTF-16 code units, going forwards only: one pass over the text.
struct Utf16<'a> {
    text: &'a [u8],
    ascii: bool,
    in_bytes: usize,
    in_units: usize,
}

impl<'a> Utf16<'a> {
    fn new(text: &'a str) -> Self {
        Utf16 { text: text.as_bytes(), ascii: text.is_ascii(), in_bytes: 0, in_units: 0 }
    }

    fn span(&mut self, span: Span) -> Span {
        match self.ascii {
            true => span,
            false => Span::new(self.units(span.start), self.units(span.end)),
        }
    }

    fn units(&mut self, place: usize) -> usize {
        let bytes = &self.text[self.in_bytes..place];
        self.in_units += utf16_len(bytes);
        self.in_bytes = place;
        self.in_units
    }
}

/// How many UTF-16 code units a string has, given as UTF-8.
pub(crate) fn utf16_len(utf8: &[u8]) -> usize {
    // One unit a character, which is one byte that continues none, and a second one above U+FFFF.
    let characters = utf8.iter().filter(|&&byte| byte as i8 >= -64).count();
    characters + utf8.iter().filter(|&&byte| byte >= 0xF0).count()
}
