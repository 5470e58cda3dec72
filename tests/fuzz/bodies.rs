//! The bodies of the fuzz targets. A nightly compiler runs them as fuzzers, and `tests/corpus.rs` runs them as ordinary
//! tests over the saved corpus.
//!
//! Knows how bytes become a stream in chunks, or the inputs of a connection. Must not know the right result: that is the
//! oracle's. All bytes are valid, so every attempt of a fuzzer means something:
//!
//! | target | bytes |
//! |---|---|
//! | parser | limit (0: 1 MiB), number of lengths (modulo 8), the lengths of the chunks, repeated as needed, 0 for a new connection; then the stream |
//! | connection | a letter a step; `c` is followed by a length (modulo 64) and a chunk |

use eventsource_wasm::connection::{Input, Retry};

use crate::oracle::agreement::agree;
use crate::oracle::host::{Step, run};

pub(crate) fn parser(bytes: &[u8]) {
    let [limit, number, rest @ ..] = bytes else { return };
    let limit = if *limit == 0 { 1 << 20 } else { usize::from(*limit) };
    let (lengths, stream) = rest.split_at(rest.len().min(usize::from(number % 8)));
    agree(limit, connections(lengths, stream));
}

fn connections<'a>(lengths: &[u8], mut stream: &'a [u8]) -> Vec<Vec<&'a [u8]>> {
    let mut connections = vec![vec![]];
    // Zeros alone would never reach the end of the stream.
    let leads_on = lengths.iter().any(|&length| length > 0);
    let mut lengths = if leads_on { lengths } else { &[] }.iter().cycle();
    while !stream.is_empty() {
        let length = lengths.next().map_or(stream.len(), |&length| usize::from(length));
        let (chunk, rest) = stream.split_at(length.min(stream.len()));
        stream = rest;
        match connections.last_mut() {
            Some(last) if length > 0 => last.push(chunk),
            _ => connections.push(vec![]),
        }
    }
    connections
}

pub(crate) fn connection(mut bytes: &[u8]) {
    run(std::iter::from_fn(move || step(&mut bytes)));
}

fn step<'a>(bytes: &mut &'a [u8]) -> Option<Step<'a>> {
    let (&letter, rest) = bytes.split_first()?;
    *bytes = rest;
    let response = |status, content_type| Input::Response { status, content_type, retry: Retry::Never };
    Some(Step::Happens(match letter {
        b'o' => response(200, b"text/event-stream"),
        b's' => response(204, b"text/event-stream"),
        b't' => response(200, b"text/html"),
        b'c' => return Some(Step::Receives(chunk(bytes))),
        b'e' => Input::EndOfBody,
        b'n' => Input::NetworkError { futile: false },
        b'f' => Input::NetworkError { futile: true },
        b'a' => Input::Aborted,
        b'r' => Input::CorsProbed { refused: true },
        b'p' => Input::CorsProbed { refused: false },
        b'w' => Input::ReconnectionTimeElapsed,
        b'z' => Input::Suspend,
        b'y' => Input::Resume,
        b'l' => Input::Online,
        b'u' => Input::Exhausted,
        b'x' => return Some(Step::Closes),
        b'h' => return Some(Step::Leaves),
        _ => return Some(Step::Performs),
    }))
}

fn chunk<'a>(bytes: &mut &'a [u8]) -> &'a [u8] {
    let Some((&length, rest)) = bytes.split_first() else { return &[] };
    let (chunk, rest) = rest.split_at(rest.len().min(usize::from(length % 64)));
    *bytes = rest;
    chunk
}
