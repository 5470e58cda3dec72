//! What the machine promises about refusals, suspension, and streams that the page provides, one sentence for each test.
//!
//! Knows sequences of inputs. Must not know what a single input does: that is in [`crate::table`].

use eventsource_wasm::connection::Action::{Abort, Fetch, FireError, FireOpen, ProbeCors, Wait};
use eventsource_wasm::connection::Input::{
    Aborted, Chunk, EndOfBody, Exhausted, Online, ReconnectionTimeElapsed, Resume, Suspend,
};
use eventsource_wasm::connection::ReadyState::{Closed, Connecting};
use eventsource_wasm::connection::{Action, Connection, Input};

use crate::{BROKEN, ENDLESS, FUTILE, LIMIT, NOT_REFUSED, OK, REFUSED};
use crate::{actions, after, handled};

#[test]
fn a_refusal_fails_a_source_that_has_never_been_open() {
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
fn a_source_that_has_been_open_fails_at_the_second_refusal() {
    let mut connection = after(&[OK, EndOfBody, ReconnectionTimeElapsed]);
    for _ in 0..2 {
        assert_eq!(handled(&mut connection, BROKEN), [ProbeCors]);
        assert_eq!(handled(&mut connection, REFUSED), [Fetch], "the server may just be available again");
        assert_eq!(handled(&mut connection, OK), [FireOpen], "and it is");
        [EndOfBody, ReconnectionTimeElapsed].iter().for_each(|&input| drop(handled(&mut connection, input)));
    }
    assert_eq!(handled(&mut connection, BROKEN), [ProbeCors]);
    assert_eq!(handled(&mut connection, REFUSED), [Fetch]);
    assert_eq!(handled(&mut connection, BROKEN), [ProbeCors]);
    assert_eq!(handled(&mut connection, REFUSED), [Abort, FireError(None)]);
}

#[test]
fn that_a_source_has_been_open_outlives_waits_and_suspension() {
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
fn an_error_event_that_suspension_has_prevented_is_fired_on_resume() {
    let mut connection = after(&[OK]);
    connection.handle(EndOfBody);
    assert_eq!(handled(&mut connection, Suspend), [Abort]);
    assert_eq!(handled(&mut connection, Resume), [FireError(None), Fetch]);
}

#[test]
fn a_suspended_source_fires_nothing_and_resumes_where_it_was() {
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
fn actions_that_are_due_on_suspension_are_not_performed() {
    // An input, how many of its actions are performed, and the actions on resume: an `error` event first, if it was open.
    let rows: [(&[Input<'_>], Input<'_>, usize, &[Action]); 7] = [
        (&[], OK, 0, &[FireError(None), Fetch]),
        (&[OK], Chunk(b"data:a\n\n"), 0, &[FireError(None), Fetch]),
        (&[OK], ENDLESS, 0, &[FireError(None), Fetch]),
        (&[OK], Chunk(b"data:a\n\ndata:0123456789012345678901234567890"), 1, &[FireError(None), Fetch]),
        (&[OK], EndOfBody, 1, &[Fetch]),
        (&[OK, Chunk(b"id:1\n\n")], Exhausted, 0, &[FireError(None), Fetch]),
        (&[BROKEN], NOT_REFUSED, 1, &[Fetch]),
    ];
    for (way, input, performed, on_resume) in rows {
        let mut connection = after(way);
        connection.handle(input);
        let done: Vec<_> = (0..performed).map_while(|_| connection.poll()).collect();
        assert_eq!(done.len(), performed);
        assert_eq!(handled(&mut connection, Suspend), [Abort], "{input:?} after {way:?}");
        assert_eq!(connection.ready_state(), Connecting);
        assert_eq!(handled(&mut connection, Resume), on_resume, "{input:?} after {way:?}");
    }
}

#[test]
fn a_stream_that_the_page_provides_is_not_requested_again() {
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
