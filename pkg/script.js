// The class as a classic script: the global EventSourceWasm has what the ponyfill exports, and EventSource is there
// where the browser has none. With WebAssembly it is dist/classic.js, without it dist/legacy.js.

import { EventSource } from './index.js';
import { install } from './install.js';

if (!globalThis.EventSource) install(globalThis, EventSource);

export * from './index.js';
