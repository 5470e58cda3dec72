//! Timers.
//!
//! Knows gloo's [`Timeout`]; not what is waited for.

use alloc::boxed::Box;

use gloo_timers::callback::Timeout;

/// Calls back after so many milliseconds. Dropping it cancels that. One function for all callers: each type of callback
/// would have its own copy of gloo's code.
#[inline(never)]
pub(crate) fn after(milliseconds: u32, callback: Box<dyn FnOnce()>) -> Timeout {
    Timeout::new(milliseconds, callback)
}
