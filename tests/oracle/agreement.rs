//! Compares the crate's parser with the oracle: its results after a chunk, and when an unfinished event is too large.
//!
//! Knows the interfaces of both. Must not know how either works, except that the parser also stores the unfinished line,
//! which is in no buffer of the standard.

use eventsource_wasm::batch::{Batch, Converted, ForJavaScript};
use eventsource_wasm::parser::{EventTooLarge, Parser};

use super::{Event, Source, interpret, lines};

/// The results of a parser for one stream so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Results {
    pub(crate) events: Vec<Event>,
    pub(crate) last_event_id: String,
    pub(crate) retry: Option<u32>,
}

impl Results {
    fn of(source: Source) -> Self {
        Results { events: source.events, last_event_id: source.last_event_id, retry: source.retry }
    }

    /// Feeds one chunk and adds its results.
    pub(crate) fn feed(&mut self, parser: &mut Parser, chunk: &[u8]) -> Result<(), EventTooLarge> {
        let result = parser.feed(chunk);
        self.events.extend(events(parser.batch()));
        self.retry = parser.retry().or(self.retry);
        self.last_event_id = parser.last_event_id().into_owned();
        result
    }
}

/// Feeds the connections of one source, each a list of chunks, to one parser.
pub(crate) fn agree<'a>(limit: usize, connections: impl IntoIterator<Item = Vec<&'a [u8]>>) {
    let mut parser = Parser::new(limit);
    for chunks in connections {
        let id_before = parser.last_event_id().into_owned();
        parser.restart();
        agree_on_a_stream(limit, &mut parser, &id_before, &chunks);
    }
}

fn agree_on_a_stream(limit: usize, parser: &mut Parser, id_before: &str, chunks: &[&[u8]]) {
    assert_eq!((parser.batch().len(), &*parser.last_event_id()), (0, id_before));
    let (mut results, mut stream) = (Results::default(), Vec::new());
    for (index, chunk) in chunks.iter().enumerate() {
        stream.extend_from_slice(chunk);
        if results.feed(parser, chunk) == Err(EventTooLarge { limit }) {
            assert_too_large(limit, &stream, id_before, &results);
            return;
        }
        // The results of a chunk are complete after it. Comparing after every chunk would take quadratic time.
        if (index + 1).is_power_of_two() || index + 1 == chunks.len() {
            assert_eq!(
                results,
                Results::of(interpret(&stream, id_before)),
                "after {}",
                stream.escape_ascii()
            );
            assert_fits(limit, &stream, id_before);
        }
    }
}

fn assert_fits(limit: usize, stream: &[u8], id_before: &str) {
    let mut source = Source::new(id_before);
    for line in lines(stream).0 {
        source.process_line(&line);
        assert!(source.received() <= limit, "{limit} bytes cannot hold {}", stream.escape_ascii());
    }
}

/// The parser stopped at some line: all lines before it fit and have results, and that line may exceed the limit.
fn assert_too_large(limit: usize, stream: &[u8], id_before: &str, results: &Results) {
    let mut source = Source::new(id_before);
    let (lines, rest) = lines(stream);
    for line in lines.iter().chain([&rest]) {
        // The parser stores an unfinished line whole, and its name until the end of the chunk that finishes it.
        if source.held() + line.len() + "data: \n".len() > limit && *results == Results::of(source.clone()) {
            return;
        }
        source.process_line(line);
        if source.received() > limit {
            break;
        }
    }
    panic!("stopped too early or too late, with {results:?} of {}", stream.escape_ascii());
}

/// The events of a batch. JavaScript must get the same.
pub(crate) fn events(batch: Batch<'_>) -> Vec<Event> {
    let events: Vec<Event> = batch
        .iter()
        .map(|event| Event {
            event_type: event.event_type.into(),
            data: event.data.into(),
            last_event_id: event.last_event_id.into(),
        })
        .collect();
    assert_eq!(events, sliced_as_javascript_does(batch), "by the table");
    assert_eq!((events.len(), events.is_empty()), (batch.len(), batch.is_empty()));
    events
}

/// Slices the text by the table as JavaScript does. A place that cuts a character gives U+FFFD.
fn sliced_as_javascript_does(batch: Batch<'_>) -> Vec<Event> {
    let mut converted = Converted::default();
    let ForJavaScript { text, table, raw_text, raw_table } = batch.for_javascript(&mut converted);
    // JavaScript takes text that was not converted for ASCII.
    assert!(text.as_ptr() != raw_text.as_ptr() || text.is_ascii());
    let units: Option<Vec<u16>> = str::from_utf8(text).ok().map(|text| text.encode_utf16().collect());
    let slice = |start: u32, end: u32| {
        let place = start as usize..end as usize;
        match &units {
            Some(units) => String::from_utf16_lossy(&units[place]),
            None => String::from_utf8_lossy(&raw_text[place]).into_owned(),
        }
    };
    let table = if units.is_some() { table } else { raw_table };
    let event = |row: &[u32]| Event {
        event_type: if row[0] == row[1] { "message".to_owned() } else { slice(row[0], row[1]) },
        last_event_id: slice(row[2], row[3]),
        data: slice(row[4], row[5]),
    };
    table.chunks_exact(6).map(event).collect()
}
