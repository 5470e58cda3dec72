// A server whose answers a test writes itself, request by request; and which connections are still open.
//
// Knows HTTP. Must not know which client makes the requests.

import { once } from 'node:events';
import http from 'node:http';

const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*, last-event-id',
  'access-control-allow-methods': '*',
};

/**
 * `answer(request, response, n)` is called for the n-th request, from 0 on; `files` are served before. Returns the URL, the
 * requests with their bodies, how many responses are unfinished, and `close`.
 *
 * @param {(request: http.IncomingMessage, response: http.ServerResponse, n: number) => void} answer
 * @param {Record<string, { type: string, body: string | Uint8Array }>} [files]
 */
export async function startAnswers(answer, files = {}) {
  const requests = [];
  const open = new Set();
  const server = http.createServer(async (request, response) => {
    const file = files[request.url];
    if (file) return response.writeHead(200, { 'content-type': file.type }).end(file.body);
    for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    if (request.url === '/favicon.ico') return response.writeHead(404).end();
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method, headers, url } = request;
    requests.push({ method, headers, url, body });
    open.add(response);
    response.on('close', () => open.delete(response));
    answer(request, response, requests.length - 1);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    requests,
    unfinished: () => open.size,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Begins an event stream. */
export function begin(response, text = '') {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  if (text) response.write(text);
  return response;
}

/** Resolves when the condition holds; rejects after some seconds. */
export async function until(condition, what = String(condition)) {
  for (let waited = 0; waited < 5000; waited += 10) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`It has not happened: ${what}`);
}
