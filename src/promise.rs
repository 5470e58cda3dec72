//! Waiting for a promise.
//!
//! Knows that a promise cannot be unsubscribed from: its reactions have to live until it settles, or the engine would
//! call what is gone. So they keep themselves alive until then, and look for an owner that may be gone.

use alloc::boxed::Box;
use alloc::rc::{Rc, Weak};
use core::cell::{Cell, RefCell};

use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A page's own promise may have a `then` that throws.
    #[wasm_bindgen(extends = Promise)]
    type Thenable;
    #[wasm_bindgen(method, catch)]
    fn then(this: &Thenable, fulfilled: &JsValue, rejected: &JsValue) -> Result<JsValue, JsValue>;

    /// A function that does nothing.
    #[wasm_bindgen(thread_local_v2, js_namespace = Function, js_name = prototype)]
    static NOTHING: JsValue;
}

/// What a promise has become.
pub(crate) type Settled = Result<JsValue, JsValue>;

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
    rejected: Closure<dyn Fn(JsValue)>,
    /// The reactions themselves, while a promise is pending.
    pending: Cell<Option<Rc<Reactions>>>,
}

impl PromiseWaiter {
    pub(crate) fn new(owner: Weak<dyn Waiting>) -> Self {
        PromiseWaiter(Rc::new_cyclic(|this| Reactions {
            owner: RefCell::new(Some(owner)),
            fulfilled: reaction(this, Ok),
            rejected: reaction(this, Err),
            pending: Cell::new(None),
        }))
    }

    /// Waits for what may be a promise, or anything else: the page's own code may have given it.
    pub(crate) fn wait(&self, answer: &JsValue) {
        self.wait_with(|fulfilled, rejected| {
            if let Err(reason) = then(Promise::resolve(answer), fulfilled, rejected) {
                drop(then(Promise::reject(&reason), fulfilled, rejected));
            }
        });
    }

    /// Waits for a promise that the caller gives its reactions.
    pub(crate) fn wait_with(&self, react: impl FnOnce(&JsValue, &JsValue)) {
        let reactions = &self.0;
        reactions.pending.set(Some(Rc::clone(reactions)));
        react(reactions.fulfilled.as_ref(), reactions.rejected.as_ref());
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

fn reaction(reactions: &Weak<Reactions>, outcome: fn(JsValue) -> Settled) -> Closure<dyn Fn(JsValue)> {
    let reactions = Weak::clone(reactions);
    Closure::wrap(Box::new(move |value| {
        // What kept them alive ends with this call.
        if let Some(reactions) = reactions.upgrade() {
            // A page's own promise may call it twice.
            if reactions.pending.take().is_some() {
                reactions.settle(outcome(value));
            }
        }
    }) as Box<dyn Fn(JsValue)>)
}

/// Nobody waits for this promise, and its rejection is no error of the page.
pub(crate) fn ignore_rejection(promise: &JsValue) {
    drop(NOTHING.with(|nothing| then(Promise::resolve(promise), &JsValue::UNDEFINED, nothing)));
}
