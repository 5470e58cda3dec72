//! What happens to a connection.
//!
//! Knows the vocabulary, which transports and the page share. Must not know what follows from an input.

use crate::parser::Chunk;

/// Something that has happened. An input that does not belong to the current phase is ignored.
#[derive(Clone, Copy, Debug)]
pub enum Input<'a> {
    /// The headers of the response have arrived.
    Response {
        /// The status code.
        status: u16,
        /// The value of `Content-Type`. Several values are joined by commas; no value is empty.
        content_type: &'a [u8],
        /// Whether the page wants an attempt after this response, if it is none of an event stream.
        retry: Retry,
    },
    /// The next bytes of the body. The messages of the previous chunk are dispatched by then.
    Chunk(&'a dyn Chunk),
    /// The transport has become expensive, and a new request would be better.
    Exhausted,
    /// The body has ended regularly.
    EndOfBody,
    /// The request has failed, or the body has broken off.
    NetworkError {
        /// Whether another attempt is known to fail in the same way.
        futile: bool,
    },
    /// No request could be made, because a function of the page has failed.
    PreparationFailed {
        /// Whether another attempt is known to fail in the same way.
        futile: bool,
    },
    /// No byte has come for as long as the page allows.
    Silent,
    /// More has come than the page has read, and the transport cannot stop it.
    Unread,
    /// The engine was told to stop loading, for example by `window.stop()`.
    Aborted,
    /// The result of [`Action::ProbeCors`](super::Action::ProbeCors).
    CorsProbed {
        /// Whether the server responded, so CORS must have refused the stream.
        refused: bool,
    },
    /// The time of [`Action::Wait`](super::Action::Wait) has elapsed.
    ReconnectionTimeElapsed,
    /// The page enters the back/forward cache.
    Suspend,
    /// The page has left the back/forward cache.
    Resume,
    /// The network is available again, or the page is visible again.
    Online,
    /// The page wants a new connection at once.
    Reconnect,
    /// The page has called `close()`.
    Close,
}

/// What the page wants after a response that is none of an event stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Retry {
    /// As the standard says: the connection fails.
    #[default]
    Never,
    /// Another attempt.
    Later {
        /// The server's `Retry-After`, in milliseconds from now on.
        retry_after: Option<u32>,
    },
}
