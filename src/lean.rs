//! What the standard library would bring into every page, made small: allocator and panics.
//!
//! Knows nothing of event streams. Chosen by the feature `lean`, as scripts/build.sh does.

use core::panic::PanicInfo;

use lol_alloc::{AssumeSingleThreaded, FreeListAllocator};

// SAFETY: WebAssembly has no threads unless it is compiled for them, and then this is not.
#[cfg(not(target_feature = "atomics"))]
#[allow(unsafe_code)]
#[global_allocator]
static ALLOCATOR: AssumeSingleThreaded<FreeListAllocator> =
    unsafe { AssumeSingleThreaded::new(FreeListAllocator::new()) };

/// The text of a panic, and all that formats it, weighs more than the parser. There is none to be expected:
/// what a server sends is data.
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
