// The classes of events and their targets, taken at one moment: those of one realm belong together, and a test environment
// may replace them later, or take them away.
//
// Knows their names. Must not know event sources. Importing this needs none of them.

const theirs = (/** @type {string} */ name, value) => (typeof value === 'function' ? value : missing(name));

/** @type {typeof globalThis.EventTarget} */
export const EventTarget_ = theirs('EventTarget', typeof EventTarget === 'function' && EventTarget);
/** @type {typeof globalThis.Event} */
export const Event_ = theirs('Event', typeof Event === 'function' && Event);
/** @type {typeof globalThis.MessageEvent} */
export const MessageEvent_ = theirs('MessageEvent', typeof MessageEvent === 'function' && MessageEvent);

/** A class that says so when it is constructed. */
function missing(name) {
  return /** @type {any} */ (
    class {
      constructor() {
        throw new TypeError(`EventSource needs ${name}, which is missing here.`);
      }
    }
  );
}
