// The ponyfill: gives the class and touches no global.

import { EventSource } from './event_source.js';

export { EventSource, EventSource as EventSourcePolyfill };

/** The browser's own, as it was when this was imported; `undefined` where there is none. */
export const NativeEventSource = globalThis.EventSource;
