#!/usr/bin/env bash
# Every test, from the quickest to the slowest: form, native, in a browser, the package, end to end.
. "$(dirname "$0")/environment.sh"
install_for_tests

say 'Form: formatters, linters, types'
bash scripts/build.sh
cargo fmt --check
cargo clippy --quiet --all-targets -- --deny warnings
cargo clippy --quiet --all-targets --target wasm32-unknown-unknown -- --deny warnings
RUSTDOCFLAGS='--deny warnings' cargo doc --quiet --no-deps --target wasm32-unknown-unknown
prettier --check .
tsc --project .
tsc --project tests/types

say 'Native: parser, connection, properties'
cargo test --quiet

say 'In headless Chromium: the core'
wasm-pack build --out-dir target/wasm-pack --no-pack
# The runner's server has four threads, and gives each to one connection. It can forget a fifth, and then the page never loads.
snippets="$(find target/wasm-pack/snippets -name '*.js' | wc -l)"
if [ "$snippets" -gt 3 ]; then
  echo "The core imports $snippets files of JavaScript. With that of tests/web.rs, there must be four at most." >&2
  exit 1
fi
# The runner ends well when it finds no test to run; so its closing line is asked for.
wasm-pack test --headless --chrome . --test web | tee target/web.log
grep -q 'test result: ok. [1-9]' target/web.log

say 'The package: from its tarball into Node, TypeScript, every bundler and a page'
node --test --test-concurrency=1 tests/package/

say 'The parser and fetchEventSource: in Node and in Chromium'
node --test --test-concurrency=1 tests/entry_points/

say 'Environments: test runners, edge runtimes, old resolvers'
node --test --test-concurrency=1 tests/environments/

say 'End to end: real browsers, real servers'
node --test --test-concurrency=1 tests/e2e/
