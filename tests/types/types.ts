// What TypeScript must accept and refuse, and that the class is what its declaration says. Only compiled, never run. What
// depends on the libraries that are there is in tests/package/fixtures/types.

import { EventSource, EventSourcePolyfill, NativeEventSource } from 'eventsource-wasm';
import 'eventsource-wasm/auto';
import { EventSource as Implementation } from '../../pkg/lib/event_source.js';

// The class is what its declaration says, but for what TypeScript does not see there: the constants, and that
// the inherited listeners get the source's own events.
type Unseen = 'CONNECTING' | 'OPEN' | 'CLOSED' | 'addEventListener' | 'removeEventListener';
type Parameters = ConstructorParameters<typeof EventSource>;
export const declared: new (...parameters: Parameters) => Omit<EventSource, Unseen> = Implementation;
// It stands in for the browser's.
export const native: globalThis.EventSource = new EventSource('/stream');
export const constructors: Array<typeof globalThis.EventSource | undefined> = [
  EventSource,
  EventSourcePolyfill,
  NativeEventSource,
];

const source = new EventSource(new URL('https://example.test/'), { withCredentials: true, transport: 'xhr' });
source.onmessage = (event) => event.data.toUpperCase();
source.onerror = ({ message }) => message?.length;
source.onopen = null;
source.addEventListener('price', (event) => event.lastEventId.length);
source.addEventListener('error', (event) => event.message, { once: true });
source.addEventListener('message', { handleEvent: (event) => event.type });
source.removeEventListener('message', null);
export const states: [0, 1, 2, 0] = [
  EventSource.CONNECTING,
  EventSource.OPEN,
  EventSource.CLOSED,
  source.CONNECTING,
];

// @ts-expect-error a transport that there is not
new EventSource('/stream', { transport: 'pigeon' });
// @ts-expect-error no URL
new EventSource();
// @ts-expect-error it cannot be set
source.readyState = 2;
