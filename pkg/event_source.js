// The WebIDL skin: what a page sees of the interface EventSource, and how an event looks.
//
// Knows names, property descriptors and conversions, as Web IDL and the HTML Standard have them
// (https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface). No state and no
// protocol: those are asked of the core, the Rust object behind each instance.

import { loadCore } from './core.js';

const { Event, EventTarget, MessageEvent } = globalThis;
const { addEventListener, dispatchEvent, removeEventListener } = EventTarget.prototype;

/** Of readyState; also members of the interface and its prototype. */
const CONSTANTS = { CONNECTING: 0, OPEN: 1, CLOSED: 2 };

/** The width of the table of spans: see `Batch::utf16_spans` in src/batch.rs. */
const ROW = 6;

/**
 * What a constructor is given in place of a URL, by nobody but fromReadableStream().
 *
 * @type {WeakMap<any, ReadableStream>}
 */
const streams = new WeakMap();

export class EventSource extends EventTarget {
  #core;
  /** @type {Map<string, { callback: any, listener: (event: Event) => void }>} */
  #handlers = new Map();
  /** The last event ID of the message that is being dispatched: the core has already read on. */
  #dispatched;

  /**
   * @param {string | URL} url
   * @param {import('./index.js').EventSourceInit} [eventSourceInitDict]
   */
  constructor(url, eventSourceInitDict = undefined) {
    if (arguments.length === 0) {
      throw new TypeError("Failed to construct 'EventSource': 1 argument required, but only 0 present.");
    }
    super();
    const skin = {
      fireOpen: () => this.#fire(new Event('open')),
      fireError: (limit) => this.#fire(errorEvent(limit)),
      fireMessages: (text, spans, origin) => this.#fireMessages(text, spans, origin),
    };
    const { EventSource: Core } = loadCore();
    if (streams.has(url)) {
      this.#core = Core.fromReadableStream(streams.get(url), skin);
    } else {
      const address = `${url}`;
      const { transport, withCredentials } = toEventSourceInit(eventSourceInitDict);
      this.#core = new Core(address, withCredentials, transport, skin);
    }
  }

  /** Proposed for the standard: https://github.com/whatwg/html/pull/12272 */
  static fromReadableStream(stream) {
    if (typeof stream?.getReader !== 'function') {
      throw new TypeError("Failed to execute 'fromReadableStream' on 'EventSource': not a ReadableStream.");
    }
    const ticket = {};
    streams.set(ticket, stream);
    return new EventSource(/** @type {any} */ (ticket));
  }

  get url() {
    return this.#core.url;
  }

  get withCredentials() {
    return this.#core.withCredentials;
  }

  get readyState() {
    return /** @type {0 | 1 | 2} */ (this.#core.readyState);
  }

  get onopen() {
    return this.#handler('open');
  }

  set onopen(value) {
    this.#setHandler('open', value);
  }

  get onmessage() {
    return this.#handler('message');
  }

  set onmessage(value) {
    this.#setHandler('message', value);
  }

  get onerror() {
    return this.#handler('error');
  }

  set onerror(value) {
    this.#setHandler('error', value);
  }

  /** Proposed for the standard: of the message that was dispatched last, or what an `id` after it has set. */
  get lastEventId() {
    return this.#dispatched ?? this.#core.lastEventId;
  }

  /** Proposed for the standard, in milliseconds. */
  get reconnectionTime() {
    return this.#core.reconnectionTime;
  }

  /** Beyond the standard: what carries the streams. */
  get transport() {
    return /** @type {'fetch' | 'xhr' | 'stream'} */ (this.#core.transport);
  }

  close() {
    this.#core.close();
  }

  #fire(event) {
    dispatchEvent.call(this, event);
  }

  /**
   * One decoded text a batch, one row of the table a message.
   *
   * The next message comes in a microtask of its own: after what the handlers of this one have put off, with a
   * promise or queueMicrotask(). Deviation: what they put off twice comes after the next message, where the
   * browser's own object has all microtasks run first. A task a message would do the same, at many times the
   * cost; this costs a twentieth in Chromium (queueMicrotask() would cost a third).
   */
  async #fireMessages(text, spans, origin) {
    const core = this.#core;
    const typeOf = slicer(text);
    const lastEventIdOf = slicer(text);
    for (let row = 0; row < spans.length && core.readyState === CONSTANTS.OPEN; row += ROW) {
      const type = typeOf(spans[row], spans[row + 1]) || 'message';
      const lastEventId = lastEventIdOf(spans[row + 2], spans[row + 3]);
      const data = text.slice(spans[row + 4], spans[row + 5]);
      this.#dispatched = lastEventId;
      this.#fire(new MessageEvent(type, { data, origin, lastEventId }));
      await undefined;
    }
    if (core.readyState === CONSTANTS.OPEN) this.#dispatched = undefined;
    core.dispatched();
  }

  #handler(type) {
    return this.#handlers.get(type)?.callback ?? null;
  }

  /** https://html.spec.whatwg.org/multipage/webappapis.html#event-handler-idl-attributes */
  #setHandler(type, value) {
    const handler = this.#handlers.get(type);
    if (!isObject(value)) {
      // Deactivated: set again, it is behind the listeners that are there by then.
      removeEventListener.call(this, type, handler?.listener ?? null);
      this.#handlers.delete(type);
    } else if (handler) {
      handler.callback = value;
    } else {
      const created = { callback: value, listener: (event) => call(created.callback, event) };
      this.#handlers.set(type, created);
      addEventListener.call(this, type, created.listener);
    }
  }
}

// Whatever a minifier calls it.
Object.defineProperty(EventSource, 'name', { value: 'EventSource' });
const enumerable = { enumerable: true };
Object.defineProperty(EventSource, 'fromReadableStream', enumerable);
for (const name of ['url', 'withCredentials', 'readyState', 'onopen', 'onmessage', 'onerror', 'close']) {
  Object.defineProperty(EventSource.prototype, name, enumerable);
}
for (const [name, value] of Object.entries(CONSTANTS)) {
  Object.defineProperty(EventSource, name, { value, enumerable: true });
  Object.defineProperty(EventSource.prototype, name, { value, enumerable: true });
}
Object.defineProperty(EventSource.prototype, Symbol.toStringTag, {
  value: 'EventSource',
  configurable: true,
});

/** Converts to the dictionary EventSourceInit, with the member that this package adds. */
function toEventSourceInit(value) {
  if (value !== undefined && value !== null && !isObject(value)) {
    throw new TypeError(
      "Failed to construct 'EventSource': The provided value is not of type 'EventSourceInit'.",
    );
  }
  const { transport = 'auto', withCredentials = false } = value ?? {};
  return { transport: `${transport}`, withCredentials: Boolean(withCredentials) };
}

/** Slices a text; the same place as the time before is the same string. */
function slicer(text) {
  let start = 0;
  let end = 0;
  let slice = '';
  return (newStart, newEnd) => {
    if (newStart !== start || newEnd !== end) {
      start = newStart;
      end = newEnd;
      slice = text.slice(start, end);
    }
    return slice;
  };
}

/** https://html.spec.whatwg.org/multipage/webappapis.html#the-event-handler-processing-algorithm */
function call(callback, event) {
  // An object that is no function is kept as the attribute's value, and does nothing.
  if (typeof callback === 'function' && Reflect.apply(callback, event.currentTarget, [event]) === false) {
    event.preventDefault();
  }
}

/** Deviation: a stream with an event beyond the limit fails, and the event says so. */
function errorEvent(limit) {
  const event = new Event('error');
  if (limit !== undefined) {
    const message = `an event of the stream is larger than ${limit} bytes`;
    Object.defineProperty(event, 'message', { value: message, enumerable: true, configurable: true });
  }
  return event;
}

function isObject(value) {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}
