// sse.js, which has no parser to be had by itself: a whole client over an XMLHttpRequest that is fed.
// The request gives it only what is new of responseText, so that reading a growing one costs it nothing here.

import { SSE } from 'sse.js';

class FedRequest extends EventTarget {
  status = 200;
  responseText = new News();
  open() {}
  send() {}
  abort() {}
  setRequestHeader() {}
}

/** Stands for a text of which only the end has not been read. */
class News {
  news = '';
  substring() {
    return this.news;
  }
}

export function start(listen, { events }) {
  const decoder = new TextDecoder();
  const native = globalThis.XMLHttpRequest;
  globalThis.XMLHttpRequest = /** @type {any} */ (FedRequest);
  const source = new SSE('http://localhost/', { start: true });
  globalThis.XMLHttpRequest = native;
  const request = source.xhr;
  for (const type of new Set(events.map((event) => event.type))) {
    source.addEventListener(type, (event) => listen(event.data, event.type, event.lastEventId));
  }
  const progress = { currentTarget: request };
  return {
    feed(chunk) {
      request.responseText.news = decoder.decode(chunk, { stream: true });
      source._onStreamProgress(progress);
    },
    stop: () => source.close(),
  };
}
