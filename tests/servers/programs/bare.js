// A handler for Node's http and http2 that writes streams by hand, in a given format.
// Knows how a response is written and compressed. Must not know which framework's format it writes.

import { createBrotliCompress, createGzip, constants } from 'node:zlib';
import { encodingOf, eventsOf, HEARTBEAT, PAGE, release, STREAMS } from './events.js';

const ENCODERS = {
  gzip: () => createGzip({ flush: constants.Z_SYNC_FLUSH }),
  br: () =>
    createBrotliCompress({
      flush: constants.BROTLI_OPERATION_FLUSH,
      params: { [constants.BROTLI_PARAM_QUALITY]: 4 },
    }),
};

/** The format that most people write by hand: a space behind the colon, and LF. */
export function plain({ comment, event, id, retry, data }) {
  const fields = [
    ...(comment === undefined ? [] : [`: ${comment}`]),
    ...(event === undefined ? [] : [`event: ${event}`]),
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...(retry === undefined ? [] : [`retry: ${retry}`]),
    ...(data === undefined ? [] : data.split(/\r\n|\r|\n/).map((line) => `data: ${line}`)),
  ];
  return `${fields.join('\n')}\n\n`;
}

/**
 * `format` writes one event. Optional: the `preamble` of a response, its `headers`, the `heartbeat` as text, and
 * `encoders` for the encodings that the server offers.
 */
export function handlerOf({ format, preamble = '', headers = {}, heartbeat = ':\n\n', encoders = ENCODERS }) {
  return async (request, response) => {
    const { encoding, path } = encodingOf(request.url);
    const { pathname, searchParams } = new URL(path, 'http://server');
    const name = pathname.slice(1);
    const key = searchParams.get('key');
    if (name === 'page') return response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
    if (name === 'release') return response.end(String(release(key).size));
    if (name === 'empty') return response.writeHead(204).end();
    if (name === 'failing') return response.writeHead(500, { 'content-type': 'application/json' }).end('{}');
    if (!STREAMS.includes(name)) return response.writeHead(404).end('no such page');

    const encoder = encoders[encoding]?.();
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      ...(encoder && { 'content-encoding': encoding }),
      ...headers,
    });
    const body = encoder ?? response;
    encoder?.pipe(response);
    body.write(preamble);
    const timer = name === 'heartbeat' && setInterval(() => body.write(heartbeat), HEARTBEAT);
    const lastEventId = request.headers['last-event-id'];
    const isOpen = () => !response.destroyed && !response.writableEnded;
    for await (const event of eventsOf(name, { key, lastEventId, isOpen })) body.write(format(event));
    clearInterval(timer);
    body.end();
  };
}
