// A server on localhost for the pages of a benchmark: a blank page, scripts, and the given streams.
// Knows HTTP. Must not know what is measured.
//
//   const { origin, close } = await serve({ '/script.js': text, '/stream': (request, response, url) => ... })

import http from 'node:http';
import { once } from 'node:events';

/** Cross-origin isolation, for which engines increase the resolution of performance.now(). */
const ISOLATED = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};

const BLANK = '<!doctype html><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,">';

export async function serve(routes) {
  const server = http.createServer((request, response) => {
    const url = new URL(/** @type {string} */ (request.url), 'http://localhost');
    const route = routes[url.pathname];
    if (typeof route === 'function') return route(request, response, url);
    const type = route ? 'text/javascript' : 'text/html';
    response.writeHead(200, { ...ISOLATED, 'content-type': `${type}; charset=utf-8` });
    response.end(route ?? BLANK);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    origin: `http://localhost:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
