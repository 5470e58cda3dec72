// The class as a classic script: sets the global EventSourceWasm, which has what the ponyfill exports, and EventSource where
// the browser has none. Knows names of globals; must not know what the class does. With WebAssembly it is dist/classic.js, without it dist/legacy.js.

import { adopt } from './lib/event_source.js';
import { engine, EventSource, EventSourcePolyfill, NativeEventSource } from './index.js';
import { install } from './lib/install.js';

if (!globalThis.EventSource) install(globalThis, EventSource);

/** @type {any} */ (globalThis).EventSourceWasm = {
  adopt,
  EventSource,
  EventSourcePolyfill,
  NativeEventSource,
  get engine() {
    return engine;
  },
};
