// The Rust core: brought to life once, when the first source is constructed.
//
// Knows how the core is carried, not what it does. Importing this costs nothing and needs no browser.
//
// The WebAssembly is part of the script, so that every bundler and every plain <script type="module"> takes it
// without configuration. It is compiled at once, which takes a few milliseconds, while the first request is under way: to
// have the engine compile it in its own time took 20 longer. Where that is the only way (Chromium before 114, in pages), the
// core comes a little later. Where there is no WebAssembly, or a Content-Security-Policy forbids it, the same core comes
// compiled to JavaScript.

import { beginRequest, imports, isFetchable, serve } from '../src/browser.js';
import { carried } from './carrier.js';
import { length, text } from './dist/wasm.js';

/** What runs the core: 'wasm', 'js', or undefined while there has been no source. @type {'wasm' | 'js' | undefined} */
export let engine;
/** @type {Promise<void> | undefined} */
let coming;

/** What carries a stream unless the page says it: `fetch` where the body of a response can be read while it arrives. */
export const automatic = () =>
  typeof fetch === 'function' && typeof Response === 'function' && 'body' in Response.prototype
    ? 'fetch'
    : 'xhr';

/** Makes the request of a source whose core is still to come, so that the one takes its time while the other does. */
export function begun({ url, withCredentials, transport }) {
  if (engine || transport !== 'fetch' || !isFetchable(url)) return;
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
  if (engine) return use();
  /** @type {Promise<void>} */ (coming).then(use, (reason) => {
    // The next source tries again.
    coming = undefined;
    refuse(reason);
  });
}

function begin() {
  const bytes = carried(text, length);
  try {
    enliven('wasm', new WebAssembly.Instance(new WebAssembly.Module(bytes), { imports }));
  } catch (reason) {
    coming = arrive(bytes, reason);
  }
}

/** @param {unknown} reason why it could not be had at once */
async function arrive(bytes, reason) {
  try {
    if (!(reason instanceof RangeError)) throw reason;
    enliven('wasm', (await WebAssembly.instantiate(bytes, { imports })).instance);
  } catch {
    enliven('js', { exports: (await import('./without_wasm.js')).instantiate(imports) });
  }
}

function enliven(kind, { exports }) {
  serve(exports);
  engine = kind;
}
