// Loads the core as JavaScript, which is part of the script: see ../lib/load_core.js.
//
// Knows how it is instantiated. Must not know what it does. It leaves `fetch` alone unless the page asks for it: this
// build is the one over XMLHttpRequest.

import { imports, setExports } from '../dist/glue.js';
import { instantiate } from '../dist/portable_core.js';
import { hasGrown, setMemory } from '../lib/memory.js';

/** What runs the core: 'js', or undefined while there has been no source. */
export let engine;

/** The transport of a source unless the page chooses one. */
export const automaticTransport = () => 'xhr';

/** Calls `loaded`: there is nothing to wait for. */
export function loadCore(loaded) {
  if (!engine) {
    const exports = instantiate(imports, hasGrown);
    setMemory(setExports(exports), exports);
    engine = 'js';
  }
  loaded();
}
