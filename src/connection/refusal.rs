//! Decides whether a refusal that a CORS probe reports fails the connection.
//!
//! Knows the history of one connection's refusals. Must not know how a probe works.
//!
//! The probe is a second request, so its result says nothing certain about the first one: a server that was unreachable for
//! the first may respond to the second.

/// How far a CORS probe that reports a refusal is to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The server has never allowed the stream: a refusal fails the connection.
    Trusted,
    /// The server has allowed the stream before, so it may just have come back after a network error: a refusal causes
    /// one more request.
    Doubted,
    /// That request is under way: if it is refused as well, the connection fails.
    Confirming,
}

impl Refusal {
    /// Something else has happened: the next refusal is the first in a row.
    pub(super) fn interrupted(self) -> Refusal {
        match self {
            Refusal::Confirming => Refusal::Doubted,
            other => other,
        }
    }
}
