//! Whether and when a source connects again.
//!
//! Knows the reconnection time, the options of the page, and how attempts have ended so far. Must not know timers, clocks
//! or randomness: the time and a random number are given as a [`Moment`].
//!
//! | what | the delay |
//! |---|---|
//! | without options | the reconnection time: the server's `retry`, or [`DEFAULT_RECONNECTION_TIME`] |
//! | `max_reconnection_time` | doubles with each attempt up to this, but is never less than the reconnection time |
//! | `jitter` | this share of it is random |
//! | `Retry-After` | what the server asks for, instead |
//! | more than [`BURST`] attempts | one every [`INTERVAL`], whatever the server says |
//!
//! The standard allows a source to wait longer than the reconnection time, so the last row is always in force.

use crate::parser::MAX_RECONNECTION_TIME;

/// In milliseconds. The standard says "probably in the region of a few seconds"; this is Chromium's value.
pub(super) const DEFAULT_RECONNECTION_TIME: u32 = 3_000;

/// How long a connection has to stand until the attempts before it are forgotten, in milliseconds.
pub const STEADY: f64 = 5_000.0;

/// How many attempts may be made at once.
pub const BURST: u32 = 30;

/// The time between attempts beyond [`BURST`], in milliseconds. So there are 60 attempts at most in any minute.
pub const INTERVAL: f64 = 2_000.0;

/// When something happens, and a random number for it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Moment {
    /// In milliseconds since any point of time.
    pub now: f64,
    /// At least 0, and less than 1.
    pub random: f64,
}

/// What the page has chosen. The default is the standard's.
#[derive(Clone, Copy, Debug)]
pub struct RetryPolicy {
    /// In milliseconds, until the server sends `retry`.
    pub reconnection_time: u32,
    /// Up to where the delay doubles with each attempt, in milliseconds; 0 if it does not grow.
    pub max_reconnection_time: u32,
    /// The share of the delay that is random: from 0 to 1, which is
    /// [full jitter](https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/).
    pub jitter: f64,
    /// How many attempts may follow one another without a connection that has stood for [`STEADY`].
    pub max_retries: u32,
    /// Whether the request may be made again. A request with a body may not, unless the page says so.
    pub repeats: bool,
    /// Whether the headers of the request are made anew for each attempt. Then a 401 is followed by one more at once.
    pub renews_headers: bool,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        RetryPolicy {
            reconnection_time: DEFAULT_RECONNECTION_TIME,
            max_reconnection_time: 0,
            jitter: 0.0,
            max_retries: u32::MAX,
            repeats: true,
            renews_headers: false,
        }
    }
}

/// What follows an `error` event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// Another attempt.
    Retry {
        /// In milliseconds, from the event on.
        delay: u32,
    },
    /// The connection has failed: the standard has no further attempt.
    #[default]
    Failed,
    /// The connection has failed: the page allows no repetition of this request.
    NotRepeated,
    /// The connection has failed: the page allows no further attempt.
    TooManyRetries,
}

/// The attempts of one source.
#[derive(Debug)]
pub(super) struct Retries {
    policy: RetryPolicy,
    /// The standard's
    /// [reconnection time](https://html.spec.whatwg.org/multipage/server-sent-events.html#concept-event-stream-reconnection-time).
    reconnection_time: u32,
    /// How many attempts have failed since a connection has stood.
    failed: u32,
    /// When the connection was announced that stands, or that has ended last.
    announced: Option<f64>,
    /// Up to when the attempts so far take, at one each [`INTERVAL`].
    used_up: f64,
    headers_renewed: bool,
    /// Whether no attempt has ended yet, and the page has not asked for another one.
    is_first: bool,
}

impl Retries {
    pub(super) fn new(policy: RetryPolicy) -> Self {
        let reconnection_time = policy.reconnection_time.min(MAX_RECONNECTION_TIME);
        Retries {
            policy,
            reconnection_time,
            failed: 0,
            announced: None,
            used_up: 0.0,
            headers_renewed: false,
            is_first: true,
        }
    }

    /// In milliseconds, at most [`MAX_RECONNECTION_TIME`].
    pub(super) fn reconnection_time(&self) -> u32 {
        self.reconnection_time
    }

    /// The server has chosen another time.
    pub(super) fn set_reconnection_time(&mut self, milliseconds: u32) {
        self.reconnection_time = milliseconds.min(MAX_RECONNECTION_TIME);
    }

    /// Whether the request may be made again.
    pub(super) fn repeats(&self) -> bool {
        self.policy.repeats
    }

    /// How many attempts have failed one after the other.
    pub(super) fn failed(&self) -> u32 {
        self.failed
    }

    /// The connection has been announced.
    pub(super) fn announced(&mut self, moment: Moment) {
        self.announced = Some(moment.now);
        self.headers_renewed = false;
    }

    /// Whether the headers would be made anew, if the server did not accept them.
    pub(super) fn may_renew_headers(&self) -> bool {
        self.policy.renews_headers && !self.headers_renewed
    }

    /// The server has not accepted the headers. Whether they are to be made anew at once, which is done once.
    pub(super) fn renew_headers(&mut self) -> bool {
        let may = self.may_renew_headers();
        self.headers_renewed |= may;
        may
    }

    /// An attempt, or the connection that came of it, has ended.
    pub(super) fn ended(&mut self, moment: Moment) {
        if let Some(announced) = self.announced.take()
            && moment.now - announced >= STEADY
        {
            self.failed = 0;
        }
        self.failed = self.failed.saturating_add(1);
        self.is_first = false;
    }

    /// The page wants another connection: nothing has failed.
    pub(super) fn restart(&mut self) {
        self.announced = None;
        self.failed = 0;
        self.is_first = false;
    }

    /// The request is made again, though the attempt has not ended.
    pub(super) fn repeated(&mut self) {
        self.is_first = false;
    }

    /// Whether no attempt has ended yet.
    pub(super) fn are_yet_to_come(&self) -> bool {
        self.is_first
    }

    /// What follows, after [`ended`](Retries::ended).
    pub(super) fn outcome(&mut self, moment: Moment, retry_after: Option<u32>) -> Outcome {
        if !self.policy.repeats || self.policy.max_retries == 0 {
            return Outcome::NotRepeated;
        }
        if self.failed > self.policy.max_retries {
            return Outcome::TooManyRetries;
        }
        let own = self.grown() * (1.0 - self.policy.jitter * moment.random);
        let delay = retry_after
            .map_or(own, f64::from)
            .max(self.earliest(moment.now))
            .min(MAX_RECONNECTION_TIME.into());
        Outcome::Retry { delay: delay as u32 }
    }

    /// An attempt is made: the time to wait is over, or the headers are made anew.
    pub(super) fn attempted(&mut self, moment: Moment) {
        self.used_up = self.used_up.max(moment.now) + INTERVAL;
    }

    /// Whether an attempt may be made at once, though the time for it has not come. Counts it.
    pub(super) fn may_hurry(&mut self, moment: Moment) -> bool {
        let may = self.earliest(moment.now) <= 0.0;
        if may {
            self.attempted(moment);
        }
        may
    }

    /// The reconnection time, doubled with each attempt.
    fn grown(&self) -> f64 {
        let time = f64::from(self.reconnection_time);
        let doubled = time * f64::from(1_u32 << (self.failed - 1).min(31));
        doubled.min(self.policy.max_reconnection_time.into()).max(time)
    }

    /// How long an attempt has to wait because there were so many, in milliseconds; negative if it need not.
    fn earliest(&self, now: f64) -> f64 {
        // An attempt may be made once more at once, with new headers.
        let renewals = f64::from(u8::from(self.policy.renews_headers));
        let at_once = (f64::from(BURST) - renewals) * INTERVAL;
        // It is more than that of one attempt only if the clock was set back.
        (self.used_up - at_once - now).min((1.0 + renewals) * INTERVAL)
    }
}
