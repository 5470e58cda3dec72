// The polyfill for bundlers: leaves a native class alone, and else stands in for it until it is loaded.

import { install } from './lib/install.js';
import { installPlaceholder, canUsePlaceholder } from './lib/placeholder.js';

if (!globalThis.EventSource) {
  if (canUsePlaceholder())
    installPlaceholder(globalThis, (arrived, failed) => {
      // jsdom has what a class needs, and not what its core does.
      const coming = typeof TextDecoder === 'function' ? import('./index.js') : import('./legacy.js');
      coming.then(arrived, failed);
    });
  // No class before it has come: who must have it at once takes eventsource-wasm/legacy.
  else import('./legacy.js').then(({ EventSource }) => install(globalThis, EventSource));
}
