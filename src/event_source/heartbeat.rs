//! Notices that nothing has come for too long.
//!
//! Knows the time of the last byte. Must not know what is done about the silence. One timer serves for many bytes: when it
//! fires too early, it is set for the rest of the time.

use alloc::boxed::Box;
use alloc::rc::Weak;
use core::cell::{Cell, RefCell};

use gloo_timers::callback::Timeout;
use js_sys::Date;

use super::Source;
use crate::timer::after;

/// The option `heartbeatTimeout` at work. Dropping it stops it.
pub(super) struct Heartbeat {
    /// In milliseconds; 0 if the page has not asked for it.
    period: u32,
    last: Cell<f64>,
    timer: RefCell<Option<Timeout>>,
}

impl Heartbeat {
    pub(super) fn new(period: u32) -> Self {
        // What a timer can hold.
        let period = period.min(i32::MAX as u32);
        Heartbeat { period, last: Cell::new(0.0), timer: RefCell::default() }
    }

    /// A byte has come, or a request begins.
    pub(super) fn beat(&self) {
        if self.period > 0 {
            self.last.set(Date::now());
        }
    }

    /// From now on, [`Source::on_heartbeat_timer`] is called when the time may be over.
    pub(super) fn start(&self, source: &Weak<Source>) {
        self.beat();
        self.set_timer(source);
    }

    /// In milliseconds; 0 if the time is over.
    pub(super) fn rest(&self) -> u32 {
        (self.last.get() + f64::from(self.period) - Date::now()) as u32
    }

    pub(super) fn set_timer(&self, source: &Weak<Source>) {
        if self.period == 0 {
            return;
        }
        let source = Weak::clone(source);
        let callback = move || {
            if let Some(source) = source.upgrade() {
                source.on_heartbeat_timer();
            }
        };
        drop(self.timer.replace(Some(after(self.rest().max(1), Box::new(callback)))));
    }

    pub(super) fn stop(&self) {
        drop(self.timer.take());
    }
}
