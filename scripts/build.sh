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

cargo build --release --lib --target wasm32-unknown-unknown
if [ -f $dist/wasm_base64.js ] && [ $dist/wasm_base64.js -nt $wasm ] && [ $dist/wasm_base64.js -nt scripts/build.sh ]; then
  node scripts/doors.js $dist
  exit
fi
rm -rf target/dist
wasm-bindgen --target bundler --remove-name-section --remove-producers-section --out-dir target/dist $wasm
sed -i '1i // @ts-nocheck' target/dist/${name}_bg.js
wasm-opt -Oz --converge target/dist/${name}_bg.wasm -o target/dist/${name}_bg.wasm
printf "// Made of %s by scripts/build.sh.\nexport default '%s';\n" \
  ${name}_bg.wasm "$(base64 -w0 target/dist/${name}_bg.wasm)" >target/dist/wasm_base64.js
node scripts/doors.js target/dist
# Whole or not at all: somebody may be looking.
rm -rf $dist
mv target/dist $dist
wc -c $dist/*
