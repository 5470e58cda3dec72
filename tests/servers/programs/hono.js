// Hono with streamSSE, on Node, and its middleware compress.
// Knows their API. Must not know what a test expects.

import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { streamSSE } from 'hono/streaming';
import { encodingOf, eventsOf, HEARTBEAT, PAGE, release, STREAMS } from './events.js';

const app = new Hono();
app.use('/gzip/*', compress({ threshold: 0 }));
app.use('/br/*', compress({ threshold: 0 }));
app.get('/page', (c) => c.html(PAGE));
app.get('/release', (c) => c.text(String(release(c.req.query('key')).size)));
app.get('/empty', (c) => c.body(null, 204));
app.get('/failing', () => {
  throw new Error('this handler fails');
});

for (const route of STREAMS.flatMap((path) => [`/${path}`, `/gzip/${path}`, `/br/${path}`])) {
  const path = encodingOf(route).path.slice(1);
  app.get(route, (c) =>
    streamSSE(c, async (stream) => {
      // It has no heartbeat of its own; this is the one of its documentation.
      const timer = path === 'heartbeat' && setInterval(() => stream.write(': heartbeat\n\n'), HEARTBEAT);
      const options = {
        key: c.req.query('key'),
        lastEventId: c.req.header('last-event-id'),
        isOpen: () => !stream.aborted && !stream.closed,
      };
      for await (const event of eventsOf(path, options)) {
        if (event.comment === undefined) await stream.writeSSE(event);
        else await stream.write(`: ${event.comment}\n\n`);
      }
      clearInterval(timer);
    }),
  );
}

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(`listening ${port}`));
