// event-source-polyfill, which exports no parser: a client with a transport that takes its chunks from the benchmark.
// A transport passes strings, so it needs a streaming TextDecoder, as in the package's own fetch transport.

import { EventSourcePolyfill } from 'event-source-polyfill';

const HEADERS = { get: () => null };

export function start(listen, { events }) {
  const decoder = new TextDecoder();
  let progress;
  class Transport {
    open(_, onStart, onProgress) {
      // Deferred, like the response of a request, because the source has no listeners yet.
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
