// Memory of the core that a closed source has left, where no FinalizationRegistry frees it with the source.
// Knows what a closed source still says of itself. Must not know why it is closed.

import { PendingCore } from '../lib/pending_core.js';
import { root } from './root.js';

/** Frees a core that is closed; `replace` takes what is asked in its place from then on. */
export function releaseCore(core, replace) {
  const { free } = core;
  if (root.FinalizationRegistry || !free || core.readyState !== 2) return;
  core.free = undefined;
  // Not at once: its own functions may have called this.
  setTimeout(() => {
    const closed = new PendingCore(core);
    closed.close();
    replace(closed);
    free.call(core);
  });
}
