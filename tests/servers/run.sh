#!/usr/bin/env bash
# Installs what is missing, builds the package, and runs the tests with foreign servers and proxies.
# Knows the order. Must not know what is tested. Parameters go to node --test.
. "$(dirname "$0")/install.sh"
bash scripts/build.sh
exec node --test --test-concurrency=1 "$@" tests/servers/*.test.js
