// Parses streams whose events grow, or are cut ever smaller; and lets many sources take a share each.
// Knows how streams are made. Must not know where it runs.

import { reader } from '../parse/listener.js';
import { measureWork } from '../parse/measure.js';
import { stream } from '../parse/workloads.js';
import { asciiOf, block } from '../pieces.js';

/** Events of that size in chunks of that size: milliseconds a stream, by parser. */
export async function parse({ event, chunk, bytes }, options) {
  const work = stream(block(asciiOf, event - 8), { size: bytes, cut: chunk });
  return measureWork(work, options);
}

/** A source for each URL, so many events from each: milliseconds until all have come. */
export function takeFromAll(open, urls, count) {
  return new Promise((resolve) => {
    let left = urls.length * count;
    const { listen } = reader();
    const begin = performance.now();
    const closing = urls.map((url) =>
      open(url, {
        types: ['message'],
        onOpen() {},
        onEvent(data, type, id) {
          listen(data, type, id);
          left -= 1;
          if (left > 0) return;
          const time = performance.now() - begin;
          // Not before every constructor has returned.
          setTimeout(() => {
            for (const close of closing) close();
            resolve(time);
          });
        },
      }),
    );
  });
}
