//! Knows libFuzzer; must not know what the bytes mean.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| eventsource_wasm_fuzz::parser(bytes));
