//! The grammar as a table, one row for each rule.
//!
//! Every row runs whole, byte by byte, cut in two at every position, and as the stream of a second connection. Must not know
//! how the parser works. A bug is a new row first, then its fix.
#![cfg(not(target_arch = "wasm32"))]
// A failed `expect` is a failed test.
#![allow(clippy::expect_used)]

use eventsource_wasm::batch::{Batch, Converted, ForJavaScript};
use eventsource_wasm::parser::{EventTooLarge, Parser};

/// The type, the data and the last event ID.
type Event = (&'static str, &'static str, &'static str);

struct Row {
    name: &'static str,
    stream: &'static [u8],
    events: &'static [Event],
    /// The last event ID that the next request would send.
    last_event_id: &'static str,
    retry: Option<u32>,
}

const fn row(name: &'static str, stream: &'static [u8], events: &'static [Event]) -> Row {
    let last_event_id = match events {
        [.., (_, _, id)] => id,
        [] => "",
    };
    Row { name, stream, events, last_event_id, retry: None }
}

impl Row {
    const fn leaves_id(self, last_event_id: &'static str) -> Row {
        Row { last_event_id, ..self }
    }

    const fn retries_after(self, milliseconds: u32) -> Row {
        Row { retry: Some(milliseconds), ..self }
    }
}

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // Blocks
    row("an empty stream has no events", b"", &[]),
    row("a blank line alone dispatches nothing", b"\n\n\n", &[]),
    row("data and a blank line are an event", b"data:a\n\n", &[("message", "a", "")]),
    row("an event without its blank line is discarded", b"data:a\n", &[]),
    row("a line without its end is discarded", b"data:a", &[]),
    row("lines of data are joined by a line feed", b"data:a\ndata:b\ndata: c\n\n", &[("message", "a\nb\nc", "")]),
    row("several events", b"data:a\n\ndata:b\n\n\ndata:c\n\n", &[("message", "a", ""), ("message", "b", ""), ("message", "c", "")]),
    row("data alone is an event of nothing", b"data\n\n", &[("message", "", "")]),
    row("data with a colon alone is an event of nothing", b"data:\n\n", &[("message", "", "")]),
    row("two data alone are a line feed", b"data\ndata\n\n", &[("message", "\n", "")]),
    row("an empty first line of data counts", b"data\ndata:x\n\n", &[("message", "\nx", "")]),
    row("an empty last line of data counts", b"data:x\ndata\n\n", &[("message", "x\n", "")]),
    row("fields between lines of data do not part them", b"data:a\nid:1\nevent:e\n:c\nfoo:bar\ndata:b\n\n", &[("e", "a\nb", "1")]),

    row("strings between lines of data survive longer and shorter lines", b"data:\nevent:a\ndata:\nid:long\ndata:\ndata:very much longer than both\ndata:\ndata:b\nevent:c\ndata:d\n\n", &[("c", "\n\n\nvery much longer than both\n\nb\nd", "long")]),

    // Values
    row("one space after the colon is dropped", b"data: x\n\n", &[("message", "x", "")]),
    row("a second space is kept", b"data:  x\n\n", &[("message", " x", "")]),
    row("a tab is kept", b"data:\tx\n\n", &[("message", "\tx", "")]),
    row("a space before a tab is dropped", b"data: \tx\n\n", &[("message", "\tx", "")]),
    row("trailing space is kept", b"data:x \n\n", &[("message", "x ", "")]),
    row("a space alone is nothing", b"data: \n\n", &[("message", "", "")]),
    row("further colons belong to the value", b"data::x:y\n\n", &[("message", ":x:y", "")]),
    row("NUL in data is kept", b"data:a\0b\n\n", &[("message", "a\0b", "")]),
    row("U+2028, U+0085, VT and FF end no line", "data:a\u{2028}b\u{85}c\u{b}d\u{c}e\n\n".as_bytes(), &[("message", "a\u{2028}b\u{85}c\u{b}d\u{c}e", "")]),

    // Names
    row("names are case-sensitive", b"Data:x\nDATA:y\n\n", &[]),
    row("a name has no space before it", b" data:x\n\n", &[]),
    row("a name has no space after it", b"data :x\n\n", &[]),
    row("a longer name is another", b"data-x:y\ndatax:y\ndatas\n\n", &[]),
    row("a shorter name is another", b"dat:x\nd\n\n", &[]),
    row("a name with NUL is another", b"da\0ta:x\n\n", &[]),
    row("a name with a byte order mark is another", b"data:a\n\xEF\xBB\xBFdata:b\n\n", &[("message", "a", "")]),
    row("unknown fields are ignored", b"foo:bar\nfoo\ndata:x\nsomething longer than any name\n\n", &[("message", "x", "")]),
    row("comments are ignored", b": c\n:\n:data:x\n\ndata:y\n: d\n\n", &[("message", "y", "")]),
    row("a comment with NULs is ignored", b":\0\0\ndata:y\n\n", &[("message", "y", "")]),
    row("a line of text that is not ASCII is ignored", "日本語\nd\u{e4}ta:x\ndata:y\n\n".as_bytes(), &[("message", "y", "")]),

    // Line ends
    row("lines may end in CR", b"data:a\rdata:b\r\rdata:c\r\r", &[("message", "a\nb", ""), ("message", "c", "")]),
    row("lines may end in CRLF", b"data:a\r\ndata:b\r\n\r\ndata:c\r\n\r\n", &[("message", "a\nb", ""), ("message", "c", "")]),
    row("LF and CRLF mix", b"data:a\n\r\ndata:b\r\n\n", &[("message", "a", ""), ("message", "b", "")]),
    row("CRLF and CR mix", b"data:a\r\n\rdata:b\r\r\n", &[("message", "a", ""), ("message", "b", "")]),
    row("LF and CR mix", b"data:a\n\rdata:b\r\r\n", &[("message", "a", ""), ("message", "b", "")]),
    row("CR and LF around a line are two ends", b"data:a\r\ndata:b\n\n", &[("message", "a\nb", "")]),
    row("a stream may begin with line ends", b"\r\n\r\n\ndata:a\n\n", &[("message", "a", "")]),

    // event
    row("event names the type", b"event:e\ndata:x\n\n", &[("e", "x", "")]),
    row("the type does not last", b"event:e\ndata:x\n\ndata:y\n\n", &[("e", "x", ""), ("message", "y", "")]),
    row("the last type counts", b"event:e\nevent:f\ndata:x\n\n", &[("f", "x", "")]),
    row("an empty event resets the type", b"event:e\nevent\ndata:x\n\nevent:e\nevent:\ndata:y\n\n", &[("message", "x", ""), ("message", "y", "")]),
    row("a type without data is no event and does not leak", b"event:e\n\ndata:y\n\n", &[("message", "y", "")]),
    row("a type may come after the data", b"data:x\nevent:e\n\n", &[("e", "x", "")]),
    row("a type is any string", "event: \u{1F600} x\ndata:x\n\n".as_bytes(), &[("\u{1F600} x", "x", "")]),
    row("types with a meaning elsewhere are types", b"event:constructor\ndata:1\n\nevent:__proto__\ndata:2\n\nevent:message\ndata:3\n\nevent:open\ndata:4\n\nevent:error\ndata:5\n\n",
        &[("constructor", "1", ""), ("__proto__", "2", ""), ("message", "3", ""), ("open", "4", ""), ("error", "5", "")]),
    row("types that alternate", b"event:e\ndata:1\n\nevent:f\ndata:2\n\nevent:e\ndata:3\n\n", &[("e", "1", ""), ("f", "2", ""), ("e", "3", "")]),

    // id
    row("an id lasts", b"id:1\ndata:a\n\ndata:b\n\n", &[("message", "a", "1"), ("message", "b", "1")]),
    row("an id may come after the data", b"data:a\nid:1\n\n", &[("message", "a", "1")]),
    row("a new id replaces it", b"id:1\ndata:a\n\nid:2\ndata:b\n\n", &[("message", "a", "1"), ("message", "b", "2")]),
    row("an id that returns", b"id:1\ndata:a\n\nid:2\ndata:b\n\nid:1\ndata:c\n\n", &[("message", "a", "1"), ("message", "b", "2"), ("message", "c", "1")]),
    row("an id without data takes effect", b"id:9\n\n", &[]).leaves_id("9"),
    row("an id without data shows in the next event", b"id:1\ndata:a\n\nid:9\n\ndata:b\n\n", &[("message", "a", "1"), ("message", "b", "9")]),
    row("an id without its blank line has no effect", b"id:7\ndata:x\n", &[]).leaves_id(""),
    row("an id without its blank line leaves the one before", b"id:6\n\nid:7\ndata:x\n", &[]).leaves_id("6"),
    row("an empty id resets", b"id:1\ndata:a\n\nid:\ndata:b\n\nid:2\ndata:c\n\nid\ndata:d\n\n",
        &[("message", "a", "1"), ("message", "b", ""), ("message", "c", "2"), ("message", "d", "")]),
    row("an id that is reset needs no text any more", "id:1\ndata:äää äää äää äää äää\nid\nevent\n\ndata:b\n\n".as_bytes(), &[("message", "äää äää äää äää äää", ""), ("message", "b", "")]),
    row("an id with NUL is ignored", b"id:1\ndata:a\n\nid:\0\nid:2\0\nid:\x002\ndata:b\n\n", &[("message", "a", "1"), ("message", "b", "1")]),
    row("an id is any string", "id: ÄÖ \u{1F600}\t\ndata:a\n\n".as_bytes(), &[("message", "a", "ÄÖ \u{1F600}\t")]),

    // retry
    row("retry sets the reconnection time at once", b"retry:10\n", &[]).retries_after(10),
    row("retry with a space", b"retry: 1000\n\n", &[]).retries_after(1000),
    row("the last retry counts", b"retry:1\nretry:2\n", &[]).retries_after(2),
    row("leading zeros are no octal", b"retry:03000\n", &[]).retries_after(3000),
    row("retry may be zero", b"retry:0\n", &[]).retries_after(0),
    row("a long retry saturates", b"retry:99999999999999999999999\n", &[]).retries_after(i32::MAX as u32),
    row("retry is ASCII digits only", b"retry:+5\nretry:5x\nretry:1e3\nretry: 5 \nretry:-1\nretry:\nretry\nretry:  5\nretry:0x5\nretry:5.0\n", &[]),
    row("retry is no digit of another script", "retry:\u{0661}\n".as_bytes(), &[]),
    row("a retry that is not valid leaves the one before", b"retry:7\nretry:x\n", &[]).retries_after(7),
    row("retry does not end the block", b"data:a\nretry:5\ndata:b\n\n", &[("message", "a\nb", "")]).retries_after(5),

    // Byte order mark
    row("a leading byte order mark is dropped", b"\xEF\xBB\xBFdata:a\n\n", &[("message", "a", "")]),
    row("a second one is part of the name", b"\xEF\xBB\xBF\xEF\xBB\xBFdata:a\n\n", &[]),
    row("one in the middle is kept", b"data:\xEF\xBB\xBFa\n\n", &[("message", "\u{FEFF}a", "")]),
    row("one that is not whole is not one", b"\xEF\xBBdata:a\n\ndata:b\n\n", &[("message", "b", "")]),
    row("one that is broken off by a line end is not one", b"\xEF\ndata:b\n\n", &[("message", "b", "")]),
    row("one before a line end leaves a blank line", b"\xEF\xBB\xBF\ndata:b\n\n", &[("message", "b", "")]),
    row("a byte order mark of UTF-16 is not recognized", b"\xFF\xFEdata:a\n\ndata:b\n\n", &[("message", "b", "")]),

    // UTF-8
    row("characters of two, three and four bytes", "data:ä中\u{1F600}\n\n".as_bytes(), &[("message", "ä中\u{1F600}", "")]),
    row("a byte that begins nothing", b"data:a\x80b\xFFc\n\n", &[("message", "a\u{FFFD}b\u{FFFD}c", "")]),
    row("a sequence that breaks off is one replacement", b"data:\xE4\xB8x\xF0\x9F\x98y\n\n", &[("message", "\u{FFFD}x\u{FFFD}y", "")]),
    row("a sequence broken off by the line end eats nothing", b"data:\xE4\xB8\ndata:\xF0\x9F\x98\r\ndata:\xC3\r\n\n", &[("message", "\u{FFFD}\n\u{FFFD}\n\u{FFFD}", "")]),
    row("continuation bytes of the next line do not complete it", b"data:\xE4\xB8\ndata:\xAD\n\n", &[("message", "\u{FFFD}\n\u{FFFD}", "")]),
    row("overlong forms are one replacement a byte", b"data:\xC0\x80\xE0\x80\x80\xF0\x80\x80\x80\n\n", &[("message", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}", "")]),
    row("surrogates are one replacement a byte", b"data:\xED\xA0\x80\n\n", &[("message", "\u{FFFD}\u{FFFD}\u{FFFD}", "")]),
    row("beyond U+10FFFF is one replacement a byte", b"data:\xF4\x90\x80\x80\n\n", &[("message", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}", "")]),
    row("a lead byte after a lead byte", b"data:\xE4\xE4\xB8\xAD\n\n", &[("message", "\u{FFFD}中", "")]),
    row("invalid bytes in a type and an id", b"event:\xFFe\nid:\xE4\ndata:x\n\n", &[("\u{FFFD}e", "x", "\u{FFFD}")]),
    row("invalid bytes in a name", b"da\xE4:x\ndata\xE4\xB8:x\ndata:y\n\n", &[("message", "y", "")]),
];

/// What a listener receives of a stream that arrives in these chunks.
fn parse<'a>(parser: &mut Parser, chunks: impl IntoIterator<Item = &'a [u8]>) -> Parsed {
    let mut parsed = Parsed::default();
    for chunk in chunks {
        parser.feed(chunk).expect("the limit is far");
        parsed.read(parser);
    }
    parsed.last_event_id = parser.last_event_id().into_owned();
    parsed
}

#[derive(Debug, Default, PartialEq)]
struct Parsed {
    events: Vec<(String, String, String)>,
    last_event_id: String,
    retry: Option<u32>,
}

impl Parsed {
    /// Adds the results of a chunk.
    fn read(&mut self, parser: &Parser) {
        let batch = parser.batch();
        assert_eq!(batch.len(), batch.iter().count());
        let events: Vec<_> = batch
            .iter()
            .map(|event| (event.event_type.into(), event.data.into(), event.last_event_id.into()))
            .collect();
        assert_eq!(events, as_javascript_sees(batch));
        self.events.extend(events);
        self.retry = parser.retry().or(self.retry);
        self.last_event_id = parser.last_event_id().into_owned();
    }
}

/// Slices the text by the table, as the JavaScript side does.
fn as_javascript_sees(batch: Batch<'_>) -> Vec<(String, String, String)> {
    let mut converted = Converted::default();
    let ForJavaScript { text, table, raw_text, raw_table } = batch.for_javascript(&mut converted);
    // JavaScript takes text that was not converted for ASCII.
    assert!(text.as_ptr() != raw_text.as_ptr() || text.is_ascii());
    let units: Option<Vec<u16>> = str::from_utf8(text).ok().map(|text| text.encode_utf16().collect());
    let slice = |row: &[u32], column: usize| {
        let place = row[column * 2] as usize..row[column * 2 + 1] as usize;
        match &units {
            Some(units) => String::from_utf16(&units[place]).expect("no place cuts a character"),
            None => String::from_utf8_lossy(&raw_text[place]).into_owned(),
        }
    };
    let table = if units.is_some() { table } else { raw_table };
    let name = |event_type: String| if event_type.is_empty() { "message".to_owned() } else { event_type };
    table.chunks(6).map(|row| (name(slice(row, 0)), slice(row, 2), slice(row, 1))).collect()
}

fn expected(row: &Row) -> Parsed {
    let own = |&(event_type, data, id): &Event| (event_type.to_owned(), data.to_owned(), id.to_owned());
    Parsed {
        events: row.events.iter().map(own).collect(),
        last_event_id: row.last_event_id.to_owned(),
        retry: row.retry,
    }
}

fn parser() -> Parser {
    Parser::new(1 << 20)
}

#[test]
fn every_row_holds_whole() {
    for row in ROWS {
        assert_eq!(parse(&mut parser(), [row.stream]), expected(row), "{}", row.name);
    }
}

#[test]
fn every_row_holds_byte_by_byte() {
    for row in ROWS {
        assert_eq!(parse(&mut parser(), row.stream.chunks(1)), expected(row), "{}", row.name);
    }
}

#[test]
fn every_row_holds_cut_in_two_anywhere() {
    for row in ROWS {
        for cut in 0..=row.stream.len() {
            let (one, two) = row.stream.split_at(cut);
            // An empty chunk must change nothing.
            let parsed = parse(&mut parser(), [one, b"", two]);
            assert_eq!(parsed, expected(row), "{}, cut at {cut}", row.name);
        }
    }
}

#[test]
fn every_row_holds_on_a_second_connection_whatever_broke_the_first() {
    for first in ROWS {
        for row in ROWS {
            let mut parser = parser();
            parse(&mut parser, [b"data:lost\nevent:lost\nretry:1\n".as_slice(), first.stream]);
            parse(&mut parser, [b"\n\nid\n\nid:lost\ndata:lost\nevent:lost\n\xE4\xB8".as_slice()]);
            parser.restart();
            assert!(parser.batch().is_empty());
            let parsed = parse(&mut parser, [row.stream]);
            assert_eq!(parsed, expected(row), "{}, after {}", row.name, first.name);
        }
    }
}

#[test]
fn every_row_holds_in_reserved_capacity_of_which_a_part_is_committed() {
    for row in ROWS {
        let mut parser = parser();
        let mut parsed = Parsed::default();
        for chunk in row.stream.chunks(7) {
            let spare = parser.reserve(chunk.len() + 100);
            // What lies behind the committed bytes must not be parsed.
            spare.fill(b'\n');
            spare[..chunk.len()].copy_from_slice(chunk);
            parser.commit(chunk.len()).expect("the limit is far");
            parsed.read(&parser);
        }
        assert_eq!(parsed, expected(row), "{}", row.name);
    }
}

#[test]
fn committing_more_than_the_memory_holds_does_no_harm() {
    let mut parser = parser();
    assert_eq!(parser.commit(1000), Ok(()));
    parser.reserve(3).copy_from_slice(b"x\n\n");
    assert_eq!(parser.commit(usize::MAX >> 1), Ok(()));
    assert!(parser.batch().is_empty());
}

#[test]
fn the_last_event_id_outlives_the_connection() {
    let mut parser = parser();
    parse(&mut parser, [b"id:1\n\nid:2\n".as_slice()]);
    parser.restart();
    assert_eq!(parser.last_event_id(), "1");
    let parsed = parse(&mut parser, [b"data:a\n\n".as_slice()]);
    assert_eq!(parsed.events, [("message".to_owned(), "a".to_owned(), "1".to_owned())]);
}

#[test]
fn a_blank_line_of_lone_crs_dispatches_without_the_next_byte() {
    let mut parser = parser();
    assert_eq!(parse(&mut parser, [b"data:a\r\r".as_slice()]).events.len(), 1);
    assert_eq!(parse(&mut parser, [b"\ndata:b\n\n".as_slice()]).events.len(), 1, "the LF belonged to the CR");
}

#[test]
fn an_unfinished_event_is_bounded() {
    let too_large = Err(EventTooLarge { limit: 100 });
    let streams: [&[&[u8]]; 4] = [
        &[b"data:", &[b'x'; 60], &[b'x'; 60]],
        &[b"data:", &[b'x'; 60], b"\ndata:", &[b'x'; 60], b"\n"],
        &[b"id:", &[b'x'; 60], b"\nevent:", &[b'x'; 60], b"\n"],
        &[b"retry:", &[b'1'; 60], &[b'1'; 60]],
    ];
    for stream in streams {
        let mut pieces = Parser::new(100);
        assert_eq!(stream.iter().try_for_each(|chunk| pieces.feed(chunk)), too_large);
    }
}

#[test]
fn what_was_finished_before_too_large_an_event_is_not_lost() {
    let mut parser = Parser::new(20);
    let stream = [b"data:a\n\ndata:b\n\ndata:".as_slice(), &[b'x'; 60], b"\n\ndata:c\n\n"].concat();
    assert_eq!(parser.feed(&stream), Err(EventTooLarge { limit: 20 }));
    let data: Vec<_> = parser.batch().iter().map(|event| event.data).collect();
    assert_eq!(data, ["a", "b"]);
    parser.restart();
    assert_eq!(parse(&mut parser, [b"data:c\n\n".as_slice()]).events.len(), 1);
}

#[test]
fn what_is_ignored_is_not_bounded() {
    let mut parser = Parser::new(100);
    for ignored in [b":".as_slice(), b"unknown:", b"unknown", b"\xE4\xB8\xAD"] {
        parser.feed(ignored).expect("a beginning");
        for _ in 0..100 {
            parser.feed(&[b'x'; 100]).expect("ignored");
        }
        parser.feed(b"\ndata:a\n\n").expect("an event");
        assert_eq!(parser.batch().len(), 1);
    }
    // The same in one chunk. Finished events do not count.
    parser
        .feed(&[b":".as_slice(), &[b'x'; 1000], b"\n", &b"data:a\n\n".repeat(100)].concat())
        .expect("small");
    assert_eq!(parser.batch().len(), 100);
}

#[test]
fn a_line_of_many_chunks_takes_linear_time() {
    // Quadratic time would be 10^13 steps, which the test would not survive.
    let mut parser = Parser::new(64 << 20);
    parser.feed(b"data:").expect("a beginning");
    for _ in 0..1_000_000 {
        parser.feed(b"0123456789abcdef").expect("under the limit");
    }
    parser.feed(b"\n\n").expect("an end");
    assert_eq!(parser.batch().iter().next().map(|event| event.data.len()), Some(16_000_000));
}

#[test]
fn an_event_of_many_lines_takes_linear_time() {
    let mut parser = Parser::new(64 << 20);
    for _ in 0..1_000_000 {
        parser.feed(b"data:0123456789\n").expect("under the limit");
    }
    parser.feed(b"\n").expect("an end");
    assert_eq!(parser.batch().iter().next().map(|event| event.data.len()), Some(10_999_999));
}

/// The notices of a stream: how many events are before each, what it is about, and its text.
fn notices(chunks: &[&[u8]], limit: usize, wanted: u32) -> Vec<(u32, u32, String)> {
    let mut parser = Parser::with_notices(limit, wanted);
    let mut found = Vec::new();
    let mut events = 0;
    for chunk in chunks {
        parser.feed(chunk).expect("no event is too large");
        let (rows, text) = parser.notices();
        for &[[before, about], [start, end], _] in rows {
            let text = String::from_utf8_lossy(&text[start as usize..end as usize]);
            found.push((events + before, about, text.into_owned()));
        }
        events += parser.batch().len() as u32;
    }
    found
}

#[test]
fn notices_come_in_the_order_of_the_stream_however_it_is_cut() {
    use eventsource_wasm::parser::{about, wanted};

    let stream = b":a\ndata:1\nfoo\ndata:22\n\nid:7\nretry:5\n\nid:8\ndata:3\n\nretry:x\n:b\n".as_slice();
    let all = wanted::FIELDS | wanted::COMMENTS | wanted::UNKNOWN_FIELDS;
    let expected = [
        (0, about::LINE, ":a"),
        (0, about::LINE, "foo"),
        (1, 5, "retry:5"),
        (1, about::ID_ALONE, "7"),
        (1, about::ID_OF_EVENT, "8"),
        (2, about::LINE, "retry:x"),
        (2, about::LINE, ":b"),
    ]
    .map(|(events, about, text)| (events, about, text.to_owned()));
    for at in 0..stream.len() {
        let (first, second) = stream.split_at(at);
        assert_eq!(notices(&[first, second], 1 << 20, all), expected);
    }
    let fields = notices(&[stream], 1 << 20, wanted::FIELDS);
    assert_eq!(fields, [&expected[2..6]].concat());
    assert_eq!(notices(&[stream], 1 << 20, 0), []);
}

#[test]
fn a_line_that_is_longer_than_the_limit_is_ignored_and_not_reported() {
    use eventsource_wasm::parser::{about, wanted};

    let line = [b":".as_slice(), &[b'x'; 20], b"\n:b\n"].concat();
    for at in 0..line.len() {
        let (first, second) = line.split_at(at);
        let found = notices(&[first, second], 10, wanted::FIELDS | wanted::COMMENTS);
        assert_eq!(found, [(0, about::LINE, ":b".to_owned())]);
    }
}

#[test]
fn an_idle_parser_keeps_little_memory_whatever_it_has_received() {
    const IDLE: usize = 64 << 10;
    let large = [b"id:7\ndata:".as_slice(), &[b'a'; 900 << 10], b"\n\n"].concat();
    let many = b"data\n\n".repeat(1 << 15);
    let comments = b":\n".repeat(1 << 17);
    for stream in [&large, &many, &comments] {
        for size in [1 << 16, stream.len()] {
            let mut parser = parser();
            for chunk in stream.chunks(size) {
                parser.feed(chunk).expect("it is small enough");
                parser.free_batch();
            }
            assert!(parser.capacity() <= IDLE, "{} bytes are kept", parser.capacity());
            parser.feed(b"data:b\nid:8").expect("it is small enough");
            parser.free_batch();
            assert!(parser.capacity() <= IDLE, "{} bytes are kept", parser.capacity());
            parser.feed(b"\n\n").expect("it is small enough");
            assert_eq!(as_javascript_sees(parser.batch()), [("message".into(), "b".into(), "8".into())]);
        }
    }
}

#[test]
fn what_is_unfinished_outlives_the_memory_that_a_large_event_needed() {
    let mut parser = parser();
    let stream = [b"id:7\ndata:".as_slice(), &[b'a'; 900 << 10], b"\n\nevent:b\ndata:c"].concat();
    parser.feed(&stream).expect("it is small enough");
    assert_eq!(parser.batch().len(), 1);
    parser.free_batch();
    assert_eq!(parser.last_event_id(), "7");
    parser.feed(b"d\n\n").expect("it is small enough");
    assert_eq!(as_javascript_sees(parser.batch()), [("b".into(), "cd".into(), "7".into())]);
}
