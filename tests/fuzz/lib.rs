//! The fuzzers' side of what the ordinary tests share with them.
//!
//! Knows where it lies; nothing else. From the root, with a nightly compiler and cargo-fuzz, for four minutes
//! (what is found to be new goes into the first folder, what fails into `tests/fuzz/artifacts`):
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz parser /tmp/parser tests/fuzz/corpus/parser -- -max_total_time=240`
//!
//! What fails becomes a row of a table before it is mended.

mod bodies;
#[path = "../oracle/mod.rs"]
mod oracle;

/// A source's streams, cut into chunks.
pub fn parser(bytes: &[u8]) {
    bodies::parser(bytes);
}

/// A connection's life, step by step.
pub fn connection(bytes: &[u8]) {
    bodies::connection(bytes);
}
