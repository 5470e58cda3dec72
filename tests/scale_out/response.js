// One response of a node, read by the package: with a given Last-Event-ID, as a client that comes from elsewhere sends it.
// Knows fetch and fromReadableStream(). Must not know what is in the response.

import { EventSource } from 'eventsource-wasm';
import { observe } from './observer.js';

/** Opens `url`; `lastEventId` is sent as a header, if there is one. */
export async function openResponse(url, lastEventId) {
  const abort = new AbortController();
  const headers = { Accept: 'text/event-stream', ...(lastEventId ? { 'Last-Event-ID': lastEventId } : {}) };
  const response = await fetch(url, { headers, signal: abort.signal });
  const source = EventSource.fromReadableStream(response.body);
  return {
    status: response.status,
    observed: observe(source),
    close() {
      source.close();
      abort.abort();
    },
  };
}
