// The page server, which always runs: it serves the page, the package and tokens, and controls the stream server.
// Knows files and the paths of the control. Must not know the content of the streams.
//
//   GET  /control            { alive, streamPort, pollEvery, now }
//   POST /control/kill       closes the stream server: its socket and its connections
//   POST /control/revive     restarts it
//   GET  /control/seen?as=…  the requests of one connection, as the stream server received them
//   POST /token              { token }: a new bearer token for questions, as a session of the page would give it
//   DELETE /token/…          makes a token expire

import http from 'node:http';
import { fileURLToPath } from 'node:url';
import express from 'express';

/**
 * @param {{ alive: boolean, port: number, kill(): Promise<void>, revive(): Promise<void> }} streamServer
 * @param {import('./tokens.js').Tokens} tokens
 * @param {import('./request_log.js').RequestLog} requestLog
 * @param {{ pollEvery: number }} settings for the page
 */
export function createPageServer(streamServer, tokens, requestLog, { pollEvery }) {
  const app = express().disable('x-powered-by');
  const state = () => ({
    alive: streamServer.alive,
    streamPort: streamServer.port,
    pollEvery,
    now: Date.now(),
  });
  app.use(['/control', '/token'], (request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });
  app.get('/control', (request, response) => void response.json(state()));
  app.get('/control/seen', (request, response) => void response.json(requestLog.entryOf(request.query.as)));
  for (const order of /** @type {const} */ (['kill', 'revive'])) {
    app.post(`/control/${order}`, async (request, response) => {
      await streamServer[order]();
      response.json(state());
    });
  }
  app.post('/token', (request, response) => void response.json({ token: tokens.issue() }));
  app.delete('/token/:token', (request, response) => {
    tokens.expire(request.params.token);
    response.json({});
  });
  app.use('/pkg', express.static(PACKAGE));
  app.use(express.static(PAGE));
  return http.createServer(app);
}

const PAGE = fileURLToPath(new URL('page', import.meta.url));
const PACKAGE = fileURLToPath(new URL('../pkg', import.meta.url));
