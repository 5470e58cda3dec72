//! Memory that a large event needed, kept for the next one, of whatever source.
//!
//! Knows sizes. Must not know what the memory is for. WebAssembly's memory never shrinks: what one source has had to
//! grow is enough for all, as long as no idle source keeps it.

use core::cell::Cell;

/// How much memory a source keeps while it is idle, in bytes. What is larger goes back to the [`Spare`].
pub(crate) const STEADY_CAPACITY: usize = 1 << 16;

/// What is smaller is allocated where it is needed.
pub(crate) const SMALLEST: usize = 1 << 14;

/// What is larger is freed.
const LARGEST: usize = 1 << 24;

/// Memory in bytes.
pub(crate) trait Memory {
    fn capacity(&self) -> usize;
}

/// One piece of memory at most: the largest that was given.
pub(crate) struct Spare<T>(Cell<Option<T>>);

impl<T: Memory> Spare<T> {
    pub(crate) const fn new() -> Self {
        Spare(Cell::new(None))
    }

    pub(crate) fn take(&self) -> Option<T> {
        self.0.take()
    }

    /// For memory that holds nothing any more.
    #[inline(never)]
    pub(crate) fn give(&self, memory: T) {
        let kept = self.0.take();
        let is_larger = kept.as_ref().is_none_or(|kept| kept.capacity() < memory.capacity());
        let larger = if is_larger && memory.capacity() <= LARGEST { Some(memory) } else { kept };
        self.0.set(larger);
    }
}
