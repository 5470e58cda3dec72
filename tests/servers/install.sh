#!/usr/bin/env bash
# What the tests with foreign servers need: npm packages here, Python packages and axum in the cache, nginx and Chromium
# from Debian, and a certificate. What is there already costs nothing.
# Knows where each is put; programs.js finds it there. Must not know what is tested.
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/environment.sh"

here=tests/servers
install_for_build
install_from_debian chromium chromium
install_from_debian openssl openssl
[ -x /usr/sbin/nginx ] || apt_install nginx nginx-light

if [ ! -f $here/node_modules/.package-lock.json ] || [ $here/package-lock.json -nt $here/node_modules/.package-lock.json ]; then
  say 'Installing the npm packages of tests/servers'
  npm ci --prefix $here --no-fund --no-audit
  touch $here/node_modules/.package-lock.json
fi

python="$cache/test-servers-python"
if ! cmp -s $here/requirements.txt "$python/requirements.txt"; then
  say 'Installing the Python packages of tests/servers'
  /usr/bin/python3 -c 'import ensurepip' 2>/dev/null || apt_install 'venv' python3-venv
  rm -rf "$python"
  /usr/bin/python3 -m venv "$python"
  "$python/bin/pip" install --quiet --no-deps --requirement $here/requirements.txt
  cp $here/requirements.txt "$python/requirements.txt"
fi

say 'Building the axum server'
CARGO_TARGET_DIR="$cache/test-servers-axum" cargo build --quiet --locked --manifest-path $here/axum/Cargo.toml

certificate="$cache/test-certificate"
if ! openssl x509 -checkend 86400 -noout -in "$certificate/certificate.pem" >/dev/null 2>&1; then
  say 'Making a certificate for 127.0.0.1'
  mkdir -p "$certificate"
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 365 -subj /CN=127.0.0.1 \
    -addext subjectAltName=IP:127.0.0.1,DNS:localhost -keyout "$certificate/key.pem" \
    -out "$certificate/certificate.pem" 2>/dev/null
fi
