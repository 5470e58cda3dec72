#!/usr/bin/env bash
# Builds pkg/dist: cargo → wasm-bindgen → wasm-opt → wasm2js → the doors that npm ships. What is up to date is not
# built again, but for the doors, which cost nothing.
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
    cargo rustc --profile "$1" --lib --crate-type cdylib --features lean \
    --target wasm32-unknown-unknown --target-dir "target/$1"
}
compile release +bulk-memory,+mutable-globals,+nontrapping-fptoint,+sign-ext,+simd128 40
compile portable +bulk-memory 40

cores="target/release/wasm32-unknown-unknown/release/$name.wasm target/portable/wasm32-unknown-unknown/portable/$name.wasm"
inputs="$cores pkg/short_text.wat src/browser.js scripts/build.sh scripts/carry.js scripts/portable.js package-lock.json"
if [ -f $dist/wasm.js ] && [ -z "$(find $inputs -newer $dist/wasm.js)" ]; then
  node scripts/doors.js $dist
  exit
fi
rm -rf target/dist
for core in $cores; do
  wasm-bindgen --target bundler --remove-name-section --remove-producers-section \
    --out-dir "target/dist/$(basename "$(dirname "$core")")" "$core"
done
cd target/dist
# What both import is src/browser.js, as it is.
if grep -q __wb_ */${name}_bg.js; then
  echo 'Something crosses the border that is no number: see src/browser.rs.' >&2
  exit 1
fi

bare='--strip-debug --strip-producers --strip-target-features'
later='--enable-bulk-memory --enable-bulk-memory-opt --enable-mutable-globals --enable-nontrapping-float-to-int
  --enable-sign-ext'
# What is named at length for nobody: the module of the imports, which is "imports" from here on; the imports, which
# have a letter in src/browser.js; two exports that no JavaScript asks for; the texts of panics that have none.
letters="$(node --input-type=module --eval "
  import { imports } from '../../src/browser.js';
  for (const letter in imports) console.log('s#\"imports\" \"' + imports[letter].name + '\"#\"imports\" \"' + letter + '\"#;');
")"
# core
shorten() {
  wasm-dis "$1" -o "$1.wat" $later --enable-simd
  perl -i -pe 's#"\./snippets/[^"]*"#"imports"#; $_ = "" if /\(export "__/; '"$letters"'
    s#(/rustc/[\w/]+\.rs|src/\w+\.rs|dest is out of bounds|Tried to shrink to a larger capacity|capacity overflow)#" " x length $1#ge if /^ *\(data/' "$1.wat"
  wasm-as "$1.wat" -o "$1" $later --enable-simd
  rm "$1.wat"
}

# Rereloop makes fewer jumps of many. More passes make a smaller file, but not smaller when it is compressed.
wasm-opt release/${name}_bg.wasm -o core.wasm -O2 --flatten --rereloop -O2 --reorder-locals $bare $later --enable-simd
shorten core.wasm
node ../../scripts/carry.js core.wasm wasm.js
wasm-as ../../pkg/short_text.wat -o short_text.wasm --enable-gc --enable-reference-types --enable-mutable-globals
node ../../scripts/carry.js short_text.wasm short_text.js

# As JavaScript.
wasm-opt portable/${name}_bg.wasm -o portable.wasm -Oz --flatten --rereloop -Oz \
  --one-caller-inline-max-function-size 0 $bare $later --signext-lowering --llvm-nontrapping-fptoint-lowering
shorten portable.wasm
wasm2js -Oz --enable-bulk-memory --enable-bulk-memory-opt portable.wasm -o portable.js
node ../../scripts/portable.js portable.js wasm2js.js
node ../../scripts/doors.js .

# Whole or not at all: somebody may be looking.
rm -r release portable portable.*
cd ../..
rm -rf $dist
mv target/dist $dist
find $dist -type f -exec wc -c {} +
