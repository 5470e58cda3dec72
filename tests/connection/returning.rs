//! What the machine promises of going away and coming back, a sentence a test: refusals, sleep, and streams
//! that are not asked for again.
//!
//! Knows what comes after what; must not know what a single input does: that is in [`crate::table`].

use eventsource_wasm::connection::Action::{Abort, Fetch, FireError, FireOpen, ProbeCors, Wait};
use eventsource_wasm::connection::Input::{
    Aborted, Chunk, EndOfBody, Exhausted, Online, ReconnectionTimeElapsed, Resume, Suspend,
};
use eventsource_wasm::connection::ReadyState::{Closed, Connecting};
use eventsource_wasm::connection::{Action, Connection, Input};

use crate::{BROKEN, ENDLESS, FUTILE, LIMIT, NOT_REFUSED, OK, REFUSED};
use crate::{actions, after, handled};

#[test]
fn a_refusal_is_believed_while_the_source_has_never_been_open() {
    let ways: [&[Input<'_>]; 3] =
        [&[], &[BROKEN, NOT_REFUSED, ReconnectionTimeElapsed], &[BROKEN, Suspend, Resume]];
    for way in ways {
        let mut connection = after(way);
        assert_eq!(handled(&mut connection, BROKEN), [ProbeCors], "after {way:?}");
        assert_eq!(handled(&mut connection, REFUSED), [Abort, FireError(None)], "after {way:?}");
        assert_eq!(connection.ready_state(), Closed);
    }
}

#[test]
fn a_refusal_is_asked_about_twice_once_the_source_has_been_open() {
    let mut connection = after(&[OK, EndOfBody, ReconnectionTimeElapsed]);
    for _ in 0..2 {
        assert_eq!(handled(&mut connection, BROKEN), [ProbeCors]);
        assert_eq!(handled(&mut connection, REFUSED), [Fetch], "it may just have come back");
        assert_eq!(handled(&mut connection, OK), [FireOpen], "and it has");
        [EndOfBody, ReconnectionTimeElapsed].iter().for_each(|&input| drop(handled(&mut connection, input)));
    }
    assert_eq!(handled(&mut connection, BROKEN), [ProbeCors]);
    assert_eq!(handled(&mut connection, REFUSED), [Fetch]);
    assert_eq!(handled(&mut connection, BROKEN), [ProbeCors]);
    assert_eq!(handled(&mut connection, REFUSED), [Abort, FireError(None)]);
}

#[test]
fn that_a_source_has_been_open_outlives_waits_and_sleep() {
    let ways: [&[Input<'_>]; 4] = [
        &[OK, BROKEN, Online],
        &[OK, Suspend, Resume],
        &[OK, EndOfBody, Suspend, Resume],
        &[OK, EndOfBody, ReconnectionTimeElapsed, BROKEN, NOT_REFUSED, ReconnectionTimeElapsed],
    ];
    for way in ways {
        let mut connection = after(way);
        assert_eq!(handled(&mut connection, BROKEN), [ProbeCors], "after {way:?}");
        assert_eq!(handled(&mut connection, REFUSED), [Fetch], "after {way:?}");
        assert_eq!(connection.ready_state(), Connecting);
    }
}

#[test]
fn an_error_that_sleep_has_overtaken_is_told_on_return() {
    let mut connection = after(&[OK]);
    connection.handle(EndOfBody);
    assert_eq!(handled(&mut connection, Suspend), [Abort]);
    assert_eq!(handled(&mut connection, Resume), [FireError(None), Fetch]);
}

#[test]
fn a_sleeping_source_is_silent_and_wakes_where_it_was() {
    let mut connection = after(&[OK, Chunk(b"id:1\nretry:10\ndata:a\n\ndata:b")]);
    assert_eq!(handled(&mut connection, Suspend), [Abort]);
    assert_eq!(connection.ready_state(), Connecting);
    connection.handle(Resume);
    assert_eq!((connection.poll(), connection.ready_state()), (Some(FireError(None)), Connecting));
    assert_eq!((connection.poll(), &*connection.last_event_id()), (Some(Fetch), "1"));
    assert_eq!(connection.poll(), None);
    assert_eq!(handled(&mut connection, EndOfBody), [FireError(None), Wait { milliseconds: 10 }]);
}

#[test]
fn what_was_still_to_be_done_when_the_page_goes_is_not_done() {
    // What was left, and what it wakes up to: it has an error to tell if it was open.
    let rows: [(&[Input<'_>], Input<'_>, usize, &[Action]); 7] = [
        (&[], OK, 0, &[FireError(None), Fetch]),
        (&[OK], Chunk(b"data:a\n\n"), 0, &[FireError(None), Fetch]),
        (&[OK], ENDLESS, 0, &[FireError(None), Fetch]),
        (&[OK], Chunk(b"data:a\n\ndata:0123456789012345678901234567890"), 1, &[FireError(None), Fetch]),
        (&[OK], EndOfBody, 1, &[Fetch]),
        (&[OK, Chunk(b"id:1\n\n")], Exhausted, 0, &[FireError(None), Fetch]),
        (&[BROKEN], NOT_REFUSED, 1, &[Fetch]),
    ];
    for (way, input, performed, waking) in rows {
        let mut connection = after(way);
        connection.handle(input);
        let done: Vec<_> = (0..performed).map_while(|_| connection.poll()).collect();
        assert_eq!(done.len(), performed);
        assert_eq!(handled(&mut connection, Suspend), [Abort], "{input:?} after {way:?}");
        assert_eq!(connection.ready_state(), Connecting);
        assert_eq!(handled(&mut connection, Resume), waking, "{input:?} after {way:?}");
    }
}

#[test]
fn a_stream_of_somebody_else_is_not_asked_for_again() {
    for way in [&[][..], &[OK], &[OK, Chunk(b"id:1\ndata:a\n\n")]] {
        for end in [EndOfBody, BROKEN, FUTILE, Aborted] {
            let mut connection = Connection::over_stream(LIMIT);
            actions(&mut connection);
            way.iter().for_each(|&input| drop(handled(&mut connection, input)));
            let state = connection.ready_state();
            for stray in [Exhausted, Suspend, Resume, Online] {
                assert_eq!((handled(&mut connection, stray), connection.ready_state()), (vec![], state));
            }
            assert_eq!(handled(&mut connection, end), [Abort, FireError(None)], "{end:?} after {way:?}");
            assert_eq!(connection.ready_state(), Closed);
        }
    }
}
