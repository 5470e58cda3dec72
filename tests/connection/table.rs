//! The table of the machine: what every input does in every phase, for all ways into that phase.
//!
//! Knows the phases by the ways into them. Must not know how they are implemented. What takes more than one input to show
//! is a sentence in [`crate::promises`], [`crate::renewal`] or [`crate::returning`].

use eventsource_wasm::connection::Action::{
    Abort, DispatchMessages, Fetch, FireError, FireOpen, ProbeCors, Wait,
};
use eventsource_wasm::connection::Input::{
    Aborted, Chunk, Close, EndOfBody, Exhausted, Online, PreparationFailed, Reconnect,
    ReconnectionTimeElapsed, Resume, Silent, Suspend, Unread,
};
use eventsource_wasm::connection::ReadyState::{Closed, Connecting, Open};
use eventsource_wasm::connection::{Action, Input, ReadyState};

use crate::{BROKEN, ENDLESS, FUTILE, NOT_REFUSED, OK, REFUSED, TOO_LARGE};
use crate::{after, data, handled, of_status, response};

/// A phase, by all the ways into it.
type Phase = &'static [&'static [Input<'static>]];

#[rustfmt::skip]
const PHASES: [(Phase, ReadyState); 9] = [
    (FETCHING, Connecting),
    (PROBING, Connecting),
    (OPEN, Open),
    (RESUMABLE, Open),
    (RENEWING, Open),
    (WAITING, Connecting),
    (SUSPENDED_OPEN, Connecting),
    (SUSPENDED, Connecting),
    (CLOSED, Closed),
];

const FETCHING: Phase = &[
    &[],
    &[BROKEN, REFUSED],
    &[BROKEN, NOT_REFUSED, ReconnectionTimeElapsed],
    &[OK, EndOfBody, ReconnectionTimeElapsed],
    &[OK, Chunk(b"data:a"), BROKEN, ReconnectionTimeElapsed],
    &[OK, BROKEN, Online],
    &[Suspend, Resume],
    &[OK, Suspend, Resume],
    &[OK, EndOfBody, ReconnectionTimeElapsed, BROKEN, REFUSED],
];
/// In all of them a refusal fails the source.
const PROBING: Phase = &[
    &[BROKEN, REFUSED, BROKEN],
    &[BROKEN, NOT_REFUSED, ReconnectionTimeElapsed, BROKEN, REFUSED, BROKEN],
    &[Suspend, Resume, BROKEN, REFUSED, BROKEN],
    &[OK, EndOfBody, ReconnectionTimeElapsed, BROKEN, REFUSED, BROKEN],
];
/// Another request could not continue the stream.
const OPEN: Phase = &[
    &[OK],
    &[OK, Chunk(b"data:a\n\n")],
    &[OK, Chunk(b"id:1\ndata:a\n\ndata:b\n\n")],
    &[OK, Chunk(b"id:1\ndata:a\n\nid\n\n")],
    &[OK, Chunk(b"id:1\n")],
    &[OK, Chunk(b"id:1\ndata:a\n\n"), EndOfBody, ReconnectionTimeElapsed, OK],
    &[OK, Chunk(b"id:1\ndata:a\n\n"), Exhausted, OK],
    &[OK, Chunk(b"id:1\ndata:a\n\n"), Exhausted, OK, Chunk(b"data:b\n\n")],
    &[OK, EndOfBody, ReconnectionTimeElapsed, OK],
    &[OK, Chunk(b"data:a\nevent:e\nid:1\r"), EndOfBody, ReconnectionTimeElapsed, OK],
    &[OK, EndOfBody, ReconnectionTimeElapsed, BROKEN, REFUSED, OK],
    &[OK, Suspend, Resume, OK],
];
/// Another request could continue the stream.
const RESUMABLE: Phase = &[
    &[OK, Chunk(b"id:1\ndata:a\n\n")],
    &[OK, Chunk(b"id:1\n\n")],
    &[OK, Chunk(b"data:a\n\nid:1\ndata:b\n\n:\n")],
    &[OK, Chunk(b"data:a\n\nid:1\n\n")],
    &[OK, Chunk(b"id:1\ndata:a\r\n\r")],
    &[OK, Chunk(b"id:1\ndata:a\n\nid:2\n")],
    &[OK, Chunk(b"id:1\ndata:a\n\nevent:e\n")],
    &[OK, EndOfBody, ReconnectionTimeElapsed, OK, Chunk(b"id:1\ndata:a\n\n")],
    &[OK, Chunk(b"id:1\ndata:a\n\n"), Exhausted, OK, Chunk(b"id:2\ndata:b\n\n")],
];
const RENEWING: Phase = &[
    &[OK, Chunk(b"id:1\ndata:a\n\n"), Exhausted],
    &[OK, Chunk(b"id:1\ndata:a\n\nid:2\ndata:b"), Exhausted],
    &[OK, Chunk(b"id:1\ndata:a\n\n"), Exhausted, OK, Chunk(b"id:2\n\n"), Exhausted],
    &[OK, BROKEN, Online, OK, Chunk(b"id:1\ndata:a\n\n"), Exhausted],
];
const WAITING: Phase = &[
    &[EndOfBody],
    &[BROKEN, NOT_REFUSED],
    &[OK, EndOfBody],
    &[OK, BROKEN],
    &[OK, Chunk(b"id:1\ndata:a\n\ndata:b"), BROKEN],
    &[OK, Chunk(b"id:1\ndata:a\n\n"), Exhausted, BROKEN],
    &[OK, Chunk(b"id:1\ndata:a\n\n"), Exhausted, EndOfBody],
    &[BROKEN, NOT_REFUSED, ReconnectionTimeElapsed, BROKEN, NOT_REFUSED],
];
const SUSPENDED_OPEN: Phase = &[
    &[OK, Suspend],
    &[OK, Chunk(b"id:1\ndata:a\n\ndata:b"), Suspend],
    &[OK, Chunk(b"id:1\ndata:a\n\n"), Exhausted, Suspend],
];
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
    &[OK, Chunk(b"id:1\ndata:a\n\n"), Exhausted, Close],
    &[OK, Chunk(b"id:1\ndata:a\n\n"), Exhausted, of_status(204)],
    &[BROKEN, REFUSED, BROKEN, REFUSED],
    &[OK, ENDLESS],
];

/// The actions and the ready state after them. `None`: the input changes nothing.
type Cell = Option<(&'static [Action], ReadyState)>;

const NOTHING: Cell = None;
const ANNOUNCE: Cell = Some((&[FireOpen], Open));
/// No action, but the bytes are parsed.
const QUIET: Cell = Some((&[], Open));
const MESSAGES: Cell = Some((&[DispatchMessages], Open));
const FAIL: Cell = Some((&[Abort, FireError], Closed));
/// The listeners may read the body.
const REFUSE: Cell = Some((&[FireError, Abort], Closed));
const GIVE_UP: Cell = Some((&[Abort, FireError, Wait { milliseconds: 3_000 }], Connecting));
const FAIL_TOO_LARGE: Cell = Some((&[Abort, TOO_LARGE], Closed));
const REESTABLISH: Cell = Some((&[FireError, Wait { milliseconds: 3_000 }], Connecting));
const FETCH: Cell = Some((&[Fetch], Connecting));
const RENEW: Cell = Some((&[Fetch], Open));
const CLOSE: Cell = Some((&[Abort], Closed));
const PROBE_CORS: Cell = Some((&[ProbeCors], Connecting));
const SUSPEND: Cell = Some((&[Abort], Connecting));
const RETRY_NOW: Cell = Some((&[Abort, Fetch], Connecting));
const RESUME_OPEN: Cell = Some((&[FireError, Fetch], Connecting));

/// For inputs with the same effect, what they do in each of the phases.
#[rustfmt::skip]
const TABLE: &[(&[Input<'static>], [Cell; PHASES.len()])] = &[
    //                           fetching     probing      open         resumable    renewing     waiting  suspended: open, not  closed
    (GOOD_RESPONSES,            [ANNOUNCE,    NOTHING,     NOTHING,     NOTHING,     QUIET,       NOTHING, NOTHING,   NOTHING, NOTHING]),
    (BAD_RESPONSES,             [REFUSE,      NOTHING,     NOTHING,     NOTHING,     REFUSE,        NOTHING, NOTHING,   NOTHING, NOTHING]),
    (MESSAGE_CHUNKS,            [NOTHING,     NOTHING,     MESSAGES,    MESSAGES,    NOTHING,     NOTHING, NOTHING,   NOTHING, NOTHING]),
    (OTHER_CHUNKS,              [NOTHING,     NOTHING,     QUIET,       QUIET,       NOTHING,     NOTHING, NOTHING,   NOTHING, NOTHING]),
    (&[ENDLESS],                [NOTHING,     NOTHING,     FAIL_TOO_LARGE,    FAIL_TOO_LARGE,    NOTHING,     NOTHING, NOTHING,   NOTHING, NOTHING]),
    (&[Exhausted],              [NOTHING,     NOTHING,     NOTHING,     RENEW,       NOTHING,     NOTHING, NOTHING,   NOTHING, NOTHING]),
    (&[EndOfBody],              [REESTABLISH, NOTHING,     REESTABLISH, REESTABLISH, REESTABLISH, NOTHING, NOTHING,   NOTHING, NOTHING]),
    (&[BROKEN],                 [PROBE_CORS,       NOTHING,     REESTABLISH, REESTABLISH, REESTABLISH, NOTHING, NOTHING,   NOTHING, NOTHING]),
    (&[FUTILE],                 [FAIL,        FAIL,        FAIL,        FAIL,        FAIL,        NOTHING, NOTHING,   NOTHING, NOTHING]),
    (&[Aborted],                [FAIL,        NOTHING,     FAIL,        FAIL,        FAIL,        NOTHING, NOTHING,   NOTHING, NOTHING]),
    (&[REFUSED],                [NOTHING,     FAIL,        NOTHING,     NOTHING,     NOTHING,     NOTHING, NOTHING,   NOTHING, NOTHING]),
    (&[NOT_REFUSED],            [NOTHING,     REESTABLISH, NOTHING,     NOTHING,     NOTHING,     NOTHING, NOTHING,   NOTHING, NOTHING]),
    (&[ReconnectionTimeElapsed],[NOTHING,     NOTHING,     NOTHING,     NOTHING,     NOTHING,     FETCH,   NOTHING,   NOTHING, NOTHING]),
    (&[Silent],                 [GIVE_UP,     NOTHING,     GIVE_UP,     GIVE_UP,     GIVE_UP,     NOTHING, NOTHING,   NOTHING, NOTHING]),
    (&[NOT_PREPARED],           [REESTABLISH, NOTHING,     NOTHING,     NOTHING,     REESTABLISH, NOTHING, NOTHING,   NOTHING, NOTHING]),
    (&[NEVER_PREPARED],         [FAIL,        NOTHING,     NOTHING,     NOTHING,     FAIL,        NOTHING, NOTHING,   NOTHING, NOTHING]),
    (&[Unread],                 [FAIL,        FAIL,        FAIL,        FAIL,        FAIL,        FAIL,    NOTHING,   NOTHING, NOTHING]),
    (&[Reconnect],              [RETRY_NOW,   RETRY_NOW,   RETRY_NOW,   RETRY_NOW,   RETRY_NOW,   RETRY_NOW, NOTHING, NOTHING, NOTHING]),
    (&[Online],                 [NOTHING,     NOTHING,     NOTHING,     NOTHING,     NOTHING,     RETRY_NOW,   NOTHING,   NOTHING, NOTHING]),
    (&[Suspend],                [SUSPEND,     SUSPEND,     SUSPEND,     SUSPEND,     SUSPEND,     SUSPEND, NOTHING,   NOTHING, NOTHING]),
    (&[Resume],                 [NOTHING,     NOTHING,     NOTHING,     NOTHING,     NOTHING,     NOTHING, RESUME_OPEN, FETCH,   NOTHING]),
    (&[Close],                  [CLOSE,       CLOSE,       CLOSE,       CLOSE,       CLOSE,       CLOSE,   CLOSE,     CLOSE,   NOTHING]),
];

const NOT_PREPARED: Input<'_> = PreparationFailed { futile: false };
const NEVER_PREPARED: Input<'_> = PreparationFailed { futile: true };

const GOOD_RESPONSES: &[Input<'_>] =
    &[OK, response(200, "Text/Event-Stream ; charset=x"), response(200, "text/event-stream;")];
#[rustfmt::skip]
const BAD_RESPONSES: &[Input<'_>] = &[
    of_status(204), of_status(205), of_status(210), of_status(299), of_status(301), of_status(304),
    of_status(404), of_status(410), of_status(500), of_status(503), of_status(100), of_status(0),
    response(200, ""), response(200, "text/plain"), response(200, "text/event-streamX"),
    response(200, "text/event-stream, text/html"), response(204, ""), response(500, "text/plain"),
];
const MESSAGE_CHUNKS: &[Input<'_>] = &[
    Chunk(b"\n\ndata:b\n\n"),
    Chunk(b"\n\ndata:b\n\ndata:c\n\n:"),
    Chunk(b"\n\ndata:b\r\r"),
    Chunk(b"\n\nid:2\nretry:7\ndata:b\n\n"),
];
const OTHER_CHUNKS: &[Input<'_>] = &[Chunk(b""), Chunk(b":"), Chunk(b"\n\n"), Chunk(b"d")];

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
fn an_input_that_does_not_belong_to_a_phase_changes_nothing_later() {
    // Once through all phases, from any of them. A difference in an unfinished event, the ID or the time would show.
    let rest = [
        Chunk(b"\n\ndata:c\n\n"),
        Resume,
        NOT_REFUSED,
        ReconnectionTimeElapsed,
        BROKEN,
        REFUSED,
        OK,
        Chunk(b"data:d\n\n"),
        EndOfBody,
    ];
    for (inputs, cells) in TABLE {
        let strays_in = PHASES.iter().zip(cells).filter(|(_, cell)| cell.is_none());
        for (way, &stray) in strays_in
            .flat_map(|((phase, _), _)| phase.iter())
            .flat_map(|way| inputs.iter().map(move |input| (way, input)))
        {
            let (mut undisturbed, mut connection) = (after(way), after(way));
            handled(&mut connection, stray);
            for input in rest {
                let result = handled(&mut connection, input);
                assert_eq!(result, handled(&mut undisturbed, input), "{input:?}: {stray:?} after {way:?}");
                assert_eq!(data(&connection), data(&undisturbed));
                assert_eq!(connection.last_event_id(), undisturbed.last_event_id());
            }
        }
    }
}

#[test]
fn closing_aborts_once_and_then_no_action_follows() {
    let inputs: Vec<_> = TABLE.iter().flat_map(|(inputs, _)| inputs.iter()).collect();
    for way in [FETCHING, PROBING, OPEN, RESUMABLE, RENEWING, WAITING, SUSPENDED_OPEN, SUSPENDED].concat() {
        let mut connection = after(way);
        assert_eq!(handled(&mut connection, Close), [Abort], "after {way:?}");
        for &input in inputs.iter().chain(&inputs).copied() {
            assert_eq!(handled(&mut connection, input), [], "{input:?} after {way:?}");
            assert_eq!(connection.ready_state(), Closed);
        }
    }
}
