// The Rust core: brought to life once, when the first source is constructed.
//
// Knows how the WebAssembly is carried, not what it does. Importing this costs nothing and needs no browser.
//
// The module is inlined as base64, so that every bundler and every plain <script type="module"> takes it
// without configuration, and compiled synchronously, so that a constructor works on the line after the import.

import * as glue from './dist/eventsource_wasm_bg.js';
import base64 from './dist/wasm_base64.js';

let loaded = false;

/** The exports of src/event_source.rs. */
export function loadCore() {
  if (!loaded) {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    // Whatever module the WebAssembly names, all of them are in the one.
    const imports = new Proxy({}, { get: () => glue });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), imports);
    glue.__wbg_set_wasm(exports);
    /** @type {any} */ (exports).__wbindgen_start();
    loaded = true;
  }
  return glue;
}
