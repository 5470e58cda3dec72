// The Rust core: brought to life once, when the first source is constructed.
//
// Knows how the core is carried, not what it does. Importing this costs nothing and needs no browser.
//
// The WebAssembly is part of the script, so that every bundler and every plain <script type="module"> takes it
// without configuration, and compiled synchronously where the engine lets it be, so that a source makes its request
// at once. Where it does not (Chromium before 114, in pages), the core comes a little later. Where there is no
// WebAssembly, or a Content-Security-Policy forbids it, the same core comes compiled to JavaScript.

import { beginRequest, fetchStreams, imports, isFetchable, serve } from '../src/browser.js';
import { carried } from './carrier.js';
import { length, text } from './dist/wasm.js';

/** Whatever module the WebAssembly names. */
const modules = new Proxy({}, { get: () => imports });

/** What runs the core: 'wasm', 'js', or undefined while there has been no source. @type {'wasm' | 'js' | undefined} */
export let engine;
/** @type {Promise<void> | undefined} */
let coming;

/** What carries a stream unless the page says it: `fetch` where the body of a response can be read while it arrives. */
export const automatic = () => (fetchStreams() ? 'fetch' : 'xhr');

/** Makes the request of a source whose core is still to come, so that the one takes its time while the other does. */
export function begun({ url, withCredentials, transport }) {
  if (engine || (transport === 'auto' ? automatic() : transport) !== 'fetch' || !isFetchable(url)) return;
  try {
    const begun = beginRequest(url, withCredentials);
    // The core may never come.
    begun.response.catch(() => {});
    return begun;
  } catch {
    // The core will see.
  }
}

/** Calls `use` when there is a core: at once if it can be had at once. Calls `refuse` if it cannot be had at all. */
export function whenCore(use, refuse) {
  if (!engine && !coming) begin();
  if (engine) use();
  else /** @type {Promise<void>} */ (coming).then(use, refuse);
}

function begin() {
  try {
    enliven('wasm', new WebAssembly.Instance(new WebAssembly.Module(carried(text, length)), modules).exports);
  } catch (reason) {
    coming = arrive(reason);
    // The next source tries again.
    coming.catch(() => (coming = undefined));
  }
}

function enliven(kind, exports) {
  serve(exports);
  engine = kind;
}

/** @param {unknown} reason why it could not be had at once */
async function arrive(reason) {
  if (reason instanceof RangeError && (await compiled())) return;
  enliven('js', (await import('./without_wasm.js')).instantiate(imports));
}

/** Whether the engine compiles it, if it may take its time. */
async function compiled() {
  try {
    const module = await WebAssembly.compile(carried(text, length));
    enliven('wasm', (await WebAssembly.instantiate(module, modules)).exports);
    return true;
  } catch {
    return false;
  }
}
