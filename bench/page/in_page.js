// In the page: receives a stream with a client, and measures the time.
// Knows the clock. Must not know which client it is.

import { reader } from '../parse/listener.js';

const TYPES = ['message', 'trade'];

/**
 * Receives `count` events. Resolves with the milliseconds from the constructor, and from `open`, to the end of the last
 * handler.
 */
export function receive(open, url, count) {
  return new Promise((resolve) => {
    const { listen, result } = reader();
    let opened;
    let received = 0;
    const begin = performance.now();
    const close = open(url, {
      types: TYPES,
      onOpen: () => (opened ??= performance.now()),
      onEvent(data, type, id) {
        listen(data, type, id);
        received += 1;
        if (received < count) return;
        const end = performance.now();
        close();
        resolve({ fromStart: end - begin, fromOpen: end - opened, result: result() });
      },
    });
  });
}

/** The milliseconds from the server's write to the handler, for `count` events whose data is the time of the write. */
export function latencies(open, url, count) {
  return new Promise((resolve) => {
    const times = [];
    const close = open(url, {
      types: TYPES,
      onOpen() {},
      onEvent(data) {
        times.push(performance.timeOrigin + performance.now() - Number(data));
        if (times.length < count) return;
        close();
        resolve(times);
      },
    });
  });
}
