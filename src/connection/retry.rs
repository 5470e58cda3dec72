//! How long the source waits before it connects again.
//!
//! Knows the reconnection time. Must not know timers, nor what ended the connection.

use crate::parser::MAX_RECONNECTION_TIME;

/// In milliseconds. The standard says "probably in the region of a few seconds"; this is Chromium's value.
pub(super) const DEFAULT_RECONNECTION_TIME: u32 = 3_000;

/// The [reconnection time](https://html.spec.whatwg.org/multipage/server-sent-events.html#concept-event-stream-reconnection-time).
#[derive(Clone, Copy, Debug)]
pub(super) struct ReconnectionTime(u32);

impl ReconnectionTime {
    pub(super) const fn new() -> Self {
        ReconnectionTime(DEFAULT_RECONNECTION_TIME)
    }

    /// In milliseconds, at most [`MAX_RECONNECTION_TIME`].
    pub(super) fn milliseconds(self) -> u32 {
        self.0
    }

    /// The server has chosen another time.
    pub(super) fn set(&mut self, milliseconds: u32) {
        self.0 = milliseconds.min(MAX_RECONNECTION_TIME);
    }
}
