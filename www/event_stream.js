// Writes a feed to one subscriber as text/event-stream, until the connection closes.
// Knows the format of event streams. Must not know the content of events, or that the server can be stopped.
//
//   retry: 1000
//
//   id: 42
//   event: goal
//   data: {"minute":"17","text":"…","at":1730000000000}
//

/** @typedef {import('./feed.js').FeedEvent} FeedEvent */

/**
 * Sends the events that the subscriber has missed, then every event as it is published.
 *
 * @param {import('express').Response} response
 * @param {import('./feed.js').Feed} feed
 * @param {{ lastEventId?: string, retry?: number }} options
 */
export function openEventStream(response, feed, { lastEventId, retry }) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  if (retry !== undefined) response.write(`retry: ${retry}\n\n`);
  else response.flushHeaders();
  const write = (event) => {
    response.write(formatted(event));
    // A client that does not read is disconnected, so that its buffer is limited. It reconnects with its last event ID.
    if (response.writableLength > MAX_BUFFERED) response.destroy();
  };
  const unsubscribe = feed.subscribe(write);
  response.once('close', unsubscribe);
  feed.since(lastEventId).forEach(write);
}

/** The data is JSON on one line, so that it needs only one data field. */
function formatted({ id, type, data }) {
  const event = type === 'message' ? '' : `event: ${type}\n`;
  return `id: ${id}\n${event}data: ${JSON.stringify(data)}\n\n`;
}

/** In bytes. */
const MAX_BUFFERED = 1024 * 1024;
