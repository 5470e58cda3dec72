// Publishes numbered messages, at a rate.
// Knows a publisher and time. Must not know subscribers.

import { setTimeout as delay } from 'node:timers/promises';

export const message = (number) => ({
  data: JSON.stringify({ number, text: 'a line of commentary, and some more words' }),
});

/**
 * Publishes the numbers from `from` to `to`. What a failure delays is published at once afterwards.
 *
 * @param {{ from?: number, to: number, rate?: number, channel?: string, each?: (number: number) => void }} options
 *   `rate`: messages a second; without one as fast as possible
 * @returns {Promise<string[]>} their ids
 */
export async function publishNumbered(
  publisher,
  { from = 1, to, rate = Infinity, channel = 'match', each = () => {} },
) {
  const ids = [];
  const started = Date.now();
  for (let number = from; number <= to; number += 1) {
    ids.push(await publisher.publish(channel, message(number)));
    each(number);
    const wait = started + ((number - from + 1) * 1000) / rate - Date.now();
    if (wait > 0) await delay(wait);
  }
  return ids;
}

/** The numbers from `from` to `to`. */
export const numbers = (from, to) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
