//! The retry policy: a table of delays, and one sentence for each promise.
//!
//! Knows the options, the time and random numbers as a host gives them. Must not know timers.

use eventsource_wasm::connection::Action::{Abort, Fetch, FireError, Wait};
use eventsource_wasm::connection::Input::{
    Chunk, CorsProbed, EndOfBody, Online, ReconnectionTimeElapsed, Resume, Silent, Suspend,
};
use eventsource_wasm::connection::ReadyState::{Closed, Connecting};
use eventsource_wasm::connection::{
    Action, BURST, Connection, INTERVAL, Input, Moment, Outcome, Reason, Retry, RetryPolicy, STEADY,
};
use proptest::prelude::*;

use crate::{BROKEN, OK, REFUSED, actions, handled, of_status};

const STANDARD: RetryPolicy = RetryPolicy {
    reconnection_time: 1_000,
    max_reconnection_time: 0,
    jitter: 0.0,
    max_retries: u32::MAX,
    repeats: true,
    renews_headers: false,
};
const GROWING: RetryPolicy = RetryPolicy { max_reconnection_time: 10_000, ..STANDARD };
const ONCE: RetryPolicy = RetryPolicy { repeats: false, ..STANDARD };

/// A source with a clock.
struct Run {
    connection: Connection,
    now: f64,
    random: f64,
    /// When requests were made.
    requests: Vec<f64>,
}

impl Run {
    fn new(policy: RetryPolicy) -> Run {
        let mut connection = Connection::new(1_024).with_policy(policy, b"");
        assert_eq!(actions(&mut connection), [Fetch]);
        Run { connection, now: 1e12, random: 0.0, requests: Vec::new() }
    }

    fn happens(&mut self, input: Input<'_>) -> Vec<Action> {
        self.connection.set_moment(Moment { now: self.now, random: self.random });
        let actions = handled(&mut self.connection, input);
        self.requests.extend(actions.iter().filter(|it| **it == Fetch).map(|_| self.now));
        actions
    }

    /// A connection that stands for so many milliseconds and then ends; the delay after it.
    fn stands_for(&mut self, milliseconds: f64) -> Option<u32> {
        self.happens(OK);
        self.now += milliseconds;
        self.happens(EndOfBody);
        self.delay()
    }

    /// An attempt that fails; the delay after it.
    fn fails(&mut self) -> Option<u32> {
        self.happens(EndOfBody);
        self.delay()
    }

    /// After this, the next request is under way.
    fn delay(&mut self) -> Option<u32> {
        let Outcome::Retry { delay } = self.connection.outcome() else { return None };
        self.now += f64::from(delay);
        assert_eq!(self.happens(ReconnectionTimeElapsed), [Fetch]);
        Some(delay)
    }
}

const fn retried(status: u16, retry_after: Option<u32>) -> Input<'static> {
    Input::Response { status, content_type: b"text/plain", retry: Retry::Later { retry_after } }
}

#[test]
fn delays_grow_as_the_table_says() {
    let table: &[(RetryPolicy, f64, &[u32])] = &[
        (STANDARD, 0.5, &[1_000, 1_000, 1_000, 1_000]),
        (GROWING, 0.5, &[1_000, 2_000, 4_000, 8_000, 10_000, 10_000]),
        // A cap below the first delay does not shorten it.
        (RetryPolicy { max_reconnection_time: 10, ..STANDARD }, 0.0, &[1_000, 1_000]),
        (RetryPolicy { reconnection_time: 0, ..GROWING }, 0.0, &[0, 0, 0]),
        (RetryPolicy { jitter: 1.0, ..GROWING }, 0.5, &[500, 1_000, 2_000, 4_000, 5_000]),
        (RetryPolicy { jitter: 1.0, ..GROWING }, 0.0, &[1_000, 2_000, 4_000]),
        (RetryPolicy { jitter: 0.2, ..STANDARD }, 0.5, &[900, 900]),
        (RetryPolicy { reconnection_time: u32::MAX, ..GROWING }, 0.0, &[i32::MAX as u32; 2]),
        (
            RetryPolicy { max_reconnection_time: u32::MAX, ..STANDARD },
            0.0,
            &[1_000, 2_000, 4_000, 8_000, 16_000, 32_000],
        ),
    ];
    for (policy, random, delays) in table {
        let mut run = Run::new(*policy);
        run.random = *random;
        for delay in *delays {
            assert_eq!(run.fails(), Some(*delay), "{policy:?}");
        }
    }
}

#[test]
fn the_delay_is_capped_however_many_attempts_have_failed() {
    let mut run = Run::new(GROWING);
    for _ in 0..200 {
        assert!(run.fails().is_some_and(|delay| delay <= 10_000));
    }
    assert_eq!(run.connection.failed_attempts(), 200);
}

#[test]
fn the_servers_retry_is_the_base_of_the_growth() {
    let mut run = Run::new(GROWING);
    run.happens(OK);
    run.happens(Chunk(b"retry:3000\n"));
    assert_eq!([run.fails(), run.fails(), run.fails()], [Some(3_000), Some(6_000), Some(10_000)]);
    assert_eq!(run.connection.reconnection_time(), 3_000);
    run.happens(OK);
    run.happens(Chunk(b"retry:60000\n"));
    assert_eq!(run.fails(), Some(60_000), "the cap does not shorten what the server asks for");
}

#[test]
fn growth_is_forgotten_when_a_connection_has_stood_and_not_when_it_has_merely_opened() {
    let mut run = Run::new(GROWING);
    assert_eq!([run.fails(), run.fails()], [Some(1_000), Some(2_000)]);
    assert_eq!(run.stands_for(STEADY - 1.0), Some(4_000));
    assert_eq!(run.stands_for(STEADY), Some(1_000));
    assert_eq!(run.fails(), Some(2_000));
}

#[test]
fn a_source_gives_up_after_so_many_attempts_in_a_row() {
    let mut run = Run::new(RetryPolicy { max_retries: 2, ..STANDARD });
    assert_eq!([run.fails(), run.stands_for(10.0), run.stands_for(STEADY)], [Some(1_000); 3]);
    assert_eq!(run.fails(), Some(1_000));
    assert_eq!(run.happens(EndOfBody), [Abort, FireError]);
    assert_eq!(run.connection.outcome(), Outcome::TooManyRetries);
    assert_eq!((run.connection.ready_state(), run.connection.failed_attempts()), (Closed, 3));
}

#[test]
fn without_retries_the_first_end_is_the_last() {
    for policy in [RetryPolicy { max_retries: 0, ..STANDARD }, ONCE] {
        for end in [EndOfBody, Silent, Input::PreparationFailed { futile: false }] {
            let mut run = Run::new(policy);
            assert_eq!(run.happens(end).last(), Some(&FireError), "{end:?}");
            assert_eq!(run.connection.outcome(), Outcome::NotRepeated);
            assert_eq!(run.connection.ready_state(), Closed);
        }
    }
}

#[test]
fn a_request_that_must_not_be_repeated_is_not_repeated_by_anything() {
    let mut run = Run::new(ONCE);
    run.happens(BROKEN);
    assert_eq!(run.happens(REFUSED), [Abort, FireError], "a CORS probe");
    assert_eq!(run.connection.reason(), Reason::Cors);
    let mut run = Run::new(ONCE);
    run.happens(BROKEN);
    assert_eq!(run.happens(CorsProbed { refused: false }), [Abort, FireError]);
    let mut run = Run::new(ONCE);
    run.happens(OK);
    run.happens(Chunk(b"id:1\ndata:a\n\n"));
    assert_eq!(run.happens(Input::Exhausted), [], "a renewal");
    run.happens(Suspend);
    assert_eq!(run.happens(Resume), [Abort, FireError], "the back/forward cache");
    let mut run = Run::new(ONCE);
    assert_eq!(run.happens(retried(503, None)), [FireError, Abort]);
    assert_eq!(run.connection.reason(), Reason::Status(503));
}

#[test]
fn a_response_is_retried_when_the_page_wants_it_so_at_the_time_that_the_server_says() {
    let after = |retry_after| {
        let mut run = Run::new(GROWING);
        run.happens(retried(503, retry_after))
    };
    let waits = |milliseconds| [FireError, Wait { milliseconds }];
    assert_eq!(after(None), waits(1_000));
    assert_eq!(after(Some(120_000)), waits(120_000));
    assert_eq!(after(Some(0)), waits(0));
    assert_eq!(after(Some(u32::MAX)), waits(i32::MAX as u32));
    let mut run = Run::new(STANDARD);
    run.happens(retried(503, Some(120_000)));
    assert_eq!(run.connection.ready_state(), Connecting);
    assert_eq!(run.happens(Online), [], "not earlier than the server says");
}

#[test]
fn a_401_is_followed_by_one_more_request_with_new_headers_and_not_by_a_second_one() {
    let policy = RetryPolicy { renews_headers: true, ..STANDARD };
    let mut run = Run::new(policy);
    assert_eq!(run.happens(of_status(401)), [Fetch]);
    assert_eq!(run.happens(of_status(401)), [FireError, Abort]);
    let mut run = Run::new(policy);
    run.happens(of_status(401));
    run.stands_for(10.0);
    assert_eq!(run.happens(of_status(401)), [Fetch], "after a connection, it may be asked again");
    assert_eq!(Run::new(STANDARD).happens(of_status(401)), [FireError, Abort]);
    assert!(Run::new(policy).connection.is_first_attempt());
}

#[test]
fn the_first_attempt_is_first_until_it_has_ended() {
    let mut run = Run::new(RetryPolicy { renews_headers: true, ..STANDARD });
    run.happens(of_status(401));
    assert!(run.connection.is_first_attempt(), "the server has done nothing yet");
    run.fails();
    assert!(!run.connection.is_first_attempt());
    let mut run = Run::new(STANDARD);
    run.happens(Input::Reconnect);
    assert!(!run.connection.is_first_attempt());
}

type Attempt = fn(&mut Run);

#[test]
fn a_network_that_comes_back_ends_a_long_wait() {
    let mut run = Run::new(RetryPolicy { max_reconnection_time: 300_000, ..STANDARD });
    for _ in 0..9 {
        run.fails();
    }
    run.happens(EndOfBody);
    assert_eq!(run.connection.outcome(), Outcome::Retry { delay: 300_000 });
    run.now += 300.0;
    assert_eq!(run.happens(Online), [Abort, Fetch]);
}

#[test]
fn a_connection_that_the_page_asks_for_does_not_inherit_a_delay() {
    let mut run = Run::new(STANDARD);
    run.happens(retried(503, Some(600_000)));
    run.happens(Input::Reconnect);
    assert_eq!(run.stands_for(10.0), Some(1_000));
}

#[test]
fn a_clock_that_is_set_back_delays_nothing() {
    let mut run = Run::new(STANDARD);
    run.fails();
    run.now -= 3_600_000.0;
    assert!(run.fails().is_some_and(|delay| f64::from(delay) <= INTERVAL));
}

#[test]
fn a_request_that_cors_may_have_refused_was_perhaps_received() {
    let mut run = Run::new(STANDARD);
    run.happens(BROKEN);
    assert_eq!(run.happens(REFUSED), [Fetch]);
    assert!(!run.connection.is_first_attempt(), "it is resumed, not repeated");
}

#[test]
fn whatever_the_server_says_there_is_no_storm() {
    let hasty: [(&str, Attempt); 4] = [
        ("retry: 0", |run| {
            run.happens(OK);
            run.happens(Chunk(b"retry:0\n\n"));
            run.fails();
        }),
        ("Retry-After: 0", |run| {
            run.happens(retried(503, Some(0)));
            run.delay();
        }),
        ("a token that is refused again and again", |run| {
            run.happens(of_status(401));
            run.happens(OK);
            run.fails();
        }),
        ("a network that comes and goes", |run| {
            run.happens(BROKEN);
            run.happens(CorsProbed { refused: false });
            if run.happens(Online).is_empty() {
                run.delay();
            }
        }),
    ];
    for (name, attempt) in hasty {
        let policy = RetryPolicy { reconnection_time: 0, jitter: 1.0, renews_headers: true, ..STANDARD };
        let mut run = Run::new(policy);
        run.random = 0.999;
        for _ in 0..500 {
            attempt(&mut run);
        }
        let times = run.requests;
        let bound = BURST as usize + (60_000.0 / INTERVAL) as usize;
        for (index, time) in times.iter().enumerate() {
            let in_a_minute = times[index..].iter().take_while(|it| **it - time < 60_000.0).count();
            assert!(in_a_minute <= bound, "{name}: {in_a_minute} attempts in a minute");
        }
    }
}

#[test]
fn an_id_to_begin_with_is_sent_first_and_belongs_to_the_first_event() {
    let mut connection = Connection::new(1_024).with_policy(STANDARD, b" 7 ");
    assert_eq!((&*connection.last_event_id(), connection.sends_last_event_id()), (" 7 ", true));
    actions(&mut connection);
    handled(&mut connection, OK);
    handled(&mut connection, Chunk(b"data:a\n\n"));
    let ids: Vec<_> = connection.batch().iter().map(|it| it.last_event_id.into_owned()).collect();
    assert_eq!(ids, [" 7 "]);
}

proptest! {
    #[test]
    fn a_delay_lies_between_its_bounds(
        reconnection_time in any::<u32>(),
        max_reconnection_time in any::<u32>(),
        jitter in 0.0..=1.0,
        random in 0.0..1.0,
        failures in 1_usize..40,
    ) {
        let mut run = Run::new(RetryPolicy { reconnection_time, max_reconnection_time, jitter, ..STANDARD });
        run.random = random;
        let longest = reconnection_time.max(max_reconnection_time).min(i32::MAX as u32);
        let shortest = f64::from(reconnection_time.min(i32::MAX as u32)) * (1.0 - jitter * random);
        for _ in 0..failures {
            let delay = run.fails().unwrap_or(u32::MAX);
            prop_assert!(f64::from(delay) >= shortest.floor());
            prop_assert!(delay <= longest.max(INTERVAL as u32));
        }
    }
}

#[test]
fn in_an_outage_of_an_hour_a_source_makes_as_many_attempts_as_the_standard_and_one_cors_probe_for_each() {
    let hour = 3_600_000.0;
    let mut run = Run::new(RetryPolicy::default());
    let end = run.now + hour;
    let (mut attempts, mut probes) = (1, 0);
    while run.now < end {
        probes += run.happens(BROKEN).iter().filter(|it| **it == Action::ProbeCors).count();
        run.happens(CorsProbed { refused: false });
        attempts += usize::from(run.delay().is_some());
    }
    // One every three seconds. To the page's own server, the host makes no probe.
    assert_eq!((attempts, probes), (1_201, 1_200));
}
