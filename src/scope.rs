//! The life of the page or the worker that a source lives in.
//!
//! Knows what happens to it; what that means to a source is not known here.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::browser::{Signal, follow};

/// What happens to a page or a worker while it lives.
#[derive(Clone, Copy)]
pub(crate) enum Life {
    /// It is left, for good or for the back/forward cache.
    Hidden,
    /// It is back.
    Shown,
    /// The network is back.
    Online,
}

/// Listens to the global object, where that is an event target, until it is dropped.
pub(crate) struct Lifeline {
    end: Function,
    _tell: Signal,
}

impl Lifeline {
    pub(crate) fn new(tell: impl Fn(Life) + 'static) -> Lifeline {
        let tell = Signal::new(move |number| {
            tell(match number {
                0 => Life::Hidden,
                1 => Life::Shown,
                _ => Life::Online,
            });
        });
        Lifeline { end: follow(&tell), _tell: tell }
    }
}

impl Drop for Lifeline {
    fn drop(&mut self) {
        let _ = self.end.call0(&JsValue::UNDEFINED);
    }
}
