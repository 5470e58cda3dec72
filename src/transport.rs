//! What carries a request, and the one vocabulary that all of them speak.
//!
//! Knows requests and answers; no readyState, no event, no retry. The request is that of
//! [step 9 of the constructor](https://html.spec.whatwg.org/multipage/server-sent-events.html#dom-eventsource): a
//! potential-CORS GET, no-store, that accepts an event stream. A transport tells nothing by itself: it is
//! [given](Transport::take) what the browser has said, and asked for what is [`next`](Transport::next).

pub(crate) mod fetch;
pub(crate) mod xhr;

/// What a transport has to say, in this order: a response, chunks, and how it ended; or only how it ended.
pub(crate) enum Incoming {
    /// Its status; its `Content-Type` is in the room.
    Response(i32),
    /// A byte order mark.
    Mark,
    /// The next chunk, which is in the room.
    Text,
    /// Nothing, and the next chunk can be asked for.
    Nothing,
    /// It has become large: a new request would be better, if there is one that goes on where this one is.
    Exhausted,
    /// The body has ended as it should.
    End,
    /// The request could not be made, or broke off.
    Failure,
    /// The engine was told to stop loading.
    Aborted,
}

/// A request under way.
pub(crate) enum Transport {
    Fetch(fetch::Fetch),
    Xhr(xhr::Xhr),
}

impl Transport {
    /// Makes the request, which `resumes` a stream if it has a `Last-Event-ID`; `None` when the engine refuses it at once.
    pub(crate) fn open(fetches: bool, source: i32, ticket: i32, resumes: bool) -> Option<Transport> {
        if fetches {
            fetch::Fetch::open(source, ticket).map(Transport::Fetch)
        } else {
            xhr::Xhr::open(source, ticket, resumes).map(Transport::Xhr)
        }
    }

    /// Takes what the browser has said.
    pub(crate) fn take(&mut self, news: i32, value: i32, source: i32, ticket: i32) {
        match self {
            Transport::Fetch(fetch) => fetch.take(news, value),
            Transport::Xhr(xhr) => xhr.take(news, value, source, ticket),
        }
    }

    /// What is to be told next; `None` until the browser says something.
    pub(crate) fn next(&mut self, source: i32, ticket: i32) -> Option<Incoming> {
        match self {
            Transport::Fetch(fetch) => fetch.next(),
            Transport::Xhr(xhr) => xhr.next(source, ticket),
        }
    }
}
