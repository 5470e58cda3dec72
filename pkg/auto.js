// The polyfill for bundlers: leaves a native class alone, and else stands in for it until it is loaded.

import { install } from './install.js';
import { standIn, standsIn } from './stand_in.js';

if (!globalThis.EventSource) {
  if (standsIn()) standIn(globalThis, (arrived, failed) => void import('./index.js').then(arrived, failed));
  // No class before it has come: who must have it at once takes eventsource-wasm/legacy.
  else import('./legacy.js').then(({ EventSource }) => install(globalThis, EventSource));
}
