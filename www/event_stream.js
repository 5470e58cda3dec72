// One subscriber's stream: a feed, written as text/event-stream for as long as the connection lasts.
// Knows the wire format and when to stop. Must not know what the events say, or that servers come and go.
//
//   retry: 1000
//
//   id: 42
//   event: goal
//   data: {"minute":"17","text":"…","at":1730000000000}
//

/** @typedef {import('./feed.js').FeedEvent} FeedEvent */

/**
 * Answers with what the subscriber has not seen yet, then with every event as it happens.
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
    response.write(frame(event));
    // Who does not read is cut off, not remembered without end: it comes back with the ID where it stopped.
    if (response.writableLength > UNREAD) response.destroy();
  };
  const unsubscribe = feed.subscribe(write);
  response.once('close', unsubscribe);
  feed.since(lastEventId).forEach(write);
}

/** The data is JSON on one line, so that no line of it needs a field of its own. */
function frame({ id, type, data }) {
  const event = type === 'message' ? '' : `event: ${type}\n`;
  return `id: ${id}\n${event}data: ${JSON.stringify(data)}\n\n`;
}

const UNREAD = 1024 * 1024;
