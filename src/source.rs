//! A source at work: performs the connection's actions, owns what is under way.
//!
//! Knows the browser. Not the grammar, not when to reconnect: that is asked of [`crate::connection`].
//!
//! The page's code runs inside many a function of [`crate::browser`], and may do anything there, close the source and
//! begin another one included: no borrow is alive while one of them runs, and what was asked before is known by its
//! ticket.
//!
//! Whoever calls is given what is to be done next, which the core does not call for by itself: once a chunk, it would be
//! a call too many.
//!
//! | next | |
//! |---|---|
//! | 0 | nothing, until something happens |
//! | [`MESSAGES`] | dispatch the batch of the report, and say so |
//! | an address | ask for the next chunk; there is room for one of [`browser::ROOM`] bytes, elsewhere for a larger one |

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::arch::wasm32::unreachable;
use core::cell::{Cell, RefCell, RefMut};
use core::mem;

use crate::batch::{Converted, ForJavaScript};
use crate::browser::{self, ELAPSED, FUTILE, HIDDEN, ONLINE, PROBED, SHOWN, UNANSWERED};
use crate::connection::{Action, Connection, Input, ReadyState};
use crate::transport::{Incoming, Transport};

/// One event source, in its place.
pub(crate) struct Source {
    id: i32,
    report: Report,
    work: RefCell<Work>,
}

/// What JavaScript reads where it lies, a word each:
///
/// | word | |
/// |---|---|
/// | 0, 1 | the text of the batch: its address, its length |
/// | 2, 3 | its table, see [`ForJavaScript`]: where it begins and ends, in words. If the rest of a batch is not to be dispatched any more, it ends at 0 |
/// | 4, 5 | the raw text, and the raw table: for a text that turns out not to be UTF-8 |
/// | 6 | the ready state |
/// | 7 | the reconnection time, in milliseconds |
/// | 8, 9 | the last event ID string, as the last batch leaves it, in UTF-8: its address, its length |
pub(crate) type Report = [Cell<usize>; 10];

/// What changes.
struct Work {
    connection: Connection,
    fetches: bool,
    /// What is under way is known by it; an answer to anything earlier is no news any more.
    ticket: i32,
    transport: Option<Transport>,
    /// Whether the skin is still dispatching a batch: nothing is done before it has.
    dispatching: bool,
    /// Whether the page has not been told yet that the source is closed.
    occupied: bool,
    /// What the skin reads batches in.
    utf8: Converted,
    /// Where JavaScript writes the next bytes, until a transport copies them to the parser by itself.
    scratch: Vec<u8>,
}

impl Work {
    fn reserve(&mut self, length: usize) -> usize {
        self.scratch.resize(length, 0);
        self.scratch.as_ptr() as usize
    }

    fn handle_scratch(&mut self, length: usize) {
        self.scratch.truncate(length);
        self.connection.handle(Input::Chunk(&self.scratch.as_slice()));
    }
}

impl Source {
    fn new(id: i32) -> Self {
        let work = Work {
            connection: Connection::new(MAX_EVENT_SIZE),
            fetches: false,
            ticket: 0,
            transport: None,
            dispatching: false,
            occupied: false,
            utf8: Converted::default(),
            scratch: Vec::new(),
        };
        Source { id, report: Report::default(), work: RefCell::new(work) }
    }

    /// A source begins its work in this place.
    pub(crate) fn begin(&self, fetches: bool, reconnects: bool) {
        let mut work = self.work();
        work.connection = if reconnects {
            Connection::new(MAX_EVENT_SIZE)
        } else {
            Connection::over_stream(MAX_EVENT_SIZE)
        };
        work.fetches = fetches;
        work.dispatching = false;
        work.occupied = true;
        drop(work);
        // It has to wait for an answer.
        self.go_on();
    }

    /// What changes; nobody else looks at it meanwhile.
    fn work(&self) -> RefMut<'_, Work> {
        borrow(&self.work)
    }

    /// Where the report is.
    pub(crate) fn look(&self) -> usize {
        let work = self.work();
        let last_event_id = work.connection.last_event_id_bytes();
        let [.., ready_state, reconnection_time, id, id_length] = &self.report;
        ready_state.set(work.connection.ready_state() as usize);
        reconnection_time.set(work.connection.reconnection_time() as usize);
        id.set(last_event_id.as_ptr() as usize);
        id_length.set(last_event_id.len());
        self.report.as_ptr() as usize
    }

    pub(crate) fn close(&self) {
        self.take_back();
        self.handle(Input::Close);
    }

    /// Goes on after a batch.
    pub(crate) fn resume(&self) -> i32 {
        self.work().dispatching = false;
        self.go_on()
    }

    /// What the browser says: see [`crate::browser`].
    pub(crate) fn take(&self, ticket: i32, news: i32, value: i32) -> i32 {
        match news {
            HIDDEN => {
                self.take_back();
                return self.handle(Input::Suspend);
            }
            SHOWN => return self.handle(Input::Resume),
            ONLINE => return self.handle(Input::Online),
            _ => {}
        }
        if ticket != self.work().ticket {
            return 0;
        }
        match news {
            PROBED => self.handle(Input::CorsProbed { refused: value != 0 }),
            UNANSWERED => self.handle(Input::CorsProbed { refused: false }),
            ELAPSED => self.handle(Input::ReconnectionTimeElapsed),
            FUTILE => self.handle(Input::NetworkError { futile: true }),
            _ => {
                self.with_transport(|transport, ticket| transport.take(news, value, self.id, ticket));
                self.go_on()
            }
        }
    }

    /// Where bytes are to be written; 0 if nobody waits for them.
    pub(crate) fn room(&self, ticket: i32, length: usize) -> usize {
        let mut work = self.work();
        if ticket != work.ticket {
            return 0;
        }
        work.reserve(length)
    }

    /// The next bytes of a body, so many.
    pub(crate) fn take_chunk(&self, length: usize) -> i32 {
        let mut work = self.work();
        if let Some(Transport::Fetch(fetch)) = &mut work.transport {
            fetch.has_brought();
        }
        work.handle_scratch(length);
        drop(work);
        self.go_on()
    }

    fn handle(&self, input: Input<'_>) -> i32 {
        self.work().connection.handle(input);
        self.go_on()
    }

    /// Does what is to be done, until something happens. Gives what is next.
    fn go_on(&self) -> i32 {
        loop {
            match self.next_step() {
                Step::Perform(action) => self.perform(action),
                Step::Tell(incoming) => self.tell(incoming),
                Step::Dismiss => browser::dismiss(self.id),
                Step::Leave(next) => return next,
            }
        }
    }

    fn next_step(&self) -> Step {
        let mut work = self.work();
        if work.dispatching {
            return Step::Leave(0);
        }
        match work.connection.poll() {
            Some(Action::DispatchMessages) => {
                self.report_batch(&mut work);
                return Step::Leave(MESSAGES);
            }
            Some(action) => return Step::Perform(action),
            None => {}
        }
        if work.connection.ready_state() == ReadyState::Closed && mem::take(&mut work.occupied) {
            work.utf8 = Converted::default();
            return Step::Dismiss;
        }
        let incoming = match &mut work.transport {
            Some(Transport::Fetch(fetch)) => match fetch.next() {
                // Most chunks are small.
                Some(Incoming::Nothing) => {
                    return Step::Leave(work.reserve(browser::ROOM) as i32);
                }
                incoming => incoming,
            },
            _ => {
                drop(work);
                self.with_transport(|transport, ticket| transport.next(self.id, ticket)).flatten()
            }
        };
        incoming.map_or(Step::Leave(0), Step::Tell)
    }

    /// Tells the connection what the transport has to say.
    fn tell(&self, incoming: Incoming) {
        let mut work = self.work();
        let Work { connection, scratch, .. } = &mut *work;
        match incoming {
            Incoming::Response(status) => {
                let status = u16::try_from(status).unwrap_or_default();
                // It is in the room.
                let content_type = scratch;
                connection.handle(Input::Response { status, content_type });
            }
            Incoming::Mark => connection.handle(Input::Chunk(&BOM)),
            Incoming::Text => connection.handle(Input::Chunk(&scratch.as_slice())),
            Incoming::Nothing => {}
            Incoming::Exhausted => connection.handle(Input::Exhausted),
            Incoming::End => connection.handle(Input::EndOfBody),
            Incoming::Failure => connection.handle(Input::NetworkError { futile: false }),
            Incoming::Aborted => connection.handle(Input::Aborted),
        }
    }

    fn perform(&self, action: Action) {
        match action {
            Action::Fetch => self.fetch(),
            Action::ProbeCors => self.probe(),
            Action::Abort => drop(self.abort()),
            Action::Wait { milliseconds } => {
                let ticket = self.abort();
                browser::wait(self.id, ticket, ELAPSED, milliseconds as i32);
            }
            Action::FireOpen => browser::fire_open(self.id),
            // It is left to the caller.
            Action::DispatchMessages => {}
            Action::FireError(too_large) => {
                browser::fire_error(self.id, too_large.map_or(0, |it| it.limit as i32));
            }
        }
    }

    fn fetch(&self) {
        let ticket = self.abort();
        let work = self.work();
        let (fetches, resumes) = (work.fetches, !work.connection.last_event_id_bytes().is_empty());
        drop(work);
        match Transport::open(fetches, self.id, ticket, resumes) {
            Some(transport) => self.keep(transport, ticket),
            // Nobody can make such a request, now or later. It is told later, because the page has not even
            // got the object yet.
            None => browser::wait(self.id, ticket, FUTILE, 0),
        }
    }

    fn probe(&self) {
        let ticket = self.work().ticket;
        if browser::request(self.id, ticket, true.into()) != 0 {
            // One who refuses says so with the headers; one who is silent does not refuse.
            browser::wait(self.id, ticket, UNANSWERED, PROBE_TIME);
        } else {
            self.work().connection.handle(Input::CorsProbed { refused: false });
        }
    }

    /// Ends what is under way. Gives the ticket of what comes next.
    fn abort(&self) -> i32 {
        let mut work = self.work();
        work.ticket = work.ticket.wrapping_add(1);
        work.transport = None;
        let ticket = work.ticket;
        drop(work);
        browser::abort(self.id, ticket);
        ticket
    }

    /// A batch is about to be dispatched. It stays where it is until the next chunk, which is asked for when all of it is.
    fn report_batch(&self, work: &mut Work) {
        work.dispatching = true;
        let Work { connection, utf8, .. } = work;
        let ForJavaScript { text, table, raw_text, raw_table } = connection.batch().for_javascript(utf8);
        let start = in_words(table);
        let told = [
            text.as_ptr() as usize,
            text.len(),
            start,
            start + table.len(),
            raw_text.as_ptr() as usize,
            in_words(raw_table),
        ];
        self.report.iter().zip(told).for_each(|(word, told)| word.set(told));
    }

    /// Of a batch that is being dispatched, the rest is not.
    fn take_back(&self) {
        self.work().dispatching = false;
        let [_, _, _, of_end, ..] = &self.report;
        of_end.set(0);
    }

    /// Asks a transport, which asks the browser; what stands for that may be the page's own, and do anything meanwhile.
    fn with_transport<T>(&self, ask: impl FnOnce(&mut Transport, i32) -> T) -> Option<T> {
        let mut work = self.work();
        let ticket = work.ticket;
        let mut transport = work.transport.take()?;
        drop(work);
        let answer = ask(&mut transport, ticket);
        self.keep(transport, ticket);
        Some(answer)
    }

    /// Unless it has been let go of meanwhile.
    fn keep(&self, transport: Transport, ticket: i32) {
        let mut work = self.work();
        if work.ticket == ticket {
            work.transport = Some(transport);
        }
    }
}

/// What is to be done: found out while nobody else looks, and done while anybody may.
enum Step {
    Perform(Action),
    Tell(Incoming),
    /// Say that the source is closed.
    Dismiss,
    /// Let the caller do what is next.
    Leave(i32),
}

/// Next, the batch is to be dispatched.
const MESSAGES: i32 = -1;

/// All places, by their numbers. There are as many as there have been sources at once, and they are used again.
struct Places(RefCell<Vec<&'static Source>>);

// SAFETY: WebAssembly has no threads unless it is compiled for them, and then this is not.
#[cfg(not(target_feature = "atomics"))]
#[allow(unsafe_code)]
unsafe impl Sync for Places {}

static PLACES: Places = Places(RefCell::new(Vec::new()));

/// The place with that number.
pub(crate) fn place(id: i32) -> &'static Source {
    let mut places = borrow(&PLACES.0);
    loop {
        if let Some(source) = places.get(id as usize) {
            return source;
        }
        let source = Source::new(places.len() as i32);
        places.push(Box::leak(Box::new(source)));
    }
}

/// The same, if there is one.
pub(crate) fn find(id: i32) -> Option<&'static Source> {
    borrow(&PLACES.0).get(id as usize).copied()
}

/// Where a table is, as an index into all of the memory.
fn in_words(table: &[u32]) -> usize {
    table.as_ptr() as usize / size_of::<u32>()
}

/// What nobody else looks at. If somebody did, that would be a fault of this file; and a trap weighs less than a panic.
fn borrow<T>(cell: &RefCell<T>) -> RefMut<'_, T> {
    cell.try_borrow_mut().unwrap_or_else(|_| unreachable())
}

/// The byte order mark: see [`crate::transport::xhr`].
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// How long a probe may take, in milliseconds.
const PROBE_TIME: i32 = 10_000;

/// What an unfinished event may take, in bytes. The standard knows no bound, but a page has one.
const MAX_EVENT_SIZE: usize = 64 << 20;
