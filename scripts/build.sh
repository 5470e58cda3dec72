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
out=target/mvp
wasm=$out/wasm32-unknown-unknown/release/$name.wasm
dist=pkg/dist

# For engines as old as WebAssembly itself: so the standard library is all that uses later features, and wasm-opt
# takes these out. It costs nothing. One crate type alone: with two, Cargo leaves out the optimisation of the whole.
RUSTFLAGS='-C target-cpu=mvp' cargo rustc --release --lib --crate-type cdylib --features lean \
  --target wasm32-unknown-unknown --target-dir $out
inputs="$wasm scripts/build.sh scripts/carry.js package-lock.json"
if [ -f $dist/wasm.js ] && [ -z "$(find $inputs -newer $dist/wasm.js)" ]; then
  node scripts/doors.js $dist
  exit
fi
rm -rf target/dist
wasm-bindgen --target bundler --remove-name-section --remove-producers-section --out-dir target/dist $wasm
cd target/dist

# The bindings, and src/browser.js which the WebAssembly imports as well, as one file.
snippet="$(echo ./snippets/*/src/browser.js)"
printf "export * from '%s';\n" ./${name}_bg.js "$snippet" >$name.js
# When memory grows, WebAssembly detaches what looks at it; the same in JavaScript does not.
sed -i -e 's/\.byteLength === 0/.buffer !== wasm.memory.buffer/' \
  -e 's/\(cachedDataViewMemory0\)\.buffer\.detached === true || (.*detached === undefined && \(.*\)))/\2)/' ${name}_bg.js
# Old engines fill no array, and slice no typed one.
sed -i -e 's/new Array(1024).fill(undefined)/new Array(1024)/' \
  -e 's/\(getArrayU32FromWasm0([^)]*)\)\.slice()/new Uint32Array(\1)/' ${name}_bg.js
if [ "$(grep -c 'buffer !== wasm.memory.buffer' ${name}_bg.js)" -lt 3 ] ||
  grep -qE '\.fill\(|\.detached' ${name}_bg.js; then
  echo 'The bindings do something in a way that scripts/build.sh does not know.' >&2
  exit 1
fi
esbuild $name.js --bundle --minify --format=esm --charset=ascii --banner:js='// @ts-nocheck' \
  --log-level=warning --allow-overwrite --outfile=${name}_bg.js

wasm-opt ${name}_bg.wasm -o core.wasm -Oz --converge --strip-debug --strip-producers --strip-target-features \
  --enable-bulk-memory --enable-bulk-memory-opt --enable-sign-ext --enable-mutable-globals \
  --enable-nontrapping-float-to-int --signext-lowering --llvm-memory-copy-fill-lowering \
  --llvm-nontrapping-fptoint-lowering
wasm-opt -q -mvp -O0 core.wasm -o core.mvp.wasm
node ../../scripts/carry.js core.wasm wasm.js

# As JavaScript, in a function that is given what it imports.
wasm2js -Oz core.wasm -o core.js
{
  echo '// @ts-nocheck'
  {
    echo 'export function instantiate(imports) {'
    sed -e '/^import /d' -e '/^export /d' -e 's/: \$_[a-z0-9_]*\([,}]\|$\)/: imports\1/' core.js
    echo 'return retasmFunc; }'
  } | esbuild --minify --charset=ascii --format=esm --log-level=warning
} >wasm2js.js
node ../../scripts/doors.js .

# Whole or not at all: somebody may be looking.
rm -r snippets $name.* core.js core.mvp.wasm ${name}_bg.wasm*
cd ../..
rm -rf $dist
mv target/dist $dist
find $dist -type f -exec wc -c {} +
