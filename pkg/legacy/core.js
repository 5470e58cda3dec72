// The core as JavaScript, part of the script: see ../core.js.
//
// Knows how it is brought to life. Must not know what it does. It leaves `fetch` alone unless it is asked for: this
// build is the one over XMLHttpRequest.

import { imports, serve } from '../../src/browser.js';
import { instantiate } from '../dist/wasm2js.js';

/** What runs the core: 'js', or undefined while there has been no source. */
export let engine;

/** What carries a stream unless the page says it. */
export const automatic = () => 'xhr';

/** There is nothing to wait for. */
export const begun = () => undefined;

/** Calls `use`, for there is a core. */
export function whenCore(use) {
  if (!engine) {
    serve(instantiate(imports));
    engine = 'js';
  }
  use();
}
