// The WebIDL class: what a page sees of the interface EventSource, and how an event looks.
//
// Knows names, property descriptors and conversions, as Web IDL and the HTML Standard have them
// (https://html.spec.whatwg.org/multipage/server-sent-events.html#the-eventsource-interface). No state and no
// protocol: those are asked of the core, the Rust object behind each instance. Written so that the build for old
// engines (see ../legacy/) can be made of it: no Map, no Symbol but where there is one.

import { EventSourceCore } from '../dist/glue.js';
import { parseArguments, parseStream } from './arguments.js';
import { ASYNC_ITERATOR, EventIterator } from './event_iterator.js';
import { errorEvent, openEvent, responseMembers } from './event_members.js';
import { getHandler, setHandler } from './handlers.js';
import { automaticTransport, loadCore } from './load_core.js';
import { nameMembers } from './member_names.js';
import { messageEvent } from './message_event.js';
import { MessageReader } from './message_reader.js';
import { inMicrotasks } from './microtasks.js';
import { PendingCore } from './pending_core.js';
import { dispatchEvent, EventTarget_ as EventTarget } from './realm.js';
import { releaseCore } from './release_core.js';
import { domException, isObject } from './web_idl.js';
import { refuseForXhr } from './options.js';
import { prepareRequest } from './request.js';

/** By this, libraries find out whether there is an option `fetch`. */
const SUPPORTS_FETCH =
  typeof Symbol === 'function' ? Symbol.for('eventsource.supports-fetch-override') : '__supportsFetch';

/** Of readyState; also members of the interface and its prototype. */
const CONSTANTS = { CONNECTING: 0, OPEN: 1, CLOSED: 2 };

/** What the constructor makes of its arguments. Only this file can construct a source of one. */
class Parsed {
  /** Of a source that was a placeholder: makes the first request. @type {(() => void) | undefined} */
  connect;

  /**
   * @param {{ url: string, withCredentials: boolean, transport: string, options: any, reader?: any }} parsed see
   *   arguments.js
   * @param {import('./handlers.js').Handlers} [handlers] those that the page has set already
   */
  constructor({ url, withCredentials, transport, options, reader }, handlers) {
    this.url = url;
    this.withCredentials = withCredentials;
    this.transport = transport === 'auto' ? automaticTransport() : transport;
    this.options = options;
    this.reader = reader;
    this.isAdopted = Boolean(handlers);
    this.handlers = handlers ?? {};
  }
}

export class EventSource extends EventTarget {
  /** @type {PendingCore | InstanceType<typeof EventSourceCore>} */
  #core;
  /** @type {Parsed} */
  #parsed;
  /** Counts batches, so that what is left of one that was cancelled is known. */
  #batch = 0;
  /** The last event ID of the message that is being dispatched: the core has already read on. */
  #dispatched;
  /** Those of loops that have not been left. @type {EventIterator[]} */
  #iterators = [];
  /** Whether messages of a batch are still to be dispatched. */
  #isDispatching = false;
  /** Whether reconnect() has been called meanwhile. */
  #reconnects = false;
  /** Whether the batch has been dispatched, and the core does not know it yet. */
  #isDispatched = false;
  /** Why the source has failed, for loops that begin later. */
  #failure;
  #abort = () => this.close();

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
    const { options, reader } = this.#parsed;
    const { signal } = options;
    this.#core = new PendingCore(options, reader);
    if (signal && signal.aborted) this.close();
    if (this.#parsed.isAdopted) this.#parsed.connect = () => this.#begin();
    else this.#begin();
    if (signal && signal.aborted) this.close();
    else if (signal && this.readyState !== CONSTANTS.CLOSED) signal.addEventListener('abort', this.#abort);
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

  /** Beyond the standard: gives the connection up, and makes another one at once, with the last event ID. */
  reconnect() {
    if (this.readyState === CONSTANTS.CLOSED || this.#parsed.reader) {
      throw domException('A source that is closed, or has a stream, cannot reconnect.', 'InvalidStateError');
    }
    // What has come with the message that is being dispatched would be lost.
    if (this.#isDispatching) this.#reconnects = true;
    else this.#core.reconnect();
  }

  close() {
    this.#core.close();
    this.#end();
  }

  /** Until the core is loaded, what happens to the source happens to the pending core. */
  #begin() {
    const pending = this.#core;
    const { url, transport, options, reader } = this.#parsed;
    if (pending.readyState === CONSTANTS.CLOSED) return;
    // `auto` may have become it.
    if (transport === 'xhr') refuseForXhr(options);
    loadCore(
      () => {
        if (pending.readyState === CONSTANTS.CLOSED) return;
        const target = this.#target();
        const core = (this.#core = reader
          ? EventSourceCore.overStream(target, url, reader, options)
          : new EventSourceCore(target, url, transport === 'fetch', options));
        // The page's own fetch may have closed it.
        if (pending.readyState === CONSTANTS.CLOSED) core.close();
      },
      (error) => {
        if (pending.readyState === CONSTANTS.CLOSED) return;
        pending.close();
        this.#fail(errorEvent(`the core of the event source could not be loaded: ${error}`, error), false);
      },
    );
  }

  /** What the core asks of this object: see src/event_source/target.rs. */
  #target() {
    const reader = new MessageReader();
    // Of the last response: an XMLHttpRequest that breaks off forgets what it was.
    let opened;
    let answer = {};
    const target = {
      origin: '',
      prepare: (isFirst, lastEventId, prepared, failed) =>
        prepareRequest(this.#parsed, isFirst, lastEventId, prepared, failed),
      isRetried: (response, attempt) => {
        const { status, headers } = responseMembers(response);
        const answer = this.#parsed.options.retryOn({ status, headers, attempt });
        if (isObject(answer)) {
          // What a promise is rejected with is not lost on the way to an unhandled rejection.
          if (typeof answer.then === 'function') answer.then(undefined, () => {});
          throw new TypeError('retryOn has to answer at once, with true or false.');
        }
        return !!answer;
      },
      fireOpen: (response) => {
        opened = response;
        answer = responseMembers(response);
        this.#fire(openEvent(answer));
      },
      fireError: (message, cause, response, body, attempt, delay, hasEnded) => {
        const members = response && response === opened ? answer : responseMembers(response);
        const event = errorEvent(message, cause, members, body, attempt, delay);
        if (delay === undefined) this.#fail(event, hasEnded);
        else this.#fire(event);
      },
      dispatchMessages: (text, textLength, table, tableLength, rawText, rawTable) => {
        reader.begin(text, textLength, table, tableLength, rawText, rawTable);
        this.#dispatchMessages(reader, target.origin);
      },
      cancelMessages: () => {
        this.#batch += 1;
        this.#isDispatching = this.#isDispatched = this.#reconnects = false;
      },
    };
    return target;
  }

  #fire(event) {
    dispatchEvent.call(this, event);
  }

  /** The source is closed for good. `hasEnded` says that the stream has come to its regular end. */
  #fail(event, hasEnded) {
    const { message, cause, status } = event;
    if (!hasEnded) {
      const /** @type {any} */ failure = new Error(message, { cause });
      failure.status = failure.code = status;
      this.#failure = failure;
    }
    this.#end();
    this.#fire(event);
  }

  #end() {
    const { signal } = this.#parsed.options;
    if (signal && signal.removeEventListener) signal.removeEventListener('abort', this.#abort);
    this.#iterators.splice(0).forEach((iterator) => iterator.end(this.#failure));
    releaseCore(this.#core, (closed) => {
      this.#core = closed;
    });
  }

  /** The core is asked for more when all loops have taken what they were given. */
  #readOn() {
    const core = /** @type {InstanceType<typeof EventSourceCore>} */ (this.#core);
    if (!this.#isDispatched || !this.#iterators.every((iterator) => iterator.isEmpty)) return;
    this.#isDispatched = false;
    core.dispatched();
  }

  /** Each message in a microtask of its own. */
  #dispatchMessages(reader, origin) {
    const batch = (this.#batch += 1);
    this.#isDispatching = true;
    let before = 0;
    inMicrotasks(() => {
      // The rest has been cancelled.
      if (this.#batch !== batch) return false;
      if (!reader.next()) {
        this.#dispatched = undefined;
        this.#isDispatching = false;
        this.#isDispatched = true;
        if (this.#reconnects) this.#core.reconnect();
        else this.#readOn();
        return false;
      }
      const { type, data, lastEventId } = reader;
      this.#dispatched = lastEventId;
      const event = messageEvent(type || 'message', data, origin, lastEventId, before);
      // First the loops: a listener may close the source.
      this.#iterators.forEach((iterator) => iterator.push(event));
      this.#fire(event);
      before += 1;
      return true;
    });
  }

  /** Beyond the standard: all messages, of every type. */
  [ASYNC_ITERATOR]() {
    const iterator = new EventIterator(
      () => this.#readOn(),
      () => this.close(),
    );
    if (this.readyState === CONSTANTS.CLOSED) iterator.end(this.#failure);
    else this.#iterators.push(iterator);
    return iterator;
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
Object.defineProperty(EventSource, SUPPORTS_FETCH, { value: true, configurable: true });
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
