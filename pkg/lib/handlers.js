// Event handler attributes: onopen, onmessage, onerror.
// https://html.spec.whatwg.org/multipage/webappapis.html#event-handler-idl-attributes
//
// Knows handlers and listeners. Must not know sources. The class and its placeholder (placeholder.js) share it: the
// placeholder's handlers are listeners of the same event target, and so keep their place when the class takes over.

import { isObject } from './arguments.js';
import { addEventListener, removeEventListener } from './realm.js';

/** By type. @typedef {Record<string, { callback: any, listener: (event: Event) => void }>} Handlers */

/** @param {Handlers} handlers */
export function getHandler(handlers, type) {
  return handlers[type] ? handlers[type].callback : null;
}

/** @param {Handlers} handlers of the event target, which this changes */
export function setHandler(target, handlers, type, value) {
  const handler = handlers[type];
  if (!isObject(value)) {
    // Deactivated: set again, it is behind the listeners that are there by then.
    if (handler) removeEventListener.call(target, type, handler.listener);
    delete handlers[type];
  } else if (handler) {
    handler.callback = value;
  } else {
    handlers[type] = { callback: value, listener };
    addEventListener.call(target, type, listener);
  }

  /** https://html.spec.whatwg.org/multipage/webappapis.html#the-event-handler-processing-algorithm */
  function listener(event) {
    const { callback } = handlers[type];
    // An object that is no function is kept as the attribute's value, and does nothing.
    if (typeof callback === 'function' && Reflect.apply(callback, event.currentTarget, [event]) === false) {
      event.preventDefault();
    }
  }
}
