// Parses streams with different sizes of events and chunks, and receives events with many sources at the same time.
// Knows how streams are generated. Must not know where it runs.

import { reader } from '../parse/listener.js';
import { measureWork } from '../parse/measure.js';
import { stream } from '../parse/workloads.js';
import { asciiOf, block } from '../pieces.js';

/** The milliseconds for a stream with the given sizes of events and chunks, by parser. */
export async function parse({ event, chunk, bytes }, options) {
  const work = stream(block(asciiOf, event - 8), { size: bytes, cut: chunk });
  return measureWork(work, options);
}

/** Opens a source for each URL. Resolves with the milliseconds until `count` events of each have been received. */
export function receiveFromAll(open, urls, count) {
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
          // Deferred until all constructors have returned.
          setTimeout(() => {
            for (const close of closing) close();
            resolve(time);
          });
        },
      }),
    );
  });
}
