//! Waiting for a promise.
//!
//! Knows that a promise cannot be unsubscribed from: its reactions have to live until it settles, or the engine would
//! call what is gone. So they keep themselves alive until then, and look for an owner that may be gone.

use alloc::boxed::Box;
use alloc::rc::{Rc, Weak};
use core::cell::{Cell, RefCell};

use js_sys::Promise;
use wasm_bindgen::convert::FromWasmAbi;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A page's own promise may have a `then` that throws.
    #[wasm_bindgen(extends = Promise)]
    type Thenable;
    #[wasm_bindgen(method, catch)]
    fn then(this: &Thenable, fulfilled: &JsValue, rejected: &JsValue) -> Result<JsValue, JsValue>;
}

/// What a promise has become.
pub(crate) enum Settled {
    Fulfilled(JsValue),
    /// Fulfilled, and JavaScript has made a number or nothing of the value. A number needs no place in the glue's table.
    FulfilledWithNumber(Option<u32>),
    /// With what was thrown.
    Rejected(JsValue),
}

/// Who waits for a promise.
pub(crate) trait Waiting {
    /// The promise has settled.
    fn settle(&self, settled: Settled);
}

/// Waits for one promise after the other. Dropping it forgets the one that is pending.
pub(crate) struct PromiseWaiter(Rc<Reactions>);

struct Reactions {
    owner: RefCell<Option<Weak<dyn Waiting>>>,
    /// What is called when a promise settles; made once, because each costs an entry in a table of JavaScript's.
    fulfilled: Closure<dyn Fn(JsValue)>,
    fulfilled_with_number: Closure<dyn Fn(Option<u32>)>,
    rejected: Closure<dyn Fn(JsValue)>,
    /// The reactions themselves, while a promise is pending.
    pending: Cell<Option<Rc<Reactions>>>,
}

impl PromiseWaiter {
    pub(crate) fn new(owner: Weak<dyn Waiting>) -> Self {
        PromiseWaiter(Rc::new_cyclic(|this| Reactions {
            owner: RefCell::new(Some(owner)),
            fulfilled: reaction(this, Settled::Fulfilled),
            fulfilled_with_number: reaction(this, Settled::FulfilledWithNumber),
            rejected: reaction(this, Settled::Rejected),
            pending: Cell::new(None),
        }))
    }

    /// Waits for what may be a promise, or anything else: the page's own code may have given it.
    pub(crate) fn wait(&self, answer: &JsValue) {
        let (fulfilled, rejected) = (self.0.fulfilled.as_ref(), self.0.rejected.as_ref());
        self.expect();
        if let Err(reason) = then(Promise::resolve(answer), fulfilled, rejected) {
            drop(then(Promise::reject(&reason), fulfilled, rejected));
        }
    }

    /// For JavaScript that makes numbers of the values: what takes a number or nothing, and what takes a reason.
    pub(crate) fn number_reactions(&self) -> (&JsValue, &JsValue) {
        (self.0.fulfilled_with_number.as_ref(), self.0.rejected.as_ref())
    }

    /// For JavaScript that has no promise, perhaps: what takes a value, and what takes a reason. It may call one at once.
    pub(crate) fn reactions(&self) -> (&JsValue, &JsValue) {
        (self.0.fulfilled.as_ref(), self.0.rejected.as_ref())
    }

    /// Waits for a promise that JavaScript gives these reactions.
    pub(crate) fn expect(&self) {
        self.0.pending.set(Some(Rc::clone(&self.0)));
    }
}

impl Drop for PromiseWaiter {
    fn drop(&mut self) {
        drop(self.0.owner.take());
    }
}

impl Reactions {
    fn settle(&self, settled: Settled) {
        let owner = self.owner.borrow().as_ref().and_then(Weak::upgrade);
        if let Some(owner) = owner {
            owner.settle(settled);
        }
    }
}

fn then(promise: Promise, fulfilled: &JsValue, rejected: &JsValue) -> Result<JsValue, JsValue> {
    promise.unchecked_into::<Thenable>().then(fulfilled, rejected)
}

fn reaction<T: FromWasmAbi + 'static>(
    reactions: &Weak<Reactions>,
    outcome: fn(T) -> Settled,
) -> Closure<dyn Fn(T)> {
    let reactions = Weak::clone(reactions);
    Closure::wrap(Box::new(move |value| {
        // What kept them alive ends with this call.
        if let Some(reactions) = reactions.upgrade() {
            // A page's own promise may call it twice.
            if reactions.pending.take().is_some() {
                reactions.settle(outcome(value));
            }
        }
    }) as Box<dyn Fn(T)>)
}
