//! The connection's table, cell by cell, and its promises, a sentence a test.
//!
//! Knows inputs, actions and the ready state, as a host sees them; must not know the phases' inside, nor more
//! of the grammar than a field. A bug is a new cell, way or sentence first, then its fix.
#![cfg(not(target_arch = "wasm32"))]

use eventsource_wasm::connection::Action::{Abort, Fetch, FireError, FireMessages, FireOpen, Probe, Wait};
use eventsource_wasm::connection::Input::{
    Aborted, Chunk, Close, EndOfBody, Online, ReconnectionTimeElapsed, Resume, Suspend,
};
use eventsource_wasm::connection::ReadyState::{Closed, Connecting, Open};
use eventsource_wasm::connection::{Action, Connection, Input, ReadyState};
use eventsource_wasm::parser::EventTooLarge;

const LIMIT: usize = 32;
const TOO_LARGE: Action = FireError(Some(EventTooLarge { limit: LIMIT }));

const OK: Input<'_> = of_status(200);
const BROKEN: Input<'_> = Input::NetworkError { futile: false };
const FUTILE: Input<'_> = Input::NetworkError { futile: true };
const REFUSED: Input<'_> = Input::Probed { refused: true };
const NOT_REFUSED: Input<'_> = Input::Probed { refused: false };
const ENDLESS: Input<'_> = Chunk(b"data:0123456789012345678901234567890123456789");

const fn response(status: u16, content_type: &str) -> Input<'_> {
    Input::Response { status, content_type }
}

const fn of_status(status: u16) -> Input<'static> {
    response(status, "text/event-stream")
}

/// A phase, by all the ways into it.
type Phase = &'static [&'static [Input<'static>]];

#[rustfmt::skip]
const PHASES: [(Phase, ReadyState); 7] = [
    (FETCHING, Connecting),
    (PROBING, Connecting),
    (OPEN, Open),
    (WAITING, Connecting),
    (SUSPENDED_OPEN, Connecting),
    (SUSPENDED, Connecting),
    (CLOSED, Closed),
];

const FETCHING: Phase = &[
    &[],
    &[BROKEN, NOT_REFUSED, ReconnectionTimeElapsed],
    &[OK, EndOfBody, ReconnectionTimeElapsed],
    &[OK, Chunk(b"data:a"), BROKEN, ReconnectionTimeElapsed],
    &[OK, BROKEN, Online],
    &[Suspend, Resume],
    &[OK, Suspend, Resume],
    &[OK, EndOfBody, ReconnectionTimeElapsed, BROKEN, REFUSED],
];
/// In all of them a refusal is believed.
const PROBING: Phase = &[
    &[BROKEN],
    &[BROKEN, NOT_REFUSED, ReconnectionTimeElapsed, BROKEN],
    &[Suspend, Resume, BROKEN],
    &[OK, EndOfBody, ReconnectionTimeElapsed, BROKEN, REFUSED, BROKEN],
];
const OPEN: Phase = &[
    &[OK],
    &[OK, Chunk(b"id:1\ndata:a\n\n")],
    &[OK, EndOfBody, ReconnectionTimeElapsed, OK],
    &[OK, Chunk(b"data:a\nevent:e\nid:1\r"), EndOfBody, ReconnectionTimeElapsed, OK],
    &[OK, EndOfBody, ReconnectionTimeElapsed, BROKEN, REFUSED, OK],
    &[OK, Suspend, Resume, OK],
];
const WAITING: Phase = &[
    &[EndOfBody],
    &[BROKEN, NOT_REFUSED],
    &[OK, EndOfBody],
    &[OK, BROKEN],
    &[OK, Chunk(b"id:1\ndata:a\n\ndata:b"), BROKEN],
    &[BROKEN, NOT_REFUSED, ReconnectionTimeElapsed, BROKEN, NOT_REFUSED],
];
const SUSPENDED_OPEN: Phase = &[&[OK, Suspend], &[OK, Chunk(b"id:1\ndata:a\n\ndata:b"), Suspend]];
const SUSPENDED: Phase = &[
    &[Suspend],
    &[BROKEN, Suspend],
    &[EndOfBody, Suspend],
    &[OK, EndOfBody, Suspend],
    &[OK, Suspend, Resume, Suspend],
];
const CLOSED: Phase = &[
    &[Close],
    &[OK, Close],
    &[OK, Chunk(b"data:a\n\ndata:b"), Close],
    &[OK, EndOfBody, Close],
    &[BROKEN, Close],
    &[OK, Suspend, Close],
    &[response(204, "")],
    &[FUTILE],
    &[OK, FUTILE],
    &[OK, Aborted],
    &[BROKEN, REFUSED],
    &[OK, ENDLESS],
];

/// The actions and the ready state after them; `None`: neither is there an action nor does the state change.
type Cell = Option<(&'static [Action], ReadyState)>;

const NOTHING: Cell = None;
const ANNOUNCE: Cell = Some((&[FireOpen], Open));
const MESSAGES: Cell = Some((&[FireMessages], Open));
const FAIL: Cell = Some((&[Abort, FireError(None)], Closed));
const TOO_MUCH: Cell = Some((&[Abort, TOO_LARGE], Closed));
const REESTABLISH: Cell = Some((&[FireError(None), Wait { milliseconds: 3_000 }], Connecting));
const FETCH: Cell = Some((&[Fetch], Connecting));
const CLOSE: Cell = Some((&[Abort], Closed));
const PROBE: Cell = Some((&[Probe], Connecting));
const SUSPEND: Cell = Some((&[Abort], Connecting));
const HURRY: Cell = Some((&[Abort, Fetch], Connecting));
const COME_BACK: Cell = Some((&[FireError(None), Fetch], Connecting));

/// For inputs that all come to the same, what they do in each of the phases.
#[rustfmt::skip]
const TABLE: &[(&[Input<'static>], [Cell; PHASES.len()])] = &[
    //                           fetching     probing      open         waiting  suspended: open, not   closed
    (GOOD_RESPONSES,            [ANNOUNCE,    NOTHING,     NOTHING,     NOTHING, NOTHING,     NOTHING,  NOTHING]),
    (BAD_RESPONSES,             [FAIL,        NOTHING,     NOTHING,     NOTHING, NOTHING,     NOTHING,  NOTHING]),
    (MESSAGE_CHUNKS,            [NOTHING,     NOTHING,     MESSAGES,    NOTHING, NOTHING,     NOTHING,  NOTHING]),
    (OTHER_CHUNKS,              [NOTHING,     NOTHING,     NOTHING,     NOTHING, NOTHING,     NOTHING,  NOTHING]),
    (&[ENDLESS],                [NOTHING,     NOTHING,     TOO_MUCH,    NOTHING, NOTHING,     NOTHING,  NOTHING]),
    (&[EndOfBody],              [REESTABLISH, NOTHING,     REESTABLISH, NOTHING, NOTHING,     NOTHING,  NOTHING]),
    (&[BROKEN],                 [PROBE,       NOTHING,     REESTABLISH, NOTHING, NOTHING,     NOTHING,  NOTHING]),
    (&[FUTILE, Aborted],        [FAIL,        NOTHING,     FAIL,        NOTHING, NOTHING,     NOTHING,  NOTHING]),
    (&[REFUSED],                [NOTHING,     FAIL,        NOTHING,     NOTHING, NOTHING,     NOTHING,  NOTHING]),
    (&[NOT_REFUSED],            [NOTHING,     REESTABLISH, NOTHING,     NOTHING, NOTHING,     NOTHING,  NOTHING]),
    (&[ReconnectionTimeElapsed],[NOTHING,     NOTHING,     NOTHING,     FETCH,   NOTHING,     NOTHING,  NOTHING]),
    (&[Online],                 [NOTHING,     NOTHING,     NOTHING,     HURRY,   NOTHING,     NOTHING,  NOTHING]),
    (&[Suspend],                [SUSPEND,     SUSPEND,     SUSPEND,     SUSPEND, NOTHING,     NOTHING,  NOTHING]),
    (&[Resume],                 [NOTHING,     NOTHING,     NOTHING,     NOTHING, COME_BACK,   FETCH,    NOTHING]),
    (&[Close],                  [CLOSE,       CLOSE,       CLOSE,       CLOSE,   CLOSE,       CLOSE,    NOTHING]),
];

const GOOD_RESPONSES: &[Input<'_>] =
    &[OK, response(200, "Text/Event-Stream ; charset=x"), response(200, "text/event-stream;")];
#[rustfmt::skip]
const BAD_RESPONSES: &[Input<'_>] = &[
    of_status(204), of_status(205), of_status(210), of_status(299), of_status(301), of_status(304),
    of_status(404), of_status(410), of_status(500), of_status(503), of_status(100), of_status(0),
    response(200, ""), response(200, "text/plain"), response(200, "text/event-streamX"),
    response(200, "text/event-stream, text/html"), response(204, ""), response(500, "text/plain"),
];
const MESSAGE_CHUNKS: &[Input<'_>] =
    &[Chunk(b"\n\ndata:b\n\n"), Chunk(b"\n\ndata:b\n\ndata:c\n\n:"), Chunk(b"\n\ndata:b\r\r")];
const OTHER_CHUNKS: &[Input<'_>] = &[Chunk(b""), Chunk(b":"), Chunk(b"\n\n"), Chunk(b"d")];

/// A connection to which all this has happened, and all was done.
fn after(inputs: &[Input<'_>]) -> Connection {
    let mut connection = Connection::new(LIMIT);
    actions(&mut connection);
    for &input in inputs {
        handled(&mut connection, input);
    }
    connection
}

fn actions(connection: &mut Connection) -> Vec<Action> {
    std::iter::from_fn(|| connection.poll()).collect()
}

fn handled(connection: &mut Connection, input: Input<'_>) -> Vec<Action> {
    connection.handle(input);
    actions(connection)
}

fn data(connection: &Connection) -> Vec<&str> {
    connection.batch().iter().map(|event| event.data).collect()
}

#[test]
fn every_cell_of_the_table_holds_whatever_led_there() {
    for (inputs, cells) in TABLE {
        for (cell, (phase, state)) in cells.iter().zip(PHASES) {
            for (way, &input) in phase.iter().flat_map(|way| inputs.iter().map(move |input| (way, input))) {
                let mut connection = after(way);
                assert_eq!(connection.ready_state(), state, "{way:?}");
                let (actions, state) = cell.unwrap_or((&[], state));
                assert_eq!(handled(&mut connection, input), actions, "{input:?} after {way:?}");
                assert_eq!(connection.ready_state(), state, "{input:?} after {way:?}");
            }
        }
    }
}

#[test]
fn what_does_not_belong_to_a_phase_changes_nothing_that_comes_after() {
    let strays = [
        OK,
        response(404, ""),
        Chunk(b"id:2\nretry:7\n\ndata:b\n\n"),
        EndOfBody,
        BROKEN,
        FUTILE,
        Aborted,
        REFUSED,
        NOT_REFUSED,
        Resume,
    ];
    for way in WAITING {
        let (mut undisturbed, mut connection) = (after(way), after(way));
        for stray in strays {
            assert_eq!(handled(&mut connection, stray), [], "{stray:?} after {way:?}");
        }
        for input in [ReconnectionTimeElapsed, OK, Chunk(b"data:c\n\n"), EndOfBody] {
            assert_eq!(handled(&mut connection, input), handled(&mut undisturbed, input));
            assert_eq!(connection.last_event_id(), undisturbed.last_event_id());
        }
    }
}

#[test]
fn a_source_begins_by_fetching() {
    let mut connection = Connection::new(LIMIT);
    assert_eq!((connection.ready_state(), connection.last_event_id()), (Connecting, ""));
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
        assert_eq!(last, Some(vec![FireError(None), Wait { milliseconds: 10 }]));
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
        let mut connection = after(&[OK, Chunk(stream)]);
        assert_eq!(handled(&mut connection, EndOfBody), [FireError(None), Wait { milliseconds }]);
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
    assert_eq!(connection.batch().iter().next().map(|event| event.last_event_id), Some("1"));
}

#[test]
fn the_last_event_id_is_not_taken_from_an_unfinished_block() {
    let again = [ReconnectionTimeElapsed, OK, Chunk(b"\n\n")];
    for (stream, id) in [("id:7\ndata:x\n", ""), ("id:6\n\nid:7\n", "6"), ("id:6\n\nid\n", "6")] {
        let mut connection = after(&[OK, Chunk(stream.as_bytes()), EndOfBody]);
        assert_eq!(connection.last_event_id(), id);
        again.iter().for_each(|&input| drop(handled(&mut connection, input)));
        assert_eq!(connection.last_event_id(), id, "even though blank lines came");
    }
}

#[test]
fn nothing_of_an_unfinished_event_reaches_the_next_connection() {
    let unfinished = ["data:lost\nevent:lost\n", "data:lost", "event:lost\n", "\u{FEFF}:", "data:x\r"];
    // The third begins like a BOM and is none: a line of its own.
    let next = [&b"\n\ndata:a\n\n"[..], b"\xEF\xBB\xBFdata:a\r\n\r\n", b"\xEF\ndata:a\n\n"];
    for (unfinished, next) in unfinished.iter().flat_map(|it| next.map(|next| (it.as_bytes(), next))) {
        let mut connection = after(&[OK, Chunk(unfinished), EndOfBody, ReconnectionTimeElapsed, OK]);
        assert!(connection.batch().is_empty());
        assert_eq!(handled(&mut connection, Chunk(next)), [FireMessages]);
        let events: Vec<_> = connection.batch().iter().map(|it| (it.event_type, it.data)).collect();
        assert_eq!(events, [("message", "a")], "{next:?} after {unfinished:?}");
    }
}

#[test]
fn messages_before_an_event_that_is_too_large_are_dispatched_before_the_failure() {
    let mut connection = after(&[OK]);
    connection
        .handle(Chunk(b"data:a\n\ndata:b\n\ndata:0123456789012345678901234567890123456789\n\ndata:c\n\n"));
    assert_eq!((connection.poll(), connection.ready_state()), (Some(FireMessages), Open));
    assert_eq!(data(&connection), ["a", "b"]);
    assert_eq!((connection.poll(), connection.ready_state()), (Some(Abort), Closed));
    assert_eq!(actions(&mut connection), [TOO_LARGE]);
}

#[test]
fn closing_while_those_messages_are_dispatched_suppresses_the_failure() {
    let mut connection = after(&[OK]);
    connection.handle(Chunk(b"data:a\n\ndata:0123456789012345678901234567890123456789"));
    assert_eq!(connection.poll(), Some(FireMessages));
    assert_eq!(handled(&mut connection, Close), [Abort]);
}

#[test]
fn closing_aborts_once_and_then_there_is_nothing_for_ever() {
    let inputs: Vec<_> = TABLE.iter().flat_map(|(inputs, _)| inputs.iter()).collect();
    for way in [FETCHING, PROBING, OPEN, WAITING, SUSPENDED_OPEN, SUSPENDED].concat() {
        let mut connection = after(way);
        assert_eq!(handled(&mut connection, Close), [Abort], "after {way:?}");
        for &input in inputs.iter().chain(&inputs).copied() {
            assert_eq!(handled(&mut connection, input), [], "{input:?} after {way:?}");
            assert_eq!(connection.ready_state(), Closed);
        }
    }
}

#[test]
fn closing_in_a_handler_cancels_what_was_to_follow() {
    let rows: [(&[Input<'_>], Input<'_>, Action); 6] = [
        (&[], OK, FireOpen),
        (&[OK], Chunk(b"data:a\n\n"), FireMessages),
        (&[OK], EndOfBody, FireError(None)),
        (&[OK], BROKEN, FireError(None)),
        (&[BROKEN], NOT_REFUSED, FireError(None)),
        (&[OK, Suspend], Resume, FireError(None)),
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
    assert_eq!((connection.poll(), connection.ready_state()), (Some(FireError(None)), Connecting));
    assert_eq!(
        (connection.poll(), connection.ready_state()),
        (Some(Wait { milliseconds: 3_000 }), Connecting)
    );
    assert_eq!(connection.poll(), None);
}

#[test]
fn a_failed_source_fires_its_error_once_and_is_closed_by_then() {
    let rows: [(&[Input<'_>], Input<'_>); 4] =
        [(&[], response(204, "text/event-stream")), (&[], FUTILE), (&[], Aborted), (&[BROKEN], REFUSED)];
    for (way, input) in rows {
        let mut connection = after(way);
        connection.handle(input);
        assert_eq!((connection.poll(), connection.ready_state()), (Some(Abort), Closed));
        assert_eq!(connection.poll(), Some(FireError(None)));
        assert_eq!(handled(&mut connection, Close), [], "closed in the handler of the error");
    }
}

#[test]
fn closing_before_the_error_of_a_failure_is_fired_suppresses_it() {
    let mut connection = after(&[]);
    connection.handle(response(204, ""));
    assert_eq!(handled(&mut connection, Close), [Abort]);
}

#[test]
fn what_comes_after_an_event_that_is_too_large_changes_nothing() {
    let mut connection = after(&[OK]);
    connection.handle(Chunk(b"data:a\n\ndata:0123456789012345678901234567890123456789"));
    for stray in [Chunk(b"\n\ndata:b\n\n"), EndOfBody, BROKEN, Aborted] {
        connection.handle(stray);
    }
    assert_eq!(data(&connection), ["a"]);
    assert_eq!(actions(&mut connection), [FireMessages, Abort, TOO_LARGE]);
}

#[test]
fn a_refusal_is_asked_about_twice_once_the_source_has_been_open() {
    let mut connection = after(&[OK, EndOfBody, ReconnectionTimeElapsed]);
    for _ in 0..2 {
        assert_eq!(handled(&mut connection, BROKEN), [Probe]);
        assert_eq!(handled(&mut connection, REFUSED), [Fetch], "it may just have come back");
        assert_eq!(handled(&mut connection, OK), [FireOpen], "and it has");
        [EndOfBody, ReconnectionTimeElapsed].iter().for_each(|&input| drop(handled(&mut connection, input)));
    }
    assert_eq!(handled(&mut connection, BROKEN), [Probe]);
    assert_eq!(handled(&mut connection, REFUSED), [Fetch]);
    assert_eq!(handled(&mut connection, BROKEN), [Probe]);
    assert_eq!(handled(&mut connection, REFUSED), [Abort, FireError(None)]);
}

#[test]
fn a_stream_of_somebody_else_is_not_asked_for_again() {
    for (way, end) in [(&[][..], BROKEN), (&[OK], BROKEN), (&[OK], EndOfBody)] {
        let mut connection = Connection::over_stream(LIMIT);
        actions(&mut connection);
        way.iter().for_each(|&input| drop(handled(&mut connection, input)));
        assert_eq!(handled(&mut connection, Suspend), [], "it stays where it is");
        assert_eq!(handled(&mut connection, Resume), []);
        assert_eq!(handled(&mut connection, end), [Abort, FireError(None)]);
        assert_eq!(connection.ready_state(), Closed);
    }
}
