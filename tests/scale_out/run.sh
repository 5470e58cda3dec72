#!/usr/bin/env bash
# Every test of the clusters: installs what they need, then runs them one after the other.
# Knows the files of the suite by their names. Must not know what they test.
. "$(dirname "$0")/../../scripts/environment.sh"

bash examples/scale-out/install.sh
install_from_debian chromium chromium
exec node --test --test-concurrency=1 tests/scale_out/
