/**
 * The HTML Standard's EventSource, in Rust and WebAssembly.
 *
 * https://html.spec.whatwg.org/multipage/server-sent-events.html
 */

/** How a source is made. Each member is off or the standard's by default. */
export interface EventSourceInit {
  /** Whether credentials (cookies, HTTP authentication) go with requests to other origins. Default: `false`. */
  withCredentials?: boolean;
  /**
   * What carries the streams: `'fetch'`, `'xhr'` (XMLHttpRequest, read while it grows), or `'auto'`: `fetch`
   * where the body of its response can be read while it arrives, else XMLHttpRequest. Default: `'auto'`.
   */
  transport?: 'auto' | 'fetch' | 'xhr';
}

/** An `error` event. */
export interface EventSourceErrorEvent extends Event {
  /** What is wrong, where it is nothing that the standard knows: an event of the stream is too large. */
  readonly message?: string;
}

/** The events of the interface. Those that the server names are `MessageEvent`s too. */
export interface EventSourceEventMap {
  open: Event;
  message: MessageEvent<string>;
  error: EventSourceErrorEvent;
}

/** https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface */
export class EventSource extends EventTarget {
  /**
   * Connects at once.
   *
   * @param url resolved against the document's base URL, or the worker's address
   * @throws {DOMException} a `SyntaxError`, if the URL does not parse
   * @throws {TypeError} if an option has a value that it cannot have
   */
  constructor(url: string | URL, eventSourceInitDict?: EventSourceInit);

  /**
   * A source of a stream that somebody else has got, as of a `fetch` with its own headers. Its `url` is
   * `about:event-stream`, the origin of its messages `null`; it does not reconnect: the end of the stream is an
   * `error`, and CLOSED. Proposed for the standard: https://github.com/whatwg/html/pull/12272.
   *
   * @throws {TypeError} if it is no `ReadableStream`, or one that is locked
   */
  static fromReadableStream(stream: ReadableStream<Uint8Array>): EventSource;

  static readonly CONNECTING: 0;
  static readonly OPEN: 1;
  static readonly CLOSED: 2;
  readonly CONNECTING: 0;
  readonly OPEN: 1;
  readonly CLOSED: 2;

  /** Absolute and serialised. */
  readonly url: string;
  readonly withCredentials: boolean;
  /** `CONNECTING` (also between two connections), `OPEN` or `CLOSED`. */
  readonly readyState: 0 | 1 | 2;
  /**
   * The last event ID: what the next request sends as `Last-Event-ID`. In the handler of a message, that message's.
   * Proposed for the standard.
   */
  readonly lastEventId: string;
  /** How long the source waits before it reconnects, in milliseconds. Proposed for the standard. */
  readonly reconnectionTime: number;
  /**
   * What carries the streams; `'stream'` if it is somebody else's; `'auto'` while the door `auto` has not loaded the
   * class yet. Not in the standard.
   */
  readonly transport: 'auto' | 'fetch' | 'xhr' | 'stream';

  onopen: ((this: globalThis.EventSource, event: Event) => any) | null;
  onmessage: ((this: globalThis.EventSource, event: MessageEvent<string>) => any) | null;
  onerror: ((this: globalThis.EventSource, event: EventSourceErrorEvent) => any) | null;

  /** Ends the connection for good: no event is dispatched any more. */
  close(): void;

  addEventListener<K extends keyof EventSourceEventMap>(
    type: K,
    listener: (this: EventSource, event: EventSourceEventMap[K]) => any,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: (this: EventSource, event: MessageEvent<string>) => any,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof EventSourceEventMap>(
    type: K,
    listener: (this: EventSource, event: EventSourceEventMap[K]) => any,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: (this: EventSource, event: MessageEvent<string>) => any,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | EventListenerOptions,
  ): void;
}

/** The same class, by the name that polyfills have given it. */
export { EventSource as EventSourcePolyfill };

/** The browser's own class; `undefined` where there is none. */
export const NativeEventSource: typeof globalThis.EventSource | undefined;

/** What runs the core: `'js'` where there is no WebAssembly, or a Content-Security-Policy forbids it; before the first source `undefined`. */
export let engine: 'wasm' | 'js' | undefined;
