// The ponyfill: gives the class and touches no global.

import { adopt, EventSource } from './event_source.js';

export { adopt, EventSource, EventSource as EventSourcePolyfill };
export { engine } from './core.js';

/** The browser's own, as it was when this was imported; `undefined` where there is none. */
export const NativeEventSource = globalThis.EventSource;
