//! Why an `error` event is fired.
//!
//! Knows what a connection knows of it. Must not know how it is worded, nor the values that JavaScript has thrown.

/// The reason for an `error` event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reason {
    /// The body has ended.
    #[default]
    EndOfBody,
    /// The request has failed, or the body has broken off.
    NetworkError,
    /// The engine, or the page's policy, refuses to make the request.
    Refused,
    /// The engine was told to stop loading.
    Aborted,
    /// The page has left the back/forward cache.
    Resumed,
    /// A function of the page has failed, so that no request was made.
    Preparation,
    /// No byte has come for as long as the page allows.
    Silence,
    /// More has come than the page has read.
    Unread,
    /// CORS does not let the page see the response.
    Cors,
    /// As [`EndOfBody`](Reason::EndOfBody), and the server allows requests of other origins only without `Last-Event-ID`.
    LastEventIdWithheld,
    /// The status of the response is not 200.
    Status(u16),
    /// The response is no event stream.
    ContentType,
    /// An event of the stream is too large.
    EventTooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
}
