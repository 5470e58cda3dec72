// The polyfill: installs the class where the browser has none, and leaves a native one alone.

import { EventSource } from './index.js';

if (typeof globalThis.EventSource === 'undefined') {
  Object.defineProperty(globalThis, 'EventSource', {
    value: EventSource,
    writable: true,
    enumerable: false,
    configurable: true,
  });
}
