// A server whose answers a test gives, one by one, and which remembers its requests.
// Knows HTTP. Must not know what is asked, nor by whom.

import { once } from 'node:events';
import http from 'node:http';

/**
 * Returns { url, requests, close }. `answer(response, request)` is called for each request, which is
 * { method, url, headers, body, time, closed }; `closed` is a promise of the end of its connection.
 */
export async function startServer(answer) {
  const requests = [];
  const server = http.createServer(async (incoming, response) => {
    const { method, url, headers } = incoming;
    response.setHeader('Access-Control-Allow-Origin', '*');
    if (method === 'OPTIONS') return response.setHeader('Access-Control-Allow-Headers', '*').end();
    const closed = once(response, 'close');
    const request = { method, url, headers, body: '', time: performance.now(), closed };
    for await (const chunk of incoming) request.body += chunk;
    requests.push(request);
    answer(response, request, requests.length);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, requests, close };
}

/** Begins a stream with these lines. The test goes on with it, or ends it. */
export function stream(response, ...lines) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  response.write(`:\n\n${lines.map((line) => `${line}\n`).join('')}`);
  return response;
}
