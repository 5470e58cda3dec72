// Loads the Rust core: once, when the first source is constructed.
//
// Knows how the core is embedded and compiled, not what it does. Importing this has no side effects and needs no browser.
//
// The WebAssembly is part of the script, so that every bundler and every plain <script type="module"> takes it
// without configuration. It is compiled at once, which takes a few milliseconds: asynchronous compiling was measured to
// take 20 longer. Where that is the only way (Chromium before 114, in pages), the core comes a little later. Where there
// is no WebAssembly, or a Content-Security-Policy forbids it, the same core comes compiled to JavaScript.

import { length, text } from '../dist/core.js';
import { imports, setExports } from '../dist/glue.js';
import { decodeEmbedded } from './embedded_bytes.js';
import { hasGrown, setMemory } from './memory.js';

/** What runs the core: 'wasm', 'js', or undefined while there has been no source. @type {'wasm' | 'js' | undefined} */
export let engine;
/** @type {Promise<void> | undefined} */
let loading;

export { automaticTransport } from './automatic_transport.js';

/** Calls `loaded` when there is a core: at once if that is possible. Calls `failed` if there cannot be one. */
export function loadCore(loaded, failed) {
  if (!engine && !loading) begin();
  if (engine) return loaded();
  const current = /** @type {Promise<void>} */ (loading);
  current.then(loaded, (reason) => {
    // The next source tries again, unless one does already: there must not be two cores.
    if (loading === current) loading = undefined;
    failed(reason);
  });
}

function begin() {
  const bytes = decodeEmbedded(text, length);
  try {
    use('wasm', new WebAssembly.Instance(new WebAssembly.Module(bytes), /** @type {any} */ (imports)));
  } catch (reason) {
    loading = beginLater(bytes, reason);
  }
}

/** @param {unknown} reason why it could not be done at once */
async function beginLater(bytes, reason) {
  try {
    if (!(reason instanceof RangeError)) throw reason;
    use('wasm', (await WebAssembly.instantiate(bytes, /** @type {any} */ (imports))).instance);
  } catch {
    const { instantiate } = await import('../without_wasm.js');
    use('js', { exports: instantiate(imports, hasGrown) });
  }
}

function use(kind, { exports }) {
  setMemory(setExports(exports), exports);
  engine = kind;
}
