//! Runs the bodies of the fuzz targets over the saved corpus, with any compiler: what a fuzzer has once reached is reached in
//! every test run.
//!
//! Knows where the corpus is. Must not know what its bytes mean. The corpus started as the streams of `tests/parser.rs` and
//! some inputs of a connection, and grew in the fuzzers. It has the few files that together reach everything that was found
//! (libFuzzer: `-set_cover_merge=1 -use_counters=0`). The files with a name document a case.
#![cfg(not(target_arch = "wasm32"))]

use std::path::Path;
use std::{fs, io};

#[path = "fuzz/bodies.rs"]
mod bodies;
mod oracle;

fn run_all(target: &str, body: fn(&[u8])) -> io::Result<()> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target);
    let mut runs = 0;
    for file in fs::read_dir(&corpus)? {
        let file = file?.path();
        // The test harness shows this if the body fails.
        println!("{}", file.display());
        body(&fs::read(file)?);
        runs += 1;
    }
    assert!(runs >= 50, "only {runs} files in {}", corpus.display());
    Ok(())
}

#[test]
fn the_parser_agrees_with_the_oracle_on_the_corpus() -> io::Result<()> {
    run_all("parser", bodies::parser)
}

#[test]
fn the_connection_keeps_its_promises_on_the_corpus() -> io::Result<()> {
    run_all("connection", bodies::connection)
}
