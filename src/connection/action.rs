//! What a connection asks its host to do.
//!
//! Knows the vocabulary. Must not know how an action is performed.

/// Something for the host to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Make a request, with the [`last_event_id`](super::Connection::last_event_id) if
    /// [`sends_last_event_id`](super::Connection::sends_last_event_id). It replaces the current request, if there is one.
    Fetch,
    /// Find out whether CORS refused the request, and pass [`Input::CorsProbed`](super::Input::CorsProbed).
    ProbeCors,
    /// Cancel the request, the CORS probe or the wait. After a response that is refused, this comes after the `error` event,
    /// whose listeners may read the body. No input may come from it any more.
    Abort,
    /// Pass [`Input::ReconnectionTimeElapsed`](super::Input::ReconnectionTimeElapsed) after this time.
    Wait {
        /// At most [`MAX_RECONNECTION_TIME`](crate::parser::MAX_RECONNECTION_TIME), so that a timer can hold it.
        milliseconds: u32,
    },
    /// Fire an event named `open`.
    FireOpen,
    /// Dispatch the messages of the [`batch`](super::Connection::batch), one by one, until the ready state is CLOSED.
    DispatchMessages,
    /// Fire an event named `error`, which says the [`reason`](super::Connection::reason).
    FireError,
}

impl Action {
    /// Whether the page's handlers run while this is performed.
    #[must_use]
    pub fn runs_handlers(self) -> bool {
        matches!(self, Action::FireOpen | Action::DispatchMessages | Action::FireError)
    }
}
