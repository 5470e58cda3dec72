// Fastify with @fastify/sse, and @fastify/compress.
// Knows their API. Must not know what a test expects.

import Fastify from 'fastify';
import compress from '@fastify/compress';
import sse from '@fastify/sse';
import { encodingOf, eventsOf, HEARTBEAT, PAGE, release, STREAMS } from './events.js';

const app = Fastify({
  rewriteUrl(request) {
    const { encoding, path } = encodingOf(request.url);
    if (encoding) request.headers['accept-encoding'] = encoding;
    else delete request.headers['accept-encoding'];
    return path;
  },
});
await app.register(compress, { threshold: 0 });
await app.register(sse, { heartbeatInterval: HEARTBEAT });

app.get('/page', (_, reply) => reply.type('text/html').send(PAGE));
app.get('/release', async (request) => String(release(request.query.key).size));
app.get('/empty', (_, reply) => reply.code(204).send());
app.get('/failing', async () => {
  throw new Error('this handler fails');
});

for (const path of STREAMS) {
  const sse = { kind: 'only', heartbeat: path === 'heartbeat', serializer: String };
  app.get(`/${path}`, { sse }, async (request, reply) => {
    const options = {
      key: request.query.key,
      lastEventId: reply.sse.lastEventId ?? '',
      isOpen: () => reply.sse.isConnected,
    };
    for await (const event of eventsOf(path, options)) {
      // It has no comments but its heartbeat.
      if (event.comment === undefined && reply.sse.isConnected) await reply.sse.send(event);
    }
  });
}

await app.listen({ port: 0, host: '127.0.0.1' });
console.log(`listening ${app.server.address().port}`);
