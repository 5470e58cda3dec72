//! The text of an `XMLHttpRequest`, while it grows.
//!
//! Knows what engines do with `responseText`; not what is in it.
//!
//! The engine is made to decode as UTF-8, which is how the standard decodes an event stream, and the text
//! goes back to UTF-8 for the parser. So the bytes are not the server's, but they decode to the same text:
//!
//! | in the stream | in `responseText` | what is done |
//! |---|---|---|
//! | a BOM at the start | dropped by the engine | [`super::xhr`] reports one, so that the parser does not drop a second one |
//! | not UTF-8 | U+FFFD | nothing: the parser would do the same |
//! | a character cut at the end of what has arrived | not there yet, or a provisional U+FFFD, or half a pair | it stays for the next time |
//!
//! `responseText` grows for as long as the request lives, and each read of it may cost its whole length: beyond
//! [`LARGE`], a new request is better. Where there can be none, a read that was slow is followed by a pause of
//! some times its duration, so that reading never takes the greater part of the time; what comes in a pause in which the
//! connection breaks is lost. An engine that shows the text only in readyState 4 is one whose answers all come at their
//! end: nothing is lost, and the reconnection time is the interval of polling.

use alloc::boxed::Box;
use alloc::rc::Rc;
use core::cell::{Cell, RefCell};

use gloo_timers::callback::Timeout;
use js_sys::{Date, JsString};

use super::Recipient;
use super::xhr::StringXhr;
use crate::timer::after;

/// What is read of one request.
pub(super) struct ResponseText {
    xhr: RefCell<StringXhr>,
    /// How much has been read, in UTF-16 code units.
    length: Cell<u32>,
    /// What was shown in the last read, and not read: a read gives a [`PIECE`] at most.
    rest: RefCell<Option<JsString>>,
    /// How often the state has changed.
    changes: Cell<u32>,
    /// Whether the text may be longer than it was.
    changed: Cell<bool>,
    /// After a read that was slow.
    pause: Rc<RefCell<Option<Timeout>>>,
    has_become_large: Cell<bool>,
}

impl ResponseText {
    pub(super) fn new(xhr: StringXhr) -> Self {
        ResponseText {
            xhr: RefCell::new(xhr),
            length: Cell::new(0),
            rest: RefCell::default(),
            changes: Cell::new(0),
            changed: Cell::new(false),
            pause: Rc::default(),
            has_become_large: Cell::new(false),
        }
    }

    /// The request is sent once more.
    pub(super) fn restart(&self, xhr: StringXhr) {
        drop(self.xhr.replace(xhr));
        self.changes.set(0);
    }

    /// The state has changed.
    pub(super) fn has_changed(&self) {
        self.changes.set(self.changes.get() + 1);
        self.changed.set(true);
    }

    /// Legacy: Internet Explorer says by this event alone that the text has grown. Others have just said it, and to read
    /// the text costs time.
    pub(super) fn has_progressed(&self) {
        if self.changes.get() <= u32::from(super::xhr::LOADING) {
            self.changed.set(true);
        }
    }

    /// Whether it has been read beyond [`LARGE`] since this was asked last.
    pub(super) fn has_become_large(&self) -> bool {
        self.has_become_large.take()
    }

    /// What is new; of much, a piece, and the next one when it is read again.
    pub(super) fn read(&self, is_growing: bool, recipient: &Rc<Recipient>) -> Option<JsString> {
        let rest = self.rest.take();
        let text = match rest {
            Some(rest) => rest,
            None => self.read_anew(is_growing, recipient)?,
        };
        let mut end = text.length().min(PIECE);
        // It ends no line.
        if end > 0 && is_provisional(text.char_code_at(end - 1)) {
            end -= 1;
        }
        if end >= PIECE - 1 && text.length() > end {
            self.rest.replace(Some(text.slice(end, u32::MAX)));
        }
        if end == 0 {
            return None;
        }
        self.length.set(self.length.get() + end);
        self.has_become_large.set(self.length.get() >= LARGE);
        Some(text.slice(0, end))
    }

    fn read_anew(&self, is_growing: bool, recipient: &Rc<Recipient>) -> Option<JsString> {
        let pauses = is_growing && self.pause.borrow().is_some();
        if pauses || !self.changed.replace(false) {
            return None;
        }
        let xhr = self.xhr.borrow().clone();
        let begin = Date::now();
        let text = xhr.response_text().ok()?.slice(self.length.get(), u32::MAX);
        let duration = (Date::now() - begin) as u32;
        if duration >= SLOW {
            let (pause, recipient) = (Rc::downgrade(&self.pause), Rc::clone(recipient));
            let go_on = move || {
                drop(pause.upgrade().and_then(|pause| pause.take()));
                if let Some(client) = recipient.client() {
                    client.proceed();
                }
            };
            self.pause.replace(Some(after(duration.saturating_mul(PAUSE), Box::new(go_on))));
        }
        Some(text)
    }
}

/// jsdom puts U+FFFD for a character of which a part has arrived, and half a surrogate pair is no character.
fn is_provisional(unit: f64) -> bool {
    matches!(unit as u32, 0xFFFD | 0xD800..0xDC00)
}

/// How much of the text is read at once, in UTF-16 code units: what is copied of it stays small, however much has come.
const PIECE: u32 = 1 << 20;

/// In UTF-16 code units: 8 MiB, and some thousands of reads before a gigabyte is copied.
const LARGE: u32 = 4 << 20;

/// From how many milliseconds on a read is followed by a pause.
const SLOW: u32 = 4;

/// How many times as long as the read a pause is.
const PAUSE: u32 = 4;
