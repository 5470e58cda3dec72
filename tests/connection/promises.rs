//! What the machine promises about streams, closing and failing, one sentence for each test.
//!
//! Knows sequences of inputs. Must not know what a single input does: that is in [`crate::table`].

use eventsource_wasm::connection::Action::{Abort, DispatchMessages, Fetch, FireError, FireOpen, Wait};
use eventsource_wasm::connection::Input::{
    Aborted, Chunk, Close, EndOfBody, Exhausted, Online, ReconnectionTimeElapsed, Resume, Suspend,
};
use eventsource_wasm::connection::ReadyState::{Closed, Connecting, Open};
use eventsource_wasm::connection::{Action, Connection, Input};

use crate::{BROKEN, ENDLESS, FUTILE, LIMIT, NOT_REFUSED, OK, REFUSED, TOO_LARGE};
use crate::{actions, after, data, handled, response};

#[test]
fn a_source_begins_by_fetching() {
    let mut connection = Connection::new(LIMIT);
    assert_eq!((connection.ready_state(), &*connection.last_event_id()), (Connecting, ""));
    assert_eq!(actions(&mut connection), [Fetch]);
}

#[test]
fn closing_before_the_request_is_made_makes_none() {
    assert_eq!(handled(&mut Connection::new(LIMIT), Close), [Abort]);
}

#[test]
fn retry_takes_effect_at_once_and_lasts() {
    let mut connection = after(&[OK, Chunk(b"data:a\nretry:10\n")]);
    assert_eq!(connection.reconnection_time(), 10);
    for inputs in [&[EndOfBody][..], &[BROKEN, NOT_REFUSED], &[EndOfBody]] {
        let last = inputs.iter().map(|&input| handled(&mut connection, input)).last();
        assert_eq!(last, Some(vec![FireError, Wait { milliseconds: 10 }]));
        handled(&mut connection, ReconnectionTimeElapsed);
    }
    handled(&mut connection, OK);
    assert_eq!(handled(&mut connection, EndOfBody).last(), Some(&Wait { milliseconds: 10 }));
}

#[test]
fn retry_is_clamped_to_what_a_timer_holds() {
    const MAX: u32 = i32::MAX as u32;
    let rows: [(&[u8], u32); 8] = [
        (b"retry:0\n", 0),
        (b"retry:2147483646\n", MAX - 1),
        (b"retry:2147483647\n", MAX),
        (b"retry:2147483648\n", MAX),
        (b"retry:4294967297\n", MAX),
        (b"retry:99999999999\n", MAX),
        (b"retry:18446744073709551617\n", MAX),
        (b"retry:5\nretry:-1\nretry:\n", 5),
    ];
    for (stream, milliseconds) in rows {
        let mut connection = after(&[OK, Chunk(&stream)]);
        assert_eq!(handled(&mut connection, EndOfBody), [FireError, Wait { milliseconds }]);
    }
}

#[test]
fn the_last_event_id_survives_reconnections() {
    let mut connection = after(&[OK, Chunk(b"id:1\ndata:a\n\n")]);
    let once_more = [BROKEN, NOT_REFUSED, ReconnectionTimeElapsed, Suspend, Resume, BROKEN, REFUSED, OK];
    for input in
        [EndOfBody, ReconnectionTimeElapsed].into_iter().chain(once_more).chain([Chunk(b"data:b\n\n")])
    {
        handled(&mut connection, input);
        assert_eq!(connection.last_event_id(), "1", "after {input:?}");
    }
    assert_eq!(
        connection.batch().iter().next().map(|event| event.last_event_id.into_owned()).as_deref(),
        Some("1")
    );
}

#[test]
fn the_last_event_id_is_not_taken_from_an_unfinished_block() {
    let again = [ReconnectionTimeElapsed, OK, Chunk(b"\n\n")];
    for (stream, id) in [("id:7\ndata:x\n", ""), ("id:6\n\nid:7\n", "6"), ("id:6\n\nid\n", "6")] {
        let mut connection = after(&[OK, Chunk(&stream.as_bytes()), EndOfBody]);
        assert_eq!(connection.last_event_id(), id);
        again.iter().for_each(|&input| drop(handled(&mut connection, input)));
        assert_eq!(connection.last_event_id(), id, "even though blank lines came");
    }
}

#[test]
fn nothing_of_an_unfinished_event_reaches_the_next_connection() {
    let unfinished = ["data:lost\nevent:lost\n", "data:lost", "event:lost\n", "\u{FEFF}:", "data:x\r"];
    // The third starts like a byte order mark, but is an unknown field.
    let next = [&b"\n\ndata:a\n\n"[..], b"\xEF\xBB\xBFdata:a\r\n\r\n", b"\xEF\ndata:a\n\n"];
    let between = [[EndOfBody, ReconnectionTimeElapsed], [BROKEN, Online], [Suspend, Resume]];
    for (unfinished, next) in unfinished.iter().flat_map(|it| next.map(|next| (it.as_bytes(), next))) {
        for [end, again] in between {
            let mut connection = after(&[OK, Chunk(&unfinished), end, again, OK]);
            assert!(connection.batch().is_empty());
            assert_eq!(handled(&mut connection, Chunk(&next)), [DispatchMessages]);
            let events: Vec<_> =
                connection.batch().iter().map(|it| format!("{}: {}", it.event_type, it.data)).collect();
            assert_eq!(events, ["message: a"], "{next:?} after {unfinished:?} and {end:?}");
        }
    }
}

#[test]
fn messages_before_an_event_that_is_too_large_are_dispatched_before_the_failure() {
    let mut connection = after(&[OK]);
    connection
        .handle(Chunk(b"data:a\n\ndata:b\n\ndata:0123456789012345678901234567890123456789\n\ndata:c\n\n"));
    assert_eq!((connection.poll(), connection.ready_state()), (Some(DispatchMessages), Open));
    assert_eq!(data(&connection), ["a", "b"]);
    assert_eq!((connection.poll(), connection.ready_state()), (Some(Abort), Closed));
    assert_eq!(actions(&mut connection), [TOO_LARGE]);
}

#[test]
fn closing_while_those_messages_are_dispatched_suppresses_the_failure() {
    let mut connection = after(&[OK]);
    connection.handle(Chunk(b"data:a\n\ndata:0123456789012345678901234567890123456789"));
    assert_eq!(connection.poll(), Some(DispatchMessages));
    assert_eq!(handled(&mut connection, Close), [Abort]);
}

#[test]
fn closing_in_a_handler_cancels_the_actions_that_would_follow() {
    let rows: [(&[Input<'_>], Input<'_>, Action); 7] = [
        (&[], OK, FireOpen),
        (&[OK], Chunk(b"data:a\n\n"), DispatchMessages),
        (&[OK], EndOfBody, FireError),
        (&[OK], BROKEN, FireError),
        (&[OK, Chunk(b"id:1\n\n"), Exhausted], BROKEN, FireError),
        (&[BROKEN], NOT_REFUSED, FireError),
        (&[OK, Suspend], Resume, FireError),
    ];
    for (way, input, fired) in rows {
        let mut connection = after(way);
        connection.handle(input);
        assert_eq!(connection.poll(), Some(fired));
        assert_eq!(handled(&mut connection, Close), [Abort], "closed in {fired:?}");
    }
}

#[test]
fn the_error_is_fired_while_connecting_and_before_the_wait() {
    let mut connection = after(&[OK]);
    connection.handle(EndOfBody);
    assert_eq!((connection.poll(), connection.ready_state()), (Some(FireError), Connecting));
    assert_eq!(
        (connection.poll(), connection.ready_state()),
        (Some(Wait { milliseconds: 3_000 }), Connecting)
    );
    assert_eq!(connection.poll(), None);
}

/// Everything that fails a source, except an event that is too large: the inputs before, and the input that fails it.
const FAILURES: [(&[Input<'_>], Input<'_>); 11] = [
    (&[OK, Chunk(b"id:1\n\n"), Exhausted], response(204, "text/event-stream")),
    (&[OK, Chunk(b"id:1\n\n"), Exhausted], FUTILE),
    (&[OK, Chunk(b"id:1\n\n"), Exhausted], Aborted),
    (&[], response(204, "text/event-stream")),
    (&[], response(200, "text/html")),
    (&[], FUTILE),
    (&[], Aborted),
    (&[OK], FUTILE),
    (&[OK], Aborted),
    (&[BROKEN, REFUSED, BROKEN], REFUSED),
    (&[OK, BROKEN, ReconnectionTimeElapsed, BROKEN, REFUSED, BROKEN], REFUSED),
];

/// Its body can be read in the handler of the error.
fn is_response(input: Input<'_>) -> bool {
    matches!(input, Input::Response { .. })
}

#[test]
fn a_failed_source_fires_its_error_once_and_is_closed_by_then() {
    for (way, input) in FAILURES {
        let mut connection = after(way);
        connection.handle(input);
        assert_eq!(connection.ready_state(), Closed);
        let before: Vec<_> = std::iter::from_fn(|| connection.poll().filter(|it| *it != FireError)).collect();
        let expected: (&[_], &[_]) = if is_response(input) { (&[], &[Abort]) } else { (&[Abort], &[]) };
        assert_eq!(before, expected.0);
        assert_eq!(handled(&mut connection, Close), expected.1, "closed in the handler of the error");
    }
}

#[test]
fn closing_before_the_error_of_a_failure_is_fired_suppresses_it() {
    for (way, input) in FAILURES {
        let mut connection = after(way);
        connection.handle(input);
        assert_eq!(handled(&mut connection, Close), [Abort], "{input:?} after {way:?}");
    }
    let mut connection = after(&[OK]);
    connection.handle(ENDLESS);
    assert_eq!(connection.poll(), Some(Abort));
    assert_eq!(handled(&mut connection, Close), []);
}

#[test]
fn what_comes_after_an_event_that_is_too_large_changes_nothing() {
    let strays = [
        Exhausted,
        Chunk(b"\n\nid:2\nretry:7\ndata:b\n\n"),
        EndOfBody,
        BROKEN,
        FUTILE,
        Aborted,
        OK,
        REFUSED,
        NOT_REFUSED,
        ReconnectionTimeElapsed,
        Resume,
        Online,
    ];
    for stray in strays {
        let mut connection = after(&[OK]);
        connection.handle(Chunk(b"data:a\n\ndata:0123456789012345678901234567890123456789"));
        connection.handle(stray);
        assert_eq!((data(&connection), connection.ready_state()), (vec!["a".to_owned()], Open), "{stray:?}");
        assert_eq!((&*connection.last_event_id(), connection.reconnection_time()), ("", 3_000));
        assert_eq!(actions(&mut connection), [DispatchMessages, Abort, TOO_LARGE], "{stray:?}");
    }
}

#[test]
fn a_failed_source_fires_its_error_even_if_the_page_is_suspended_first() {
    for (way, input) in FAILURES {
        let mut connection = after(way);
        connection.handle(input);
        let expected = if is_response(input) { [FireError, Abort] } else { [Abort, FireError] };
        assert_eq!(handled(&mut connection, Suspend), expected, "{input:?} after {way:?}");
        assert_eq!((handled(&mut connection, Resume), connection.ready_state()), (vec![], Closed));
    }
}

#[test]
fn a_request_that_turns_out_to_be_futile_before_its_error_is_fired_fails_the_source() {
    let mut connection = after(&[BROKEN]);
    connection.handle(NOT_REFUSED);
    assert_eq!(connection.ready_state(), Connecting);
    assert_eq!(
        (handled(&mut connection, FUTILE), connection.ready_state()),
        (vec![Abort, FireError], Closed)
    );
}

#[test]
fn only_two_refusals_in_a_row_fail_a_source_that_was_open() {
    let doubted = [OK, EndOfBody, ReconnectionTimeElapsed, BROKEN, REFUSED];
    let others = [&[BROKEN, NOT_REFUSED, ReconnectionTimeElapsed][..], &[Suspend, Resume]];
    for other in others {
        let mut connection = after(&[&doubted, other, &[BROKEN]].concat());
        assert_eq!(handled(&mut connection, REFUSED), [Fetch], "after {other:?}");
    }
}
