# Sourced by the scripts here: where the tools are, and how what is missing gets there.
#
# Node's packages come from package-lock.json, Cargo's tools into a cache that all clones share, browsers from
# Debian's packages. Whatever is there already costs nothing.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

cache="${XDG_CACHE_HOME:-$HOME/.cache}/eventsource-wasm"
wasm_bindgen="$(sed -n 's/^wasm-bindgen = .*"=\([0-9.]*\)".*/\1/p' Cargo.toml)"
wasm_pack=0.15.1
export PATH="$PWD/node_modules/.bin:$cache/wasm-bindgen-$wasm_bindgen/bin:$cache/wasm-pack-$wasm_pack/bin:$HOME/.cargo/bin:$PATH"

say() { printf '\033[1m%s\033[0m\n' "$*"; }
has() { command -v "$1" >/dev/null 2>&1; }

install_for_build() {
  if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    say 'Installing the npm packages of package-lock.json'
    npm ci
    touch node_modules/.package-lock.json
  fi
  if ! rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null | xargs -r test -d; then
    say 'Adding the Rust target wasm32-unknown-unknown'
    rustup target add wasm32-unknown-unknown
  fi
  install_with_cargo wasm-bindgen wasm-bindgen-cli "$wasm_bindgen"
}

install_for_tests() {
  install_for_build
  rustup component list --installed 2>/dev/null | grep -q clippy || rustup component add clippy rustfmt
  install_with_cargo wasm-pack wasm-pack "$wasm_pack" --locked
  install_from_debian chromium chromium
  install_from_debian chromedriver chromium-driver
  install_from_debian firefox-esr firefox-esr
  install_from_debian WebKitWebDriver webkit2gtk-driver
  install_from_debian Xvfb xvfb
}

# command, crate, version, options: a tool from crates.io, into a folder of its version
install_with_cargo() {
  local root="$cache/$1-$3"
  [ -x "$root/bin/$1" ] && return
  say "Installing $2 $3 from source; this takes a few minutes, once"
  cargo install "$2" --version "$3" --root "$root" "${@:4}"
}

# command, package
install_from_debian() {
  has "$1" && return
  say "Installing Debian's package $2"
  local as_root=
  [ "$(id -u)" = 0 ] || as_root=sudo
  if ! has apt-get || ! $as_root apt-get update || ! $as_root apt-get install -y --no-install-recommends "$2"; then
    echo "The tests need $1: install it (Debian's package $2), and run them again." >&2
    exit 1
  fi
}
