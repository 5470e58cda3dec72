//! What the machine promises about a request that is replaced while the connection is open, one sentence for each test.
//!
//! Knows which streams can be resumed. Must not know how the machine finds out.

use eventsource_wasm::connection::Action::{Abort, DispatchMessages, Fetch, FireError, FireOpen, Wait};
use eventsource_wasm::connection::Input::{Chunk, EndOfBody, Exhausted, ReconnectionTimeElapsed};
use eventsource_wasm::connection::ReadyState::Open;
use eventsource_wasm::connection::{Action, Connection};

use crate::{BROKEN, OK, TOO_LARGE};
use crate::{actions, after, handled};

#[test]
fn a_stream_can_be_resumed_behind_an_event_with_an_id_of_its_own() {
    let rows: &[(&[u8], bool)] = &[
        (b"", false),
        (b"data:a\n\n", false),
        (b"id:1\ndata:a\n", false),
        (b"id:1\ndata:a\n\n", true),
        (b"id:1\ndata:a\r\n\r", true),
        (b"id:1\n\n", true),
        (b"data:a\n\nid:1\n\n", true),
        (b"id:1\ndata:a\n\nid:1\ndata:b\n\n", true),
        // The unfinished event is sent again.
        (b"id:1\ndata:a\n\n:", true),
        (b"id:1\ndata:a\n\nid:2\nevent:b\ndata:b\nda", true),
        // The last event has no ID, so the server would send it again.
        (b"id:1\ndata:a\n\ndata:b\n\n", false),
        (b"id:1\ndata:a\n\ndata:b\n\n\nevent:c\n\n", false),
        (b"id:1\ndata:a\n\n\nevent:b\n\n", true),
        // An empty ID is not sent.
        (b"id\ndata:a\n\n", false),
        (b"id:1\ndata:a\n\nid:\n\n", false),
        (b"id:\0\ndata:a\n\n", false),
    ];
    for &(stream, resumable) in rows {
        for length in [1, stream.len().max(1)] {
            let mut connection = after(&[OK]);
            stream.chunks(length).for_each(|chunk| drop(handled(&mut connection, Chunk(&chunk))));
            let expected: &[Action] = if resumable { &[Fetch] } else { &[] };
            assert_eq!(handled(&mut connection, Exhausted), expected, "{}", stream.escape_ascii());
        }
    }
}

#[test]
fn each_stream_must_set_a_new_id_before_it_can_be_resumed() {
    for again in [&[Exhausted][..], &[EndOfBody, ReconnectionTimeElapsed]] {
        let mut connection = after(&[&[OK, Chunk(b"id:1\ndata:a\n\n")], again, &[OK]].concat());
        let rows: [(&[u8], &[Action]); 3] = [(b":\n\n", &[]), (b"id:2\ndata:b\n", &[]), (b"\n", &[Fetch])];
        for (chunk, expected) in rows {
            handled(&mut connection, Chunk(&chunk));
            assert_eq!(handled(&mut connection, Exhausted), expected, "{}", chunk.escape_ascii());
        }
    }
}

#[test]
fn a_stream_is_not_renewed_while_the_part_that_would_be_sent_again_is_large() {
    let mut connection = Connection::new(1 << 20);
    actions(&mut connection);
    handled(&mut connection, OK);
    let start = [b"id:1\ndata:a\n\ndata:".as_slice(), &[b'x'; 68 << 10]].concat();
    handled(&mut connection, Chunk(&start.as_slice()));
    assert_eq!(handled(&mut connection, Exhausted), []);
    handled(&mut connection, Chunk(b"\nid:2\n\ndata:"));
    handled(&mut connection, Chunk(&[b'x'; 60 << 10]));
    assert_eq!(handled(&mut connection, Exhausted), [Fetch]);
}

#[test]
fn the_first_new_id_is_compared_however_chunks_cut_the_stream() {
    let first: [&[u8]; 3] =
        [b"id:1\n\nid:2\ndata:a\n\n", b"id\n\nid:1\ndata:a\n\n", b"id:1\ndata:a\n\nid:2\n\n"];
    for (stream, length) in first.iter().flat_map(|stream| [1, 5, 100].map(|length| (stream, length))) {
        let mut connection = after(&[OK, Chunk(stream), Exhausted, OK]);
        stream.chunks(length).for_each(|chunk| drop(handled(&mut connection, Chunk(&chunk))));
        assert_eq!(handled(&mut connection, Exhausted), [], "{} in {length}", stream.escape_ascii());
    }
}

#[test]
fn a_renewed_request_continues_behind_the_last_event_and_repeats_nothing() {
    for unfinished in ["", ":", "data:lost", "id:2\nevent:lost\ndata:lost\n", "id:2\nda", "\u{FEFF}"] {
        let mut connection = after(&[OK, Chunk(b"id:1\ndata:a\n\n"), Chunk(&unfinished.as_bytes())]);
        assert_eq!(handled(&mut connection, Exhausted), [Fetch], "after {unfinished:?}");
        assert_eq!((connection.ready_state(), &*connection.last_event_id()), (Open, "1"));
        assert_eq!(handled(&mut connection, OK), []);
        // A byte order mark is dropped, as at the start of every stream.
        assert_eq!(
            handled(&mut connection, Chunk(b"\xEF\xBB\xBFid:2\ndata:b\n\n")),
            [DispatchMessages],
            "after {unfinished:?}"
        );
        let events: Vec<_> = connection
            .batch()
            .iter()
            .map(|event| [event.event_type, event.data, event.last_event_id].join(" "))
            .collect();
        assert_eq!(events, ["message b 2"], "after {unfinished:?}");
    }
}

#[test]
fn an_exhausted_request_is_renewed_once_it_can_be() {
    let mut connection = after(&[OK, Chunk(b"id:1\ndata:a\n\ndata:b\n\n")]);
    assert_eq!(handled(&mut connection, Exhausted), []);
    assert_eq!(handled(&mut connection, Chunk(b"id:2\ndata:c\n\n")), [DispatchMessages]);
    assert_eq!(handled(&mut connection, Exhausted), [Fetch]);
    assert_eq!(handled(&mut connection, Exhausted), [], "a request is under way");
    handled(&mut connection, OK);
    assert_eq!(handled(&mut connection, Exhausted), [], "each request must set a new ID");
    handled(&mut connection, Chunk(b"id:3\n\n"));
    assert_eq!(handled(&mut connection, Exhausted), [Fetch]);
}

#[test]
fn a_server_that_starts_again_instead_of_resuming_does_so_once() {
    let stream = b"id:1\ndata:a\n\nid:2\ndata:b\n\n";
    let mut connection = after(&[OK, Chunk(&stream)]);
    assert_eq!(handled(&mut connection, Exhausted), [Fetch]);
    handled(&mut connection, OK);
    assert_eq!(handled(&mut connection, Chunk(stream)), [DispatchMessages]);
    assert_eq!(handled(&mut connection, Exhausted), []);
    // A new connection may be renewed again.
    for input in [EndOfBody, ReconnectionTimeElapsed, OK, Chunk(stream)] {
        handled(&mut connection, input);
    }
    assert_eq!(handled(&mut connection, Exhausted), [Fetch]);
}

#[test]
fn a_stream_whose_events_all_have_the_same_id_is_not_renewed_twice() {
    let mut connection = after(&[OK, Chunk(b"id:1\ndata:a\n\nid:1\ndata:b\n\n"), Exhausted, OK]);
    handled(&mut connection, Chunk(b"id:1\ndata:a\n\n"));
    assert_eq!(handled(&mut connection, Exhausted), []);
}

#[test]
fn a_request_is_not_renewed_when_an_event_is_too_large() {
    let mut connection = after(&[OK]);
    connection.handle(Chunk(b"id:1\ndata:a\n\ndata:0123456789012345678901234567890123456789"));
    connection.handle(Exhausted);
    assert_eq!(actions(&mut connection), [DispatchMessages, Abort, TOO_LARGE]);
}

#[test]
fn the_reconnection_time_outlives_a_renewed_request() {
    let mut connection = after(&[OK, Chunk(b"retry:10\nid:1\ndata:a\n\n"), Exhausted]);
    assert_eq!(handled(&mut connection, BROKEN), [FireError, Wait { milliseconds: 10 }]);
    assert_eq!(handled(&mut connection, ReconnectionTimeElapsed), [Fetch]);
    assert_eq!(connection.last_event_id(), "1");
    assert_eq!(handled(&mut connection, OK), [FireOpen]);
}
