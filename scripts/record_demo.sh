#!/usr/bin/env bash
# Builds the package, and records the demo as docs/demo.gif; see record_demo.js.
bash "$(dirname "$0")/build.sh"
. "$(dirname "$0")/environment.sh"
install_from_debian chromium chromium
install_from_debian ffmpeg ffmpeg
exec node scripts/record_demo.js "$@"
