// The server of the environments' tests: streams that any origin may read.
// Knows HTTP. Must not know who reads.
//
// | path | |
// |---|---|
// | /resumed | one message, and the end; to a request with an ID, the event `end` |
// | /endless | a message every 20 ms |
// | /silent | no response |
// | /ended | one message and `retry: 50`, and the end, again and again |

import { once } from 'node:events';
import http from 'node:http';

/** What receive() in fixtures/receive.mjs gives for /resumed. */
export const EVENTS = [
  ['open', null, null],
  ['message', 'a\u00e9\u4e2d', '1'],
  ['error', null, null],
  ['open', null, null],
  ['end', 'end', '1'],
];

const ANSWERS = {
  '/resumed': (request, response) => {
    const isResumed = request.headers['last-event-id'] === '1';
    response.end(isResumed ? 'event: end\ndata: end\n\n' : 'retry: 100\nid: 1\ndata: a\u00e9\u4e2d\n\n');
  },
  '/endless': (request, response) => {
    response.write(':\n');
    const timer = setInterval(() => response.write('data: again\n\n'), 20);
    response.on('close', () => clearInterval(timer));
  },
  '/ended': (request, response) => response.end('retry: 50\ndata: once\n\n'),
};

/** Counts the requests for each path in `requests`. */
export async function startStreams() {
  const requests = {};
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://server');
    if (request.method === 'OPTIONS') return allow(request, response).writeHead(204).end();
    requests[pathname] = (requests[pathname] ?? 0) + 1;
    if (pathname === '/silent') return;
    allow(request, response).setHeader('content-type', 'text/event-stream');
    return ANSWERS[pathname](request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}`, requests, close };
}

function allow(request, response) {
  response.setHeader('access-control-allow-origin', request.headers.origin ?? '*');
  response.setHeader('access-control-allow-headers', 'last-event-id, cache-control');
  response.setHeader('cache-control', 'no-store');
  return response;
}
