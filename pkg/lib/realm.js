// The classes of events and their targets, and what dispatches events, taken at one moment: those of one realm belong
// together, and a test environment may replace them later, or take them away.
//
// Knows their names. Must not know event sources. Importing this needs none of them.

/** The first of what no source can do without that is missing here. */
const lacking = [
  ['EventTarget', typeof EventTarget],
  ['Event', typeof Event],
  ['URL', typeof URL],
  ['setTimeout', typeof setTimeout],
].filter(([, type]) => type !== 'function')[0];

/** @type {typeof globalThis.EventTarget} */
export const EventTarget_ = lacking ? missing(lacking[0]) : EventTarget;
/** @type {typeof globalThis.Event} */
export const Event_ = lacking ? missing(lacking[0]) : Event;
/** Edge runtimes have been without it. @type {typeof globalThis.MessageEvent | undefined} */
export const MessageEvent_ = typeof MessageEvent === 'function' ? MessageEvent : undefined;

export const { addEventListener, dispatchEvent, removeEventListener } = EventTarget_.prototype;

/** A class that says so when it is constructed. @returns {any} */
function missing(name) {
  return function () {
    throw new TypeError(`EventSource needs ${name}, which is missing here.`);
  };
}
