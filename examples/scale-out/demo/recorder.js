// Receives the headers of each request for a stream, and counts it, because the page displays which ID its server received.
// Knows the parameter `as`, the name of a connection. Must not know what the request is answered.

import http from 'node:http';

/** @param {import('../../../www/request_log.js').RequestLog} requestLog */
export function createRecorder(requestLog) {
  return http.createServer((request, response) => {
    const name = new URL(request.url, 'http://recorder').searchParams.get('as') ?? undefined;
    if (request.headers['x-method'] === 'OPTIONS') requestLog.addPreflight(name);
    else requestLog.addRequest(name, /** @type {string} */ (request.headers['last-event-id']));
    response.writeHead(204).end();
  });
}
