// Loads the core as JavaScript, which is part of the script: see ../lib/load_core.js. For service workers and other places
// that have no import() and where a Content-Security-Policy forbids WebAssembly.
//
// Knows how it is instantiated. Must not know what it does.

import { imports, setExports } from '../dist/glue.js';
import { instantiate } from '../dist/portable_core.js';
import { hasGrown, setMemory } from '../lib/memory.js';

export { automaticTransport } from '../lib/automatic_transport.js';

/** What runs the core: 'js', or undefined while there has been no source. @type {'js' | undefined} */
export let engine;

/** Calls `loaded`: there is nothing to wait for. */
export function loadCore(loaded) {
  if (!engine) {
    const exports = instantiate(imports, hasGrown);
    setMemory(setExports(exports), exports);
    engine = 'js';
  }
  loaded();
}
