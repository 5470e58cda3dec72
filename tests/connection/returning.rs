//! What the machine promises about refusals, suspension, and streams that the page provides, one sentence for each test.
//!
//! Knows sequences of inputs. Must not know what a single input does: that is in [`crate::table`].

use eventsource_wasm::connection::Action::{Abort, Fetch, FireError, FireOpen, ProbeCors, Wait};
use eventsource_wasm::connection::Input::{
    Aborted, Chunk, EndOfBody, Exhausted, Online, ReconnectionTimeElapsed, Resume, Suspend,
};
use eventsource_wasm::connection::ReadyState::{Closed, Connecting};
use eventsource_wasm::connection::{Action, Connection, Input, Reason};

use crate::{BROKEN, ENDLESS, FUTILE, LIMIT, NOT_REFUSED, OK, REFUSED};
use crate::{actions, after, handled, of_status, response};

#[test]
fn a_source_fails_at_the_second_refusal_in_a_row() {
    let ways: [&[Input<'_>]; 8] = [
        &[],
        &[BROKEN, NOT_REFUSED, ReconnectionTimeElapsed],
        &[BROKEN, Suspend, Resume],
        &[OK, BROKEN, Online],
        &[OK, Suspend, Resume],
        &[OK, EndOfBody, Suspend, Resume],
        &[OK, EndOfBody, ReconnectionTimeElapsed, BROKEN, NOT_REFUSED, ReconnectionTimeElapsed],
        &[OK, EndOfBody, ReconnectionTimeElapsed, BROKEN, REFUSED, OK, EndOfBody, ReconnectionTimeElapsed],
    ];
    for way in ways {
        let mut connection = after(way);
        assert_eq!(handled(&mut connection, BROKEN), [ProbeCors], "after {way:?}");
        assert_eq!(handled(&mut connection, REFUSED), [Fetch], "the server may just be available again");
        assert_eq!(connection.ready_state(), Connecting);
        assert_eq!(handled(&mut connection, BROKEN), [ProbeCors], "after {way:?}");
        assert_eq!(handled(&mut connection, REFUSED), [Abort, FireError], "after {way:?}");
        assert_eq!((connection.ready_state(), connection.reason()), (Closed, Reason::Cors));
    }
}

#[test]
fn a_server_that_refuses_the_last_event_id_is_asked_without_it_and_the_page_is_told_once() {
    let mut connection = after(&[OK, Chunk(b"id:1\ndata:a\n\n"), EndOfBody, ReconnectionTimeElapsed]);
    for sends in [true, true, false] {
        assert_eq!(connection.sends_last_event_id(), sends);
        assert_eq!(handled(&mut connection, BROKEN), [ProbeCors]);
        if sends {
            assert_eq!(handled(&mut connection, REFUSED), [Fetch]);
        }
    }
    assert_eq!(handled(&mut connection, NOT_REFUSED), [FireError, Wait { milliseconds: 3_000 }]);
    handled(&mut connection, ReconnectionTimeElapsed);
    assert!(connection.sends_last_event_id(), "a network error proves nothing");
    for input in [BROKEN, REFUSED, BROKEN, REFUSED] {
        handled(&mut connection, input);
    }
    assert_eq!(handled(&mut connection, OK), [FireOpen], "without the header, the server allows it");
    assert_eq!(&*connection.last_event_id(), "1", "the page still has the ID");
    for reason in [Reason::LastEventIdWithheld, Reason::EndOfBody] {
        assert_eq!(handled(&mut connection, EndOfBody), [FireError, Wait { milliseconds: 3_000 }]);
        assert_eq!(connection.reason(), reason);
        handled(&mut connection, ReconnectionTimeElapsed);
        assert!(!connection.sends_last_event_id(), "the price is paid once");
        handled(&mut connection, OK);
    }
}

#[test]
fn an_error_event_has_its_reason() {
    let rows: [(&[Input<'_>], Input<'_>, Reason); 10] = [
        (&[OK], EndOfBody, Reason::EndOfBody),
        (&[OK], BROKEN, Reason::NetworkError),
        (&[BROKEN], NOT_REFUSED, Reason::NetworkError),
        (&[], FUTILE, Reason::Refused),
        (&[], Aborted, Reason::Aborted),
        (&[BROKEN, REFUSED, BROKEN], REFUSED, Reason::Cors),
        (&[], of_status(404), Reason::Status(404)),
        (&[], response(200, "text/html"), Reason::ContentType),
        (&[OK], ENDLESS, Reason::EventTooLarge { limit: LIMIT }),
        (&[OK, Suspend], Resume, Reason::Resumed),
    ];
    for (way, input, reason) in rows {
        let mut connection = after(way);
        assert!(handled(&mut connection, input).contains(&FireError), "{input:?}");
        assert_eq!(connection.reason(), reason, "{input:?} after {way:?}");
    }
}

#[test]
fn an_error_event_that_suspension_has_prevented_is_fired_on_resume() {
    let mut connection = after(&[OK]);
    connection.handle(EndOfBody);
    assert_eq!(handled(&mut connection, Suspend), [Abort]);
    assert_eq!(handled(&mut connection, Resume), [FireError, Fetch]);
}

#[test]
fn a_suspended_source_fires_nothing_and_resumes_where_it_was() {
    let mut connection = after(&[OK, Chunk(b"id:1\nretry:10\ndata:a\n\ndata:b")]);
    assert_eq!(handled(&mut connection, Suspend), [Abort]);
    assert_eq!(connection.ready_state(), Connecting);
    connection.handle(Resume);
    assert_eq!((connection.poll(), connection.ready_state()), (Some(FireError), Connecting));
    assert_eq!((connection.poll(), &*connection.last_event_id()), (Some(Fetch), "1"));
    assert_eq!(connection.poll(), None);
    assert_eq!(handled(&mut connection, EndOfBody), [FireError, Wait { milliseconds: 10 }]);
}

#[test]
fn actions_that_are_due_on_suspension_are_not_performed() {
    // An input, how many of its actions are performed, and the actions on resume: an `error` event first, if it was open.
    let rows: [(&[Input<'_>], Input<'_>, usize, &[Action]); 7] = [
        (&[], OK, 0, &[FireError, Fetch]),
        (&[OK], Chunk(b"data:a\n\n"), 0, &[FireError, Fetch]),
        (&[OK], ENDLESS, 0, &[FireError, Fetch]),
        (&[OK], Chunk(b"data:a\n\ndata:0123456789012345678901234567890"), 1, &[FireError, Fetch]),
        (&[OK], EndOfBody, 1, &[Fetch]),
        (&[OK, Chunk(b"id:1\n\n")], Exhausted, 0, &[FireError, Fetch]),
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
            assert_eq!(handled(&mut connection, end), [Abort, FireError], "{end:?} after {way:?}");
            assert_eq!(connection.ready_state(), Closed);
        }
    }
}
