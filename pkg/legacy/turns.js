// How one message follows another, where there are no promises: at once.
// Knows when, not what; see ../turns.js.

/** Calls `step` again and again until it gives false. */
export function inTurns(step) {
  while (step());
}
