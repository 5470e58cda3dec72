// What TypeScript must accept and refuse, and that the class is what its declaration says. Only compiled, never run. What
// depends on the libraries that are there is in tests/package/fixtures/types.

import { EventSource, EventSourcePolyfill, NativeEventSource } from 'eventsource-wasm';
import 'eventsource-wasm/auto';
import type {
  EventSource as Theirs,
  EventSourceConstructor as TheirConstructor,
  EventSourceInit as TheirOptions,
} from 'eventsource';
import { EventSource as Implementation } from '../../pkg/lib/event_source.js';

// The class is what its declaration says, but for what TypeScript does not see there: the constants, that the inherited
// listeners get the source's own events, and the name of the iterator, which old engines do not have.
type Unseen =
  'CONNECTING' | 'OPEN' | 'CLOSED' | 'addEventListener' | 'removeEventListener' | typeof Symbol.asyncIterator;
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

// It stands in for the class of the package `eventsource`, and takes its options.
export const theirs: Theirs = new EventSource('/stream');
declare const options: TheirOptions;
new EventSource('/stream', options);
new EventSource('/stream', { fetch: options.fetch });
export const classes: TheirConstructor[] = [EventSource];

// @ts-expect-error a transport that there is not
new EventSource('/stream', { transport: 'pigeon' });
// @ts-expect-error no URL
new EventSource();
// @ts-expect-error it cannot be set
source.readyState = 2;
