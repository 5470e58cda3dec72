// event-source-polyfill, which has no parser to be had by itself: a whole client over a transport that is fed.
// Its transport hands out text, so a streaming TextDecoder belongs to it, as in its own fetch transport.

import { EventSourcePolyfill } from 'event-source-polyfill';

const HEADERS = { get: () => null };

export function start(listen, { events }) {
  const decoder = new TextDecoder();
  let progress;
  class Transport {
    open(_, onStart, onProgress) {
      // Later, as a request would: the source has no listeners yet.
      queueMicrotask(() => onStart(200, 'OK', 'text/event-stream', HEADERS));
      progress = onProgress;
      return { abort() {} };
    }
  }
  const source = new EventSourcePolyfill('http://localhost/', { Transport });
  for (const type of new Set(events.map((event) => event.type))) {
    source.addEventListener(type, (event) => listen(event.data, event.type, event.lastEventId));
  }
  return {
    feed: (chunk) => progress(decoder.decode(chunk, { stream: true })),
    stop: () => source.close(),
  };
}
