// Event targets and events, for engines where they cannot be constructed: https://dom.spec.whatwg.org/#events
//
// Knows order, `once`, `handleEvent`, `stopImmediatePropagation`, removal during dispatch, and that an exception of a
// listener is reported and does not stop the others. There is no tree, so nothing captures and nothing bubbles.

import { root } from './root.js';

const LISTENERS = '__listeners';
/** Before a type, so that none is a name that objects know: `__proto__`. */
const KEY = 'on';
const STOPPED = '__stopped';

export class Target {
  constructor() {
    Object.defineProperty(this, LISTENERS, { value: {} });
  }

  addEventListener(type, callback, options) {
    if (callback === null || callback === undefined) return;
    if (typeof callback !== 'function' && typeof callback !== 'object') {
      throw new TypeError(
        "Failed to execute 'addEventListener' on 'EventTarget': the listener is not an object.",
      );
    }
    if (find(this, type, callback, options)) return;
    const listener = {
      callback,
      capture: captures(options),
      once: Boolean(options && options.once),
      there: true,
    };
    // A new list: a dispatch that is under way continues with the old one.
    this[LISTENERS][KEY + type] = listenersOf(this, type).concat(listener);
  }

  removeEventListener(type, callback, options) {
    const found = find(this, type, callback, options);
    if (!found) return;
    found.there = false;
    this[LISTENERS][KEY + type] = listenersOf(this, type).filter((listener) => listener !== found);
  }

  dispatchEvent(event) {
    prepare(event, this);
    const listeners = listenersOf(this, event.type);
    // At the target, too, capturing listeners come first.
    const inOrder = listeners
      .filter(({ capture }) => capture)
      .concat(listeners.filter(({ capture }) => !capture));
    for (const listener of inOrder) {
      if (event[STOPPED]) break;
      if (!listener.there) continue;
      if (listener.once) this.removeEventListener(event.type, listener.callback, listener.capture);
      call(listener.callback, event, this);
    }
    set(event, 'currentTarget', null);
    set(event, 'eventPhase', 0);
    return !event.defaultPrevented;
  }
}

/** What `new Event()` gives. */
export function newEvent(type) {
  return create('Event', { type: String(type) });
}

/** What `new MessageEvent()` gives. */
export function newMessageEvent(type, { data, origin, lastEventId }) {
  return create('MessageEvent', { type, data, origin, lastEventId, source: null, ports: [] });
}

/** An event whose members are its own: the accessors of the engine's prototype know only events that the engine made. */
function create(name, members) {
  const event = Object.create(root[name] ? root[name].prototype : Object.prototype);
  const all = {
    target: null,
    currentTarget: null,
    srcElement: null,
    eventPhase: 0,
    bubbles: false,
    cancelable: false,
    defaultPrevented: false,
    returnValue: true,
    isTrusted: false,
    timeStamp: Date.now(),
    [STOPPED]: false,
    preventDefault() {},
    stopPropagation() {},
    stopImmediatePropagation() {
      set(event, STOPPED, true);
    },
    composedPath: () => (event.currentTarget ? [event.currentTarget] : []),
  };
  for (const member of Object.keys(all)) set(event, member, all[member]);
  for (const member of Object.keys(members)) set(event, member, members[member]);
  return event;
}

/** Makes an event one that is dispatched; also one that the page has made with document.createEvent(). */
function prepare(event, target) {
  if (!(STOPPED in event)) {
    const stop = event.stopImmediatePropagation;
    set(event, 'stopImmediatePropagation', () => {
      set(event, STOPPED, true);
      stop.call(event);
    });
  }
  set(event, STOPPED, false);
  set(event, 'target', target);
  set(event, 'srcElement', target);
  set(event, 'currentTarget', target);
  set(event, 'eventPhase', 2);
}

function set(event, member, value) {
  try {
    Object.defineProperty(event, member, {
      value,
      configurable: true,
      writable: true,
      enumerable: member !== STOPPED,
    });
  } catch {
    // An engine that holds its own event's member fast; it goes without.
  }
}

function listenersOf(target, type) {
  return Object.prototype.hasOwnProperty.call(target[LISTENERS], KEY + type)
    ? target[LISTENERS][KEY + type]
    : [];
}

function find(target, type, callback, options) {
  return listenersOf(target, type).filter(
    (listener) => listener.callback === callback && listener.capture === captures(options),
  )[0];
}

const captures = (options) => Boolean(options && typeof options === 'object' ? options.capture : options);

/** What a listener throws is an error of the page, not of the source. */
function call(callback, event, target) {
  try {
    if (typeof callback === 'function') callback.call(target, event);
    else callback.handleEvent(event);
  } catch (error) {
    setTimeout(() => {
      throw error;
    });
  }
}
