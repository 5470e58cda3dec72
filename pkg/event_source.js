// The WebIDL skin: what a page sees of the interface EventSource, and how an event looks.
//
// Knows names, property descriptors and conversions, as Web IDL and the HTML Standard have them
// (https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface). No state and no
// protocol: those are asked of the core, the Rust object behind each instance. Written so that the build for old
// engines (see legacy/) can be made of it: no Map, no Symbol but where there is one.

import { Batch } from './batch.js';
import { automatic, begun, whenCore } from './core.js';
import { messageEvent } from './message_event.js';
import { Occupant } from './occupant.js';
import { inTurns } from './turns.js';

const { addEventListener, dispatchEvent, removeEventListener } = EventTarget.prototype;

/** Of readyState; also members of the interface and its prototype. */
const CONSTANTS = { CONNECTING: 0, OPEN: 1, CLOSED: 2 };

/** Of sources of somebody else's stream. */
const STREAM_URL = 'about:event-stream';

/** Of schemes whose hosts are domains: https://url.spec.whatwg.org/#special-scheme */
const SPECIAL = /^(https?|wss?|ftp):$/;

const TRANSPORTS = ['auto', 'fetch', 'xhr'];

/** What a constructor is given in place of its arguments, by nobody but this file. */
class Ticket {
  /**
   * @param {Vacancy} vacancy
   * @param {object} [stream] the reader of somebody else's
   */
  constructor(vacancy, stream) {
    this.vacancy = vacancy;
    this.stream = stream;
  }
}

/**
 * What does not change of a source; and stands for its core until that has come, and when the source is closed: a source
 * without a request.
 */
class Vacancy {
  readyState = CONSTANTS.CONNECTING;
  lastEventId = '';
  reconnectionTime = 3000;
  /** The request that has been made already, if there is one. @type {{ controller?: AbortController } | undefined} */
  begun;

  constructor(url, withCredentials, transport) {
    this.url = url;
    this.withCredentials = withCredentials;
    this.transport = transport === 'auto' ? automatic() : transport;
  }

  close() {
    this.readyState = CONSTANTS.CLOSED;
    this.begun?.controller?.abort();
  }

  /** Is what the core was in the end. */
  succeed({ lastEventId, reconnectionTime }) {
    this.readyState = CONSTANTS.CLOSED;
    this.lastEventId = lastEventId;
    this.reconnectionTime = reconnectionTime;
  }
}

export class EventSource extends EventTarget {
  #core;
  #vacancy;
  /** @type {Record<string, { callback: any, listener: (event: Event) => void }>} */
  #handlers = {};
  /** The last event ID of the message that is being dispatched: the core has already read on. */
  #dispatched;

  /**
   * @param {string | URL} url
   * @param {import('./index.js').EventSourceInit} [eventSourceInitDict]
   */
  constructor(url, eventSourceInitDict = undefined) {
    if (arguments.length === 0) {
      throw new TypeError('1 argument required, but only 0 present.');
    }
    super();
    const /** @type {any} */ given = url;
    this.#begin(given instanceof Ticket ? given : toTicket(url, eventSourceInitDict));
  }

  /** Proposed for the standard: https://github.com/whatwg/html/pull/12272 */
  static fromReadableStream(stream) {
    if (typeof stream?.getReader !== 'function') {
      throw new TypeError('fromReadableStream() takes a ReadableStream.');
    }
    const ticket = new Ticket(new Vacancy(STREAM_URL, false, 'stream'), stream.getReader());
    return new EventSource(/** @type {any} */ (ticket));
  }

  get url() {
    return this.#vacancy.url;
  }

  get withCredentials() {
    return this.#vacancy.withCredentials;
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
    return /** @type {'fetch' | 'xhr' | 'stream'} */ (this.#vacancy.transport);
  }

  close() {
    this.#core.close();
  }

  /** The core may be long in coming; what happens to the source meanwhile, happens to the vacancy. */
  #begin({ vacancy, stream }) {
    const isVacant = () => vacancy.readyState !== CONSTANTS.CLOSED;
    this.#core = this.#vacancy = vacancy;
    if (!isVacant()) return;
    const { url, withCredentials } = vacancy;
    const batch = new Batch();
    const skin = {
      url,
      withCredentials,
      stream,
      begun: (vacancy.begun = begun(vacancy)),
      origin: '',
      report: 0,
      fireOpen: () => this.#fire(new Event('open')),
      fireError: (limit) =>
        this.#fire(errorEvent(limit ? `an event of the stream is larger than ${limit} bytes` : undefined)),
      fireMessages: () => {
        batch.begin(skin.report);
        this.#fireMessages(batch, skin.origin);
      },
      dismiss: () => {
        vacancy.succeed(this.#core);
        this.#core = vacancy;
      },
    };
    whenCore(
      () => {
        if (!isVacant()) return;
        vacancy.begun = undefined;
        this.#core = new Occupant(skin, vacancy.transport !== 'xhr', !stream);
      },
      (error) => {
        if (!isVacant()) return;
        vacancy.close();
        this.#fire(errorEvent(`the engine of the event source could not be loaded: ${error}`));
      },
    );
  }

  #fire(event) {
    dispatchEvent.call(this, event);
  }

  /** One turn a message. */
  #fireMessages(batch, origin) {
    const core = this.#core;
    let before = 0;
    inTurns(() => {
      // Closed by a handler.
      if (this.#core !== core) return false;
      if (!batch.next()) {
        if (core.readyState === CONSTANTS.OPEN) this.#dispatched = undefined;
        core.dispatched();
        return false;
      }
      const { type, data, lastEventId } = batch;
      this.#dispatched = lastEventId;
      this.#fire(messageEvent(type || 'message', data, origin, lastEventId, before));
      before += 1;
      return true;
    });
  }

  #handler(type) {
    return this.#handlers[type]?.callback ?? null;
  }

  /** https://html.spec.whatwg.org/multipage/webappapis.html#event-handler-idl-attributes */
  #setHandler(type, value) {
    const handler = this.#handlers[type];
    if (!isObject(value)) {
      // Deactivated: set again, it is behind the listeners that are there by then.
      removeEventListener.call(this, type, handler?.listener ?? null);
      delete this.#handlers[type];
    } else if (handler) {
      handler.callback = value;
    } else {
      const created = { callback: value, listener: (event) => call(created.callback, event) };
      this.#handlers[type] = created;
      addEventListener.call(this, type, created.listener);
    }
  }
}

try {
  // Whatever a minifier calls it.
  Object.defineProperty(EventSource, 'name', { value: 'EventSource' });
} catch {
  // Old engines do not let themselves be told.
}
const enumerable = { enumerable: true };
Object.defineProperty(EventSource, 'fromReadableStream', enumerable);
for (const name of ['url', 'withCredentials', 'readyState', 'onopen', 'onmessage', 'onerror', 'close']) {
  Object.defineProperty(EventSource.prototype, name, enumerable);
}
for (const name of /** @type {(keyof typeof CONSTANTS)[]} */ (Object.keys(CONSTANTS))) {
  const constant = { value: CONSTANTS[name], enumerable: true };
  Object.defineProperty(EventSource, name, constant);
  Object.defineProperty(EventSource.prototype, name, constant);
}
if (typeof Symbol === 'function') {
  Object.defineProperty(EventSource.prototype, Symbol.toStringTag, {
    value: 'EventSource',
    configurable: true,
  });
}

/**
 * Makes an EventSource of an event target that has stood for one: see stand_in.js. `closed` says that it was closed
 * meanwhile.
 */
export function adopt(target, url, eventSourceInitDict, closed) {
  const ticket = toTicket(url, eventSourceInitDict);
  if (closed) ticket.vacancy.close();
  // What `super()` calls, for this once.
  Object.setPrototypeOf(EventSource, function () {
    return target;
  });
  try {
    new EventSource(/** @type {any} */ (ticket));
  } finally {
    Object.setPrototypeOf(EventSource, EventTarget);
  }
}

/** Steps 2 to 5 of the constructor. */
function toTicket(url, eventSourceInitDict) {
  const address = `${url}`;
  const { transport, withCredentials } = toEventSourceInit(eventSourceInitDict);
  return new Ticket(new Vacancy(parseURL(address), withCredentials, transport));
}

/** Steps 3 and 4 of the constructor: resolves against the document's base URL or the worker's address. */
function parseURL(url) {
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  try {
    const { href, hostname, protocol } = new URL(url, base);
    // Deviation of Chromium's URL parser, put right: it takes a space in a host for %20, where the standard has no
    // such host: https://url.spec.whatwg.org/#forbidden-domain-code-point
    if (!SPECIAL.test(protocol) || hostname.indexOf('%') < 0) return href;
  } catch {
    // What was thrown is a TypeError, where this interface has a DOMException.
  }
  throw new DOMException(`The URL '${url}' is invalid.`, 'SyntaxError');
}

/** Converts to the dictionary EventSourceInit, with the member that this package adds. */
function toEventSourceInit(value) {
  if (value !== undefined && value !== null && !isObject(value)) {
    throw new TypeError('eventSourceInitDict is not an object.');
  }
  const { transport = 'auto', withCredentials = false } = value ?? {};
  const name = `${transport}`;
  if (TRANSPORTS.indexOf(name) < 0) {
    throw new TypeError(`The transport '${name}' is not one of 'auto', 'fetch' and 'xhr'.`);
  }
  return { transport: name, withCredentials: Boolean(withCredentials) };
}

/** https://html.spec.whatwg.org/multipage/webappapis.html#the-event-handler-processing-algorithm */
function call(callback, event) {
  // An object that is no function is kept as the attribute's value, and does nothing.
  if (typeof callback === 'function' && Reflect.apply(callback, event.currentTarget, [event]) === false) {
    event.preventDefault();
  }
}

/** Deviation: where there is something to say that the standard keeps silent about, the event says it. */
function errorEvent(message) {
  const event = new Event('error');
  if (message !== undefined) {
    Object.defineProperty(event, 'message', { value: message, enumerable: true, configurable: true });
  }
  return event;
}

function isObject(value) {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}
