//! A small allocator in place of the standard library's, which weighs more than the parser.
//!
//! Knows nothing of event streams. Chosen by the feature `small`, as scripts/build.sh does.

use lol_alloc::{AssumeSingleThreaded, FreeListAllocator};

// SAFETY: WebAssembly has no threads unless it is compiled for them, and then this is not.
#[cfg(not(target_feature = "atomics"))]
#[allow(unsafe_code)]
#[global_allocator]
static ALLOCATOR: AssumeSingleThreaded<FreeListAllocator> =
    unsafe { AssumeSingleThreaded::new(FreeListAllocator::new()) };
