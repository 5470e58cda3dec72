#!/usr/bin/env bash
# Builds pkg/dist: cargo → wasm-bindgen → wasm-opt → wasm2js → the entry points that npm ships. What is up to date is not
# built again, except for the entry points, which cost nothing.
. "$(dirname "$0")/environment.sh"
install_for_build

if [ -f pkg/.gitignore ]; then
  echo 'A bare `wasm-pack build` has written over pkg/. This brings it back: git checkout pkg && git clean -fX pkg' >&2
  exit 1
fi

name=eventsource_wasm
dist=pkg/dist

# Two cores of one source. One is WebAssembly for the engines of today, with SIMD. The other becomes JavaScript: no
# feature that is later than WebAssembly itself. The standard library has some in any case, which wasm-opt takes out.
# One crate type alone: with two, Cargo leaves out the optimisation of the whole.
# profile, target features, what is inlined: the more, the larger, but not by much, and not by any rule
compile() {
  local flags="-C target-cpu=mvp -C target-feature=$2 -C llvm-args=--inline-threshold=$3"
  RUSTFLAGS="$flags --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=" \
    cargo rustc --profile "$1" --lib --crate-type cdylib --features small \
    --target wasm32-unknown-unknown --target-dir "target/$1"
}
compile release +bulk-memory,+mutable-globals,+nontrapping-fptoint,+sign-ext,+simd128 5
compile portable +bulk-memory 5

compiled() { echo "target/$1/wasm32-unknown-unknown/$1/$name.wasm"; }
inputs="$(compiled release) $(compiled portable) pkg/lib/short_strings.wat pkg/lib/embedded_bytes.js scripts package-lock.json"
if [ -f $dist/glue.js ] && [ -z "$(find $inputs -newer $dist/glue.js)" ]; then
  node scripts/entry_points.js $dist
  exit
fi

bare='--strip-debug --strip-producers --strip-target-features'
later='--enable-bulk-memory --enable-bulk-memory-opt --enable-mutable-globals --enable-nontrapping-float-to-int
  --enable-sign-ext'

# profile: the core with its glue, in a folder of target/dist
bind() {
  node scripts/core_module.js trap-panics "$(compiled "$1")" "target/dist/$name.wasm"
  # A file that says which features it uses would get glue for all of them.
  wasm-opt "target/dist/$name.wasm" -o "target/dist/$name.wasm" --strip-target-features $later --enable-simd
  wasm-bindgen --target bundler --remove-name-section --remove-producers-section \
    --out-dir "target/dist/$1" "target/dist/$name.wasm"
  node scripts/core_module.js drop-exports "target/dist/$1/${name}_bg.wasm" "target/dist/$1.wasm"
}
rm -rf target/dist
mkdir -p target/dist
bind release
bind portable
cd target/dist

# Rereloop makes fewer jumps of many. More passes make a smaller file, but not smaller when it is compressed.
wasm-opt release.wasm -o core.wasm -Os --flatten --rereloop -Os --reorder-locals $bare $later --enable-simd \
  --minify-imports-and-exports-and-modules >names.json
node ../../scripts/embed.js core.wasm core.js
wasm-as ../../pkg/lib/short_strings.wat -o short_strings.wasm --enable-gc --enable-reference-types --enable-mutable-globals
node ../../scripts/embed.js short_strings.wasm short_strings.js

# As JavaScript. A float that is too large for an integer becomes 0 there: Rust does not convert such a one.
wasm-opt portable.wasm -o portable.wasm -Oz --flatten --rereloop -Oz --one-caller-inline-max-function-size 0 \
  $bare $later --signext-lowering --llvm-nontrapping-fptoint-lowering
wasm2js -Oz --enable-bulk-memory --enable-bulk-memory-opt portable.wasm -o portable.js
node ../../scripts/link_core.js .
node ../../scripts/entry_points.js .

# Whole or not at all: a server may be reading.
rm -r release portable release.wasm portable.wasm portable.js names.json $name.wasm
cd ../..
rm -rf $dist
mv target/dist $dist
find $dist -type f -exec wc -c {} +
