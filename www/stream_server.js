// The server that dies: the match and the prices, as streams and for polling, and nothing else.
// Knows paths, CORS and its own life and death. Must not know the page, nor who turns the switch.
//
//   GET /match                 text/event-stream, resumed by the header Last-Event-ID
//   GET /match/poll?since=41   { since, events }: what came after event 41, for who polls
//   GET /prices, /prices/poll  the same for the prices
//
// `?as=…` is the name that a page gives its connection, to ask afterwards what the server saw of it.

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
   * @param {import('./request_log.js').Ledger} ledger
   */
  constructor(streams, ledger) {
    const app = express().disable('x-powered-by').disable('etag');
    app.use(allowOtherOrigins(ledger));
    for (const stream of streams) serve(app, stream, ledger);
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

  /** The socket is closed and every connection cut, as if the process were gone. */
  async kill() {
    await stop(this.#server);
  }

  /** Back on the same port. */
  async revive() {
    if (!this.alive) await listen(this.#server, this.#port);
  }
}

/**
 * The page comes from another port, which is another origin. The native EventSource may send it `Last-Event-ID`
 * unasked, a script may not: its browser asks first, by a preflight, and remembers the answer for a while.
 */
function allowOtherOrigins(ledger) {
  return (
    /** @type {import('express').Request} */ request,
    /** @type {import('express').Response} */ response,
    next,
  ) => {
    response.set('Access-Control-Allow-Origin', '*');
    if (request.method !== 'OPTIONS') return next();
    ledger.notePreflight(request.query.as);
    response.set({ 'Access-Control-Allow-Headers': 'Last-Event-ID', 'Access-Control-Max-Age': '600' });
    response.status(204).end();
  };
}

/**
 * @param {import('express').Express} app
 * @param {Stream} stream
 * @param {import('./request_log.js').Ledger} ledger
 */
function serve(app, { path, feed, retry }, ledger) {
  app.get(path, (request, response) => {
    const lastEventId = request.get('Last-Event-ID');
    ledger.noteRequest(request.query.as, lastEventId);
    openEventStream(response, feed, { lastEventId, retry });
  });
  app.get(`${path}/poll`, (request, response) => {
    const since = /** @type {string | undefined} */ (request.query.since);
    ledger.noteRequest(request.query.as, since);
    response.set('Cache-Control', 'no-store').json({ since: since ?? null, events: feed.since(since) });
  });
}
