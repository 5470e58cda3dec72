//! The fuzz targets' library: the modules that they share with the ordinary tests.
//!
//! Knows where those modules are. Must not know what they do. Run from the root, with a nightly compiler and cargo-fuzz, for
//! four minutes (new inputs go to the first folder, failures to `tests/fuzz/artifacts`):
//!
//! `cargo +nightly fuzz run --fuzz-dir tests/fuzz parser /tmp/parser tests/fuzz/corpus/parser -- -max_total_time=240`
//!
//! A failure becomes a row of a table before it is fixed.

mod bodies;
#[path = "../oracle/mod.rs"]
mod oracle;

/// A source's streams, cut into chunks.
pub fn parser(bytes: &[u8]) {
    bodies::parser(bytes);
}

/// The inputs of a connection, step by step.
pub fn connection(bytes: &[u8]) {
    bodies::connection(bytes);
}
