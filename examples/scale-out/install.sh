#!/usr/bin/env bash
# Installs what the clusters need, where it is missing: nginx, nchan and Redis of Debian, and ioredis; builds the package once.
# Knows where each of them is. Must not know what they are for.
. "$(dirname "$0")/../../scripts/environment.sh"

[ -f pkg/dist/index.js ] || bash scripts/build.sh
[ -x /usr/sbin/nginx ] || apt_install nginx nginx-light
[ -f /usr/lib/nginx/modules/ngx_nchan_module.so ] || apt_install nchan libnginx-mod-nchan
install_from_debian redis-server redis-server

cd examples/scale-out
if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  say 'Installing the npm packages of examples/scale-out'
  npm ci
  touch node_modules/.package-lock.json
fi
