// The polyfill for bundlers: leaves a native class alone; where there is none, installs a placeholder and loads the class.
// Knows which engines need which entry point. Must not know what the class does.

import { install } from './lib/install.js';
import { installPlaceholder, canUsePlaceholder } from './lib/placeholder.js';

if (!globalThis.EventSource) {
  if (canUsePlaceholder())
    installPlaceholder(globalThis, (arrived, failed) => {
      import('./index.js').then(arrived, failed);
    });
  // There is no class until it is loaded: a page that needs it at once imports eventsource-wasm/legacy.
  else import('./legacy.js').then(({ EventSource }) => install(globalThis, EventSource));
}
