// sse.js, which exports no parser: a client with a mock XMLHttpRequest that takes its chunks from the benchmark.
// Its responseText contains only the new part, so that the cost of a growing string is not measured.

import { SSE } from 'sse.js';

class MockRequest extends EventTarget {
  status = 200;
  responseText = new UnreadText();
  open() {}
  send() {}
  abort() {}
  setRequestHeader() {}
}

/** A mock of a string, of which sse.js reads the part after the length that it has read before. */
class UnreadText {
  unread = '';
  substring() {
    return this.unread;
  }
}

export function start(listen, { events }) {
  const decoder = new TextDecoder();
  const native = globalThis.XMLHttpRequest;
  globalThis.XMLHttpRequest = /** @type {any} */ (MockRequest);
  const source = new SSE('http://localhost/', { start: true });
  globalThis.XMLHttpRequest = native;
  const request = source.xhr;
  for (const type of new Set(events.map((event) => event.type))) {
    source.addEventListener(type, (event) => listen(event.data, event.type, event.lastEventId));
  }
  const progress = { currentTarget: request };
  return {
    feed(chunk) {
      request.responseText.unread = decoder.decode(chunk, { stream: true });
      source._onStreamProgress(progress);
    },
    stop: () => source.close(),
  };
}
