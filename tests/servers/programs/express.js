// Express with better-sse, and the middleware compression.
// Knows their API. Must not know what a test expects.

import http from 'node:http';
import express from 'express';
import compression from 'compression';
import { createSession } from 'better-sse';
import { announce, encodingOf, eventsOf, HEARTBEAT, PAGE, release, STREAMS } from './events.js';

const app = express();
const compress = compression({ threshold: 0 });

app.use((request, response, next) => {
  const { encoding, path } = encodingOf(request.url);
  if (!encoding) return next();
  request.url = path;
  request.headers['accept-encoding'] = encoding;
  compress(request, response, next);
});

app.get('/page', (_, response) => response.type('html').send(PAGE));
app.get('/release', (request, response) => response.send(String(release(request.query.key).size)));
app.get('/empty', (_, response) => response.sendStatus(204));
app.get('/failing', () => {
  throw new Error('this handler fails');
});

for (const path of STREAMS) {
  app.get(`/${path}`, async (request, response) => {
    const session = await createSession(request, response, {
      retry: path === 'end' ? 50 : 100,
      keepAlive: path === 'heartbeat' ? HEARTBEAT : null,
      // The default has no-transform, and then nothing is compressed.
      headers: { 'cache-control': 'no-store' },
    });
    const { key } = request.query;
    const isOpen = () => session.isConnected;
    for await (const event of eventsOf(path, { key, lastEventId: session.lastId, isOpen })) {
      if (!isOpen()) return;
      await push(session, event);
      // Without this, the middleware holds events back.
      response.flush?.();
    }
    response.end();
  });
}

async function push(session, { comment, event, id, data }) {
  if (comment !== undefined) return session.batch((buffer) => buffer.comment(comment).dispatch());
  session.push(data, event, id);
}

announce(http.createServer(app));
