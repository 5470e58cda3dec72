#!/usr/bin/env bash
# Builds pkg/dist: cargo → wasm-bindgen → wasm-opt → base64 → the doors that npm ships. What is up to date is not
# built again, but for the doors, which cost nothing.
. "$(dirname "$0")/environment.sh"
install_for_build

if [ -f pkg/.gitignore ]; then
  echo 'A bare `wasm-pack build` has written over pkg/. This brings it back: git checkout pkg && git clean -fX pkg' >&2
  exit 1
fi

name=eventsource_wasm
wasm=target/wasm32-unknown-unknown/release/$name.wasm
dist=pkg/dist

# One crate type alone: with two, Cargo leaves out the optimisation of the whole.
cargo rustc --release --lib --crate-type cdylib --features lean --target wasm32-unknown-unknown
if [ -f $dist/wasm_base64.js ] && [ $dist/wasm_base64.js -nt $wasm ] && [ $dist/wasm_base64.js -nt scripts/build.sh ]; then
  node scripts/doors.js $dist
  exit
fi
rm -rf target/dist
wasm-bindgen --target bundler --remove-name-section --remove-producers-section --out-dir target/dist $wasm
# The bindings, and src/browser.js which the WebAssembly imports as well, as one file.
(cd target/dist && printf "export * from '%s';\n" ./${name}_bg.js ./snippets/*/src/browser.js >${name}.js)
esbuild target/dist/$name.js --bundle --minify --format=esm --banner:js='// @ts-nocheck' \
  --log-level=warning --allow-overwrite --outfile=target/dist/${name}_bg.js
rm -r target/dist/snippets target/dist/$name.*
wasm-opt -Oz --converge target/dist/${name}_bg.wasm -o target/dist/${name}_bg.wasm
printf "// Made of %s by scripts/build.sh.\nexport default '%s';\n" \
  ${name}_bg.wasm "$(base64 -w0 target/dist/${name}_bg.wasm)" >target/dist/wasm_base64.js
node scripts/doors.js target/dist
# Whole or not at all: somebody may be looking.
rm -rf $dist
mv target/dist $dist
wc -c $dist/*
