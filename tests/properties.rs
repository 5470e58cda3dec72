//! Properties that hold for every stream, however it is cut into chunks, and for every sequence of inputs to a connection.
//!
//! Knows how to generate streams that are valid or nearly so, and inputs of a connection. Must not know the right result:
//! that is the oracle's. What fails here becomes a row of a table.
#![cfg(not(target_arch = "wasm32"))]

use eventsource_wasm::connection::{Input, Retry};
use eventsource_wasm::parser::Parser;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

mod oracle;

use oracle::agreement::{Results, agree};
use oracle::host::{Step, run};

const FAR: usize = 1 << 20;

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn how_a_stream_is_cut_makes_no_difference(stream in stream(), lengths in lengths()) {
        prop_assert_eq!(results(&cut(&stream, &lengths)), results(&[&stream]));
    }

    #[test]
    fn a_stream_is_what_the_standard_makes_of_it(stream in stream(), lengths in lengths()) {
        agree(FAR, [cut(&stream, &lengths)]);
    }

    #[test]
    fn bytes_of_any_kind_are_what_the_standard_makes_of_them(
        stream in vec(prop_oneof![any::<u8>(), select(b"\r\n: \0\xEF\xBB\xBFdata".as_slice())], 0..200),
        lengths in lengths(),
    ) {
        agree(FAR, [cut(&stream, &lengths)]);
    }

    #[test]
    fn connections_of_one_source_share_its_last_event_id_and_nothing_else(
        streams in vec((stream(), lengths()), 2..5),
    ) {
        agree(FAR, streams.iter().map(|(stream, lengths)| cut(stream, lengths)));
    }

    #[test]
    fn an_unfinished_event_fits_the_limit_or_fails_the_stream(
        streams in vec((stream(), lengths()), 1..4),
        limit in 0_usize..120,
    ) {
        agree(limit, streams.iter().map(|(stream, lengths)| cut(stream, lengths)));
    }

    #[test]
    fn an_event_of_exactly_the_limit_fits_it(limit in 1_usize..100, too_much in 0_usize..2) {
        // The line feed that ends a line of data is held until the event is dispatched.
        let stream = ["data:", &"x".repeat(limit + too_much - 1), "\n\n"].concat();
        let (mut results, mut parser) = (Results::default(), Parser::new(limit));
        prop_assert_eq!(results.feed(&mut parser, stream.as_bytes()).is_ok(), too_much == 0);
        prop_assert_eq!(results.events.len(), 1 - too_much);
    }

    #[test]
    fn a_connection_keeps_its_promises_for_any_inputs(steps in vec(step(), 0..60)) {
        run(steps.iter().map(OwnedStep::step));
    }

    #[test]
    fn a_connection_keeps_its_promises_for_likely_inputs(lives in vec(life(), 1..6)) {
        run(lives.iter().flatten().map(OwnedStep::step));
    }
}

/// The results of a stream that arrives in these chunks.
fn results(chunks: &[&[u8]]) -> Results {
    let (mut results, mut parser) = (Results::default(), Parser::new(FAR));
    for chunk in chunks {
        assert_eq!(results.feed(&mut parser, chunk), Ok(()));
    }
    results
}

/// Cuts a stream into pieces of these lengths, repeated as often as needed.
fn cut<'a>(mut stream: &'a [u8], lengths: &[usize]) -> Vec<&'a [u8]> {
    let mut chunks = Vec::new();
    for &length in lengths.iter().cycle() {
        let (chunk, rest) = stream.split_at(length.min(stream.len()));
        chunks.push(chunk);
        stream = rest;
        if stream.is_empty() {
            break;
        }
    }
    chunks
}

/// At least one length is not zero.
fn lengths() -> impl Strategy<Value = Vec<usize>> {
    let short =
        (vec(0_usize..8, 0..4), 1_usize..8).prop_map(|(lengths, last)| [lengths, vec![last]].concat());
    prop_oneof![1 => Just(vec![1]), 4 => short, 2 => vec(8_usize..100, 1..4)]
}

/// A [`Step`] that owns its bytes.
#[derive(Clone, Debug)]
enum OwnedStep {
    Step(Step<'static>),
    Chunk(Vec<u8>),
}

const CLOSES: OwnedStep = OwnedStep::Step(Step::Closes);
const LEAVES: OwnedStep = OwnedStep::Step(Step::Leaves);

impl OwnedStep {
    fn step(&self) -> Step<'_> {
        match self {
            OwnedStep::Step(step) => *step,
            OwnedStep::Chunk(chunk) => Step::Receives(chunk),
        }
    }
}

fn response() -> impl Strategy<Value = Input<'static>> {
    let status =
        prop_oneof![4 => Just(200), 1 => select([204, 205, 301, 404, 500].as_slice()), 1 => any::<u16>()];
    let content_type =
        prop_oneof![4 => Just("text/event-stream"), 1 => select(["", "text/html", "*/*"].as_slice())];
    (status, content_type).prop_map(|(status, content_type)| Input::Response {
        status,
        content_type: content_type.as_bytes(),
        retry: Retry::Never,
    })
}

fn end_of_request() -> impl Strategy<Value = Input<'static>> {
    let broken = |futile| Just(Input::NetworkError { futile });
    prop_oneof![4 => Just(Input::EndOfBody), 4 => broken(false), 1 => broken(true), 1 => Just(Input::Aborted)]
}

/// Inputs from the page, the network and a CORS probe.
fn circumstance() -> impl Strategy<Value = Input<'static>> {
    let probed = any::<bool>().prop_map(|refused| Input::CorsProbed { refused });
    prop_oneof![2 => probed, 1 => Just(Input::Reconnect), 1 => Just(Input::Silent), 1 => Just(Input::Suspend), 2 => Just(Input::Resume), 1 => Just(Input::Online), 2 => Just(Input::Exhausted)]
}

/// Any step. Most are not valid in the current phase.
fn step() -> impl Strategy<Value = OwnedStep> {
    let elapsed = Just(Input::ReconnectionTimeElapsed);
    let input = prop_oneof![3 => response(), 2 => end_of_request(), 4 => elapsed, 4 => circumstance()];
    prop_oneof![
        8 => input.prop_map(|input| OwnedStep::Step(Step::Happens(input))),
        4 => stream().prop_map(OwnedStep::Chunk),
        4 => Just(OwnedStep::Step(Step::Performs)),
        1 => Just(LEAVES),
        1 => Just(CLOSES),
    ]
}

/// One connection: a response, chunks, an end, a wait; sometimes something else in between.
fn life() -> impl Strategy<Value = Vec<OwnedStep>> {
    let happens = |input| OwnedStep::Step(Step::Happens(input));
    let ok = Input::Response { status: 200, content_type: b"text/event-stream", retry: Retry::Never };
    let chunks = vec((stream(), lengths()), 0..3).prop_map(|streams| {
        let pieces = streams.iter().flat_map(|(stream, lengths)| cut(stream, lengths));
        pieces.map(|piece| OwnedStep::Chunk(piece.to_vec())).collect::<Vec<_>>()
    });
    let attempt = end_of_request().prop_map(move |end| {
        let inputs = [end, Input::CorsProbed { refused: false }, Input::ReconnectionTimeElapsed];
        inputs.map(happens).to_vec()
    });
    // The connection's own end, and attempts that fail.
    let end = vec(attempt, 1..3).prop_map(|attempts| attempts.concat());
    let stray = prop_oneof![
        3 => Just(vec![]),
        1 => step().prop_map(|step| vec![step]),
        1 => Just(vec![LEAVES, happens(Input::Resume)]),
        2 => Just(vec![happens(Input::Exhausted), happens(ok)]),
        1 => Just(vec![happens(Input::Exhausted)]),
        1 => Just(vec![CLOSES]),
    ];
    (chunks, end, stray, any::<Index>()).prop_map(move |(chunks, end, stray, place)| {
        let mut life = [vec![happens(ok)], chunks, end].concat();
        let place = place.index(life.len());
        life.splice(place..place, stray);
        life
    })
}

/// A stream that is valid or nearly so: mostly valid fields, and much that looks like one.
fn stream() -> impl Strategy<Value = Vec<u8>> {
    let begin = prop_oneof![6 => Just(Vec::new()), 2 => one_of(BEGINNINGS)];
    let line = prop_oneof![6 => field(), 3 => one_of(ENDS), 1 => piece()];
    (begin, vec(line, 0..16)).prop_map(|(begin, lines)| [begin, lines.concat()].concat())
}

fn field() -> impl Strategy<Value = Vec<u8>> {
    let name = prop_oneof![4 => one_of(NAMES), 1 => one_of(NEARLY_NAMES)];
    let value = prop_oneof![3 => vec(piece(), 0..4).prop_map(|pieces| pieces.concat()), 1 => number()];
    let end = prop_oneof![9 => one_of(ENDS), 1 => Just(Vec::new())];
    (name, one_of(COLONS), value, end)
        .prop_map(|(name, colon, value, end)| [name, colon, value, end].concat())
}

fn number() -> impl Strategy<Value = Vec<u8>> {
    let sign = select(["", "", "", "0", "+", "-", " "].as_slice());
    let number =
        prop_oneof![any::<u16>().prop_map(u128::from), any::<u64>().prop_map(u128::from), any::<u128>()];
    (sign, number).prop_map(|(sign, number)| format!("{sign}{number}").into_bytes())
}

fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![4 => one_of(TEXT), 2 => one_of(NO_TEXT), 1 => (0_usize..90).prop_map(|length| vec![b'x'; length])]
}

fn one_of(table: &'static [&'static [u8]]) -> impl Strategy<Value = Vec<u8>> {
    select(table).prop_map(<[u8]>::to_vec)
}

#[rustfmt::skip]
const BEGINNINGS: &[&[u8]] =
    &[BOM, BOM, BOM, b"\xEF\xBB\xBF\xEF\xBB\xBF", b"\xEF", b"\xEF\xBB", b"\xEF\xBB\xEF\xBB\xBF", b"\xEF\xBF\xBB"];
const BOM: &[u8] = b"\xEF\xBB\xBF";
const NAMES: &[&[u8]] = &[b"data", b"data", b"event", b"id", b"retry"];
#[rustfmt::skip]
const NEARLY_NAMES: &[&[u8]] = &[
    b"", b"", b"Data", b" data", b"data ", b"dat", b"datas", b"da\0ta", b"data\xC2", b"events", b"eve", b"iD", b"i",
    b"ids", b"retr", b"retry ", b"x", b"\xEF\xBB\xBFid", b"\xE4\xB8data", b"\xF0",
];
const COLONS: &[&[u8]] = &[b":", b": ", b":  ", b":\t", b"::", b""];
const ENDS: &[&[u8]] = &[b"\n", b"\r", b"\r\n"];
/// Characters of one to four bytes, and some that have a meaning elsewhere in the grammar.
#[rustfmt::skip]
const TEXT: &[&[u8]] = &[
    b"a", b"b", b"7", b" ", b":", b"\t", b"data", b"\0", b"\x0B", b"\xC2\x85", "ä".as_bytes(), "中".as_bytes(),
    "日本".as_bytes(), "\u{2028}".as_bytes(), "\u{FFFD}".as_bytes(), "\u{1F600}".as_bytes(), BOM,
    "\u{10FFFF}".as_bytes(),
];
/// Invalid or incomplete UTF-8.
#[rustfmt::skip]
const NO_TEXT: &[&[u8]] = &[
    b"\xC3", b"\xE4", b"\xE4\xB8", b"\xF0\x9F", b"\xF0\x9F\x98", b"\x80", b"\xC0\x80", b"\xED\xA0\x80",
    b"\xF4\x90\x80\x80", b"\xFF\xFE", b"\xE0\x80", b"\xF8\x88",
];
