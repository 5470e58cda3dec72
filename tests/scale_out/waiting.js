// Waits for a condition, for a limited time.
// Knows time. Must not know what is waited for.

import { setTimeout as delay } from 'node:timers/promises';

/** Resolves with the condition's value once it is true; throws after `patience` ms, and says what was there instead. */
export async function until(condition, patience = 10_000, describe = () => '') {
  const deadline = Date.now() + patience;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (Date.now() > deadline) throw new Error(`not within ${patience} ms: ${condition} ${describe()}`);
    await delay(20);
  }
}
