// In the page: lets a client take a stream, and looks at the clock.
// Knows the clock. Must not know which client it is.

import { reader } from '../parse/listener.js';

const TYPES = ['message', 'trade'];

/** Takes so many events; milliseconds from the constructor, and from `open`, to the end of the last handler. */
export function take(open, url, count) {
  return new Promise((resolve) => {
    const { listen, result } = reader();
    let opened;
    let taken = 0;
    const begin = performance.now();
    const close = open(url, {
      types: TYPES,
      onOpen: () => (opened ??= performance.now()),
      onEvent(data, type, id) {
        listen(data, type, id);
        taken += 1;
        if (taken < count) return;
        const end = performance.now();
        close();
        resolve({ fromStart: end - begin, fromOpen: end - opened, result: result() });
      },
    });
  });
}

/** Milliseconds from the server's write to the handler, of so many events that tell when they were written. */
export function latencies(open, url, count) {
  return new Promise((resolve) => {
    const taken = [];
    const close = open(url, {
      types: TYPES,
      onOpen() {},
      onEvent(data) {
        taken.push(performance.timeOrigin + performance.now() - Number(data));
        if (taken.length < count) return;
        close();
        resolve(taken);
      },
    });
  });
}
