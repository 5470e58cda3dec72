#!/usr/bin/env bash
# Serves the demo of www/ on localhost and prints its address.
bash "$(dirname "$0")/build.sh"
. "$(dirname "$0")/environment.sh"
exec node www/server.js
