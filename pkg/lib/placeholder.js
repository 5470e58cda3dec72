// A class that stands for EventSource while the real one is being loaded: its sources wait in CONNECTING, take
// listeners and can be closed; when the class comes, the very same objects become its own.
//
// Knows as little as a page can see of such a source. Must not know where the class comes from. It is part of what
// every page loads, and so as small as can be: what a source is by then, it is by plain properties.

import { install } from './install.js';

/** Whether this engine lets an object be an event target before its class is there. */
export function canUsePlaceholder() {
  try {
    return new EventTarget();
  } catch {
    // Then the class has to be there first.
  }
}

/**
 * Installs the stand-in, which is gone for good when the class has come. `bring(arrived, failed)` loads it: `arrived`
 * takes { EventSource, adopt }. It is called at once, and for the next source after a failure.
 */
export function installPlaceholder(root, bring) {
  let real;
  let coming;
  /** @type {any[][]} */
  const waiting = [];

  function EventSource(url, init) {
    if (!(this instanceof EventSource && arguments.length)) throw new TypeError('no URL');
    const kind = Object.getPrototypeOf(this);
    if (real) return Object.setPrototypeOf(new real(url, init), kind);
    const source = Object.setPrototypeOf(new EventTarget(), kind);
    source.url = absolute(root, url);
    source.withCredentials = !!(init && init.withCredentials);
    waiting.push([source, init]);
    begin();
    return source;
  }

  const prototype = (EventSource.prototype = Object.create(EventTarget.prototype));
  Object.setPrototypeOf(EventSource, EventTarget);
  prototype.constructor = EventSource;
  prototype.readyState = 0;
  prototype.transport = 'auto';
  EventSource.native = root.EventSource;
  prototype.close = function () {
    this.readyState = 2;
  };
  HANDLERS.forEach((name, value) => {
    prototype[name] = null;
    EventSource[CONSTANTS[value]] = prototype[CONSTANTS[value]] = value;
  });
  install(root, EventSource);
  begin();

  function begin() {
    if (!coming) bring(arrived, failed);
    coming = true;
  }

  function arrived({ EventSource: Class, adopt }) {
    real = Class;
    if (root.EventSource === EventSource) install(root, real);
    // One that cannot become its own, for what it was constructed with, is nobody else's trouble.
    const adopted = waiting.splice(0).filter(([source, init]) => {
      try {
        adopt(source, source.url, init, source.readyState);
        return true;
      } catch (reason) {
        fail(source, reason);
      }
    });
    // Whoever has inherited from the stand-in goes on from the class.
    for (const name in prototype) delete prototype[name];
    Object.setPrototypeOf(prototype, (EventSource.prototype = real.prototype));
    adopted.forEach(([source]) => {
      const held = Object.assign({}, source);
      STATE.forEach((name) => delete source[name]);
      if (Object.getPrototypeOf(source) === prototype) Object.setPrototypeOf(source, real.prototype);
      HANDLERS.forEach((name) => (source[name] = held[name]));
    });
  }

  function failed(reason) {
    coming = false;
    waiting.splice(0).forEach(([source]) => fail(source, reason));
  }

  function fail(source, reason) {
    if (source.readyState) return;
    source.close();
    // Its own from now on.
    source.close = prototype.close;
    const /** @type {any} */ event = new Event('error');
    event.message = '' + reason;
    source.addEventListener('error', source.onerror);
    source.dispatchEvent(event);
  }
}

const HANDLERS = ['onopen', 'onmessage', 'onerror'];
const STATE = HANDLERS.concat('url', 'readyState', 'withCredentials');
const CONSTANTS = ['CONNECTING', 'OPEN', 'CLOSED'];

function absolute(root, url) {
  try {
    return new URL(url, root.document ? document.baseURI : (root.location || root).href).href;
  } catch {
    throw new DOMException('no URL ' + url, 'SyntaxError');
  }
}
