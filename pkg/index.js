// The ponyfill: exports the class and changes no global.
// Knows names of exports. Must not know what the class does.

import { adopt, EventSource } from './lib/event_source.js';

export { adopt, EventSource, EventSource as EventSourcePolyfill };
export { engine } from './lib/load_core.js';
export { shared } from './lib/shared_core.js';

const present = globalThis.EventSource;

/** The browser's own, as it was when this was imported, or what a placeholder has replaced; `undefined` where there is none. */
export const NativeEventSource = present && 'native' in present ? present.native : present;
