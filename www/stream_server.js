// The stream server, which the demo stops and restarts: the match, the prices and the answers.
// Knows paths, CORS, and how it is stopped and restarted. Must not know the page.
//
//   GET /match                 text/event-stream, resumed by the header Last-Event-ID
//   GET /match/poll?since=41   { since, events }: the events after number 41, for polling
//   GET /prices, /prices/poll  the same for the prices
//   POST /answers              text/event-stream of words, for a question and a valid token: see answers.js
//
// `?as=…` is the name of a connection. With it, the page can ask the page server for the requests of the connection.

import http from 'node:http';
import express from 'express';
import { openEventStream } from './event_stream.js';
import { listen, stop } from './listening.js';

/** @typedef {{ path: string, feed: import('./feed.js').Feed, retry?: number }} Stream */

export class StreamServer {
  #server;
  #port;

  /**
   * @param {Stream[]} streams
   * @param {import('./answers.js').Answers} answers
   * @param {import('./request_log.js').RequestLog} requestLog
   */
  constructor(streams, answers, requestLog) {
    const app = express().disable('x-powered-by').disable('etag');
    app.use(allowOtherOrigins(requestLog));
    for (const stream of streams) serve(app, stream, requestLog);
    answers.serve(app);
    this.#server = http.createServer(app);
  }

  get port() {
    return this.#port;
  }

  get alive() {
    return this.#server.listening;
  }

  async listen(port) {
    this.#port = await listen(this.#server, port, { orNext: true });
  }

  /** Closes the listening socket and every connection, as if the process had ended. */
  async kill() {
    await stop(this.#server);
  }

  /** Restarts the server on the same port. */
  async revive() {
    if (!this.alive) await listen(this.#server, this.#port);
  }
}

/**
 * The page has another port, and thus another origin. The native EventSource sends `Last-Event-ID` without a preflight.
 * For a script, the browser sends a preflight first, and caches its response for `Access-Control-Max-Age` seconds.
 */
function allowOtherOrigins(requestLog) {
  return (
    /** @type {import('express').Request} */ request,
    /** @type {import('express').Response} */ response,
    next,
  ) => {
    response.set('Access-Control-Allow-Origin', '*');
    if (request.method !== 'OPTIONS') return next();
    requestLog.addPreflight(request.query.as);
    response.set({ 'Access-Control-Allow-Headers': ALLOWED_HEADERS, 'Access-Control-Max-Age': '600' });
    response.status(204).end();
  };
}

/**
 * @param {import('express').Express} app
 * @param {Stream} stream
 * @param {import('./request_log.js').RequestLog} requestLog
 */
function serve(app, { path, feed, retry }, requestLog) {
  app.get(path, (request, response) => {
    const lastEventId = request.get('Last-Event-ID');
    requestLog.addRequest(request.query.as, lastEventId);
    openEventStream(response, feed, { lastEventId, retry });
  });
  app.get(`${path}/poll`, (request, response) => {
    const since = /** @type {string | undefined} */ (request.query.since);
    requestLog.addRequest(request.query.as, since);
    response.set('Cache-Control', 'no-store').json({ since: since ?? null, events: feed.since(since) });
  });
}

const ALLOWED_HEADERS = 'Last-Event-ID, Authorization, Content-Type';
