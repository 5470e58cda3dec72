// A class that takes the place of EventSource while the real one is being loaded: its sources are CONNECTING, take
// listeners and can be closed; when the class has been loaded, the same objects become instances of it.
//
// Knows what a page can see of a source that has made no request: arguments, statics, getters, handlers. Must not know
// how the class is loaded. It is part of what every page downloads, so it is small.

import { parseArguments, parseStream } from './arguments.js';
import { getHandler, setHandler } from './handlers.js';
import { install } from './install.js';
import { domException } from './web_idl.js';
import { dispatchEvent, EventTarget_ as EventTarget, Event_ as Event } from './realm.js';

/** Whether an object of this engine can be an event target before its class is loaded. */
export function canUsePlaceholder() {
  try {
    return new EventTarget();
  } catch {
    // Then the class has to be loaded first.
  }
}

/**
 * Installs the placeholder, which the class replaces. `load(arrived, failed)` loads it: `arrived` takes
 * { EventSource, adopt }. It is called at once, and again for the next source after a failure.
 */
export function installPlaceholder(root, load) {
  let real;
  let loading;
  /** Source → its parsed arguments and its state. @type {Map<any, any>} */
  const states = new Map();

  function EventSource(url) {
    if (!(this instanceof EventSource)) throw new TypeError('Please use new.');
    if (!arguments.length) throw new TypeError('1 argument required, but only 0 present.');
    const kind = Object.getPrototypeOf(this);
    return real
      ? Object.setPrototypeOf(new real(url, arguments[1]), kind)
      : create(kind, parseArguments(url, arguments[1]));
  }

  function fromReadableStream(stream) {
    return real ? real.fromReadableStream(stream) : create(prototype, parseStream(stream));
  }

  /** A page may have kept it until the class has come. */
  function close() {
    if (real) real.prototype.close.call(this);
    else states.get(this).readyState = 2;
  }

  /** There is no connection yet that could be given up. */
  function reconnect() {
    const { readyState, reader } = states.get(this);
    if (readyState || reader) throw domException('This source cannot reconnect.', 'InvalidStateError');
  }

  /** A loop that begins when the class has come, before the first request. */
  function iterate() {
    const source = this;
    const coming = new Promise((resolve) => states.get(source).loops.push(resolve));
    return {
      next: () => coming.then((iterator) => iterator.next()),
      return(value) {
        source.close();
        return Promise.resolve({ value, done: true });
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  const prototype = (EventSource.prototype = Object.create(EventTarget.prototype));
  Object.setPrototypeOf(EventSource, EventTarget);
  define(EventSource, 'name', { value: 'EventSource' });
  // See NativeEventSource in index.js.
  define(EventSource, 'native', { value: root.EventSource });
  define(EventSource, 'fromReadableStream', { value: fromReadableStream, enumerable: true, writable: true });
  define(prototype, 'constructor', { value: EventSource, writable: true });
  define(prototype, Symbol.toStringTag, { value: 'EventSource' });
  define(EventSource, Symbol.for('eventsource.supports-fetch-override'), { value: true });
  define(prototype, 'close', { value: close, enumerable: true, writable: true });
  define(prototype, 'reconnect', { value: reconnect, writable: true });
  if (Symbol.asyncIterator) define(prototype, Symbol.asyncIterator, { value: iterate, writable: true });
  ATTRIBUTES.forEach((name, index) =>
    define(prototype, name, {
      get() {
        return states.get(this)[name];
      },
      enumerable: index < 3,
    }),
  );
  HANDLERS.forEach((type, value) => {
    define(prototype, 'on' + type, {
      get() {
        return getHandler(states.get(this).handlers, type);
      },
      set(callback) {
        setHandler(this, states.get(this).handlers, type, callback);
      },
      enumerable: true,
    });
    const constant = { value, enumerable: true, writable: false };
    define(EventSource, CONSTANTS[value], constant);
    define(prototype, CONSTANTS[value], constant);
  });
  install(root, EventSource);
  begin();

  function create(kind, parsed) {
    const source = Object.setPrototypeOf(new EventTarget(), kind);
    const state = { readyState: 0, handlers: {}, loops: [] };
    states.set(source, Object.assign(state, parsed));
    begin();
    return source;
  }

  function begin() {
    if (loading) return;
    loading = true;
    load(arrived, failed);
  }

  function arrived({ EventSource: Class, adopt }) {
    real = Class;
    if (root.EventSource === EventSource) install(root, real);
    // Classes that extend the placeholder inherit from the class now.
    Reflect.ownKeys(prototype).forEach((name) => delete prototype[name]);
    Object.setPrototypeOf(prototype, (EventSource.prototype = real.prototype));
    // First all sources become instances: a request may call functions of the page, which may use any of them.
    const connects = [];
    states.forEach((state, source) => {
      if (Object.getPrototypeOf(source) === prototype) Object.setPrototypeOf(source, real.prototype);
      connects.push([source, adopt(source, state, state.handlers)]);
      if (state.readyState) real.prototype.close.call(source);
      state.loops.forEach((resolve) => resolve(source[Symbol.asyncIterator]()));
    });
    states.clear();
    connects.forEach(([source, connect]) => {
      try {
        connect();
      } catch (reason) {
        fail(source, real.prototype, reason);
      }
    });
  }

  function failed(reason) {
    loading = false;
    const sources = [];
    states.forEach(({ readyState, loops }, source) => {
      if (!readyState) sources.push(source);
      // The loops of a source that was closed end; those of one that fails throw.
      const end = readyState ? Promise.resolve({ done: true }) : Promise.reject(new Error(`${reason}`));
      end.then(undefined, () => {});
      loops.splice(0).forEach((resolve) => resolve({ next: () => end }));
    });
    // A handler may construct a source, which is not part of this failure.
    sources.forEach((source) => fail(source, prototype, reason));
  }
}

function fail(source, prototype, reason) {
  prototype.close.call(source);
  const /** @type {any} */ event = new Event('error');
  event.message = '' + reason;
  dispatchEvent.call(source, event);
}

function define(object, name, descriptor) {
  Object.defineProperty(object, name, Object.assign({ configurable: true }, descriptor));
}

/** Those of the standard first. */
const ATTRIBUTES = ['url', 'withCredentials', 'readyState', 'lastEventId', 'reconnectionTime', 'transport'];
const HANDLERS = ['open', 'message', 'error'];
/** The index is the value. */
const CONSTANTS = ['CONNECTING', 'OPEN', 'CLOSED'];
