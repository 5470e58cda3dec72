// How one message follows another.
//
// Knows when, not what. The build for old engines, which have no promises, has its own (legacy/microtasks.js).

/**
 * Calls `step` again and again until it gives false, each time in a microtask of its own: after what the handlers of
 * one message have put off, with a promise or queueMicrotask(). Deviation: what they put off twice comes after the
 * next message, where the browser's own object has all microtasks run first. A task a message would do the same, at
 * many times the cost; this costs a twentieth in Chromium (queueMicrotask() would cost a third).
 */
export async function inMicrotasks(step) {
  while (step()) await undefined;
}
