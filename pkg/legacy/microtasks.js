// How one message follows another, also where there are no promises.
// Knows when, not what; see ../lib/microtasks.js.

/** Calls `step` again and again until it gives false: each time in a microtask, where the engine has them. */
export function inMicrotasks(step) {
  if (typeof Promise === 'function') follow();
  else while (step());

  function follow() {
    if (step()) Promise.resolve().then(follow);
  }
}
