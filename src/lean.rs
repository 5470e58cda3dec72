//! What the standard library would bring into every page, made small: allocator and panics.
//!
//! Knows nothing of event streams. Chosen by the feature `lean`, as scripts/build.sh does.

use core::panic::PanicInfo;

use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

#[global_allocator]
static ALLOCATOR: WasmDynamicTalc = new_wasm_dynamic_allocator();

/// The text of a panic, and all that formats it, weighs more than the parser. There is none to be expected:
/// what a server sends is data.
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
