// The WebIDL class: what a page sees of the interface EventSource, and how an event looks.
//
// Knows names, property descriptors and conversions, as Web IDL and the HTML Standard have them
// (https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface). No state and no
// protocol: those are asked of the core, the Rust object behind each instance. Written so that the build for old
// engines (see ../legacy/) can be made of it: no Map, no Symbol but where there is one.

import { EventSourceCore } from '../dist/glue.js';
import { parseArguments, parseStream } from './arguments.js';
import { getHandler, setHandler } from './handlers.js';
import { automaticTransport, loadCore } from './load_core.js';
import { nameMembers } from './member_names.js';
import { messageEvent } from './message_event.js';
import { MessageReader } from './message_reader.js';
import { inMicrotasks } from './microtasks.js';
import { PendingCore } from './pending_core.js';
import { dispatchEvent, EventTarget_ as EventTarget, Event_ as Event } from './realm.js';
import { releaseCore } from './release_core.js';

/** Of readyState; also members of the interface and its prototype. */
const CONSTANTS = { CONNECTING: 0, OPEN: 1, CLOSED: 2 };

/** What the constructor makes of its arguments. Only this file can construct a source of one. */
class Parsed {
  /** Of a source that was a placeholder: makes the first request. @type {(() => void) | undefined} */
  connect;

  /**
   * @param {{ url: string, withCredentials: boolean, transport: string, reader?: any }} parsed see arguments.js
   * @param {import('./handlers.js').Handlers} [handlers] those that the page has set already
   */
  constructor({ url, withCredentials, transport, reader }, handlers) {
    this.url = url;
    this.withCredentials = withCredentials;
    this.transport = transport === 'auto' ? automaticTransport() : transport;
    this.reader = reader;
    this.isAdopted = Boolean(handlers);
    this.handlers = handlers ?? {};
  }
}

export class EventSource extends EventTarget {
  /** @type {PendingCore | InstanceType<typeof EventSourceCore>} */
  #core = new PendingCore();
  /** @type {Parsed} */
  #parsed;
  /** Counts batches, so that what is left of one that was cancelled is known. */
  #batch = 0;
  /** The last event ID of the message that is being dispatched: the core has already read on. */
  #dispatched;

  /**
   * @param {any} url
   * @param {import('../index.js').EventSourceInit} [eventSourceInitDict]
   */
  constructor(url, eventSourceInitDict = undefined) {
    if (arguments.length === 0) {
      throw new TypeError('1 argument required, but only 0 present.');
    }
    super();
    const /** @type {any} */ given = url;
    this.#parsed = given instanceof Parsed ? given : new Parsed(parseArguments(url, eventSourceInitDict));
    if (this.#parsed.isAdopted) this.#parsed.connect = () => this.#begin();
    else this.#begin();
  }

  /** Proposed for the standard: https://github.com/whatwg/html/pull/12272 */
  static fromReadableStream(stream) {
    return new EventSource(/** @type {any} */ (new Parsed(parseStream(stream))));
  }

  get url() {
    return this.#parsed.url;
  }

  get withCredentials() {
    return this.#parsed.withCredentials;
  }

  get readyState() {
    return /** @type {0 | 1 | 2} */ (this.#core.readyState);
  }

  get onopen() {
    return getHandler(this.#parsed.handlers, 'open');
  }

  set onopen(value) {
    setHandler(this, this.#parsed.handlers, 'open', value);
  }

  get onmessage() {
    return getHandler(this.#parsed.handlers, 'message');
  }

  set onmessage(value) {
    setHandler(this, this.#parsed.handlers, 'message', value);
  }

  get onerror() {
    return getHandler(this.#parsed.handlers, 'error');
  }

  set onerror(value) {
    setHandler(this, this.#parsed.handlers, 'error', value);
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
    return /** @type {'fetch' | 'xhr' | 'stream'} */ (this.#parsed.transport);
  }

  close() {
    this.#core.close();
    this.#release();
  }

  #release() {
    releaseCore(this.#core, (closed) => {
      this.#core = closed;
    });
  }

  /** Until the core is loaded, what happens to the source happens to the pending core. */
  #begin() {
    const pending = this.#core;
    const { url, withCredentials, transport, reader } = this.#parsed;
    if (pending.readyState === CONSTANTS.CLOSED) return;
    loadCore(
      () => {
        if (pending.readyState === CONSTANTS.CLOSED) return;
        const target = this.#target();
        const core = (this.#core = reader
          ? EventSourceCore.overStream(target, url, reader)
          : new EventSourceCore(target, url, withCredentials, transport === 'fetch'));
        // The page's own fetch may have closed it.
        if (pending.readyState === CONSTANTS.CLOSED) core.close();
      },
      (error) => {
        if (pending.readyState === CONSTANTS.CLOSED) return;
        pending.close();
        this.#fire(errorEvent(`the core of the event source could not be loaded: ${error}`, error));
      },
    );
  }

  /** What the core asks of this object: see src/event_source/target.rs. */
  #target() {
    const reader = new MessageReader();
    const target = {
      origin: '',
      fireOpen: () => this.#fire(new Event('open')),
      fireError: (message, cause) => {
        this.#fire(errorEvent(message, cause));
        this.#release();
      },
      dispatchMessages: (text, textLength, table, tableLength, rawText, rawTable) => {
        reader.begin(text, textLength, table, tableLength, rawText, rawTable);
        this.#dispatchMessages(reader, target.origin);
      },
      cancelMessages: () => {
        this.#batch += 1;
      },
    };
    return target;
  }

  #fire(event) {
    dispatchEvent.call(this, event);
  }

  /** Each message in a microtask of its own. */
  #dispatchMessages(reader, origin) {
    const batch = (this.#batch += 1);
    let before = 0;
    inMicrotasks(() => {
      // The rest has been cancelled.
      if (this.#batch !== batch) return false;
      if (!reader.next()) {
        this.#dispatched = undefined;
        /** @type {InstanceType<typeof EventSourceCore>} */ (this.#core).dispatched();
        return false;
      }
      const { type, data, lastEventId } = reader;
      this.#dispatched = lastEventId;
      this.#fire(messageEvent(type || 'message', data, origin, lastEventId, before));
      before += 1;
      return true;
    });
  }
}

try {
  // Whatever a minifier calls it.
  Object.defineProperty(EventSource, 'name', { value: 'EventSource' });
} catch {
  // Old engines do not let themselves be told.
}
nameMembers(EventSource);
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
 * Makes an EventSource of an event target that was a placeholder for one, with its arguments as arguments.js has parsed
 * them and its handlers as handlers.js keeps them: see placeholder.js. Returns a function that makes the first request.
 */
export function adopt(target, parsedArguments, handlers) {
  const parsed = new Parsed(parsedArguments, handlers);
  // What `super()` calls, for this once.
  Object.setPrototypeOf(EventSource, function () {
    return target;
  });
  try {
    new EventSource(/** @type {any} */ (parsed));
  } finally {
    Object.setPrototypeOf(EventSource, EventTarget);
  }
  return parsed.connect;
}

/** Deviation: the standard's event does not say why it is fired. This one does. */
function errorEvent(message, cause) {
  const event = new Event('error');
  addMember(event, 'message', message);
  if (cause !== undefined) addMember(event, 'cause', cause);
  return event;
}

function addMember(event, name, value) {
  Object.defineProperty(event, name, { value, enumerable: true, configurable: true });
}
