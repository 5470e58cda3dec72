// A node: an HTTP server that sends the Redis streams of its channels as event streams.
// Knows paths, headers and how it ends. Must not know the order of events.
//
//   node main.js '{"port":7501,"redisPort":7500,"channels":["match"],"first":"newest","retry":1000}'
//   GET /<channel>   text/event-stream; resumes by Last-Event-ID or ?last_event_id=
//   GET /            204, once it has read from Redis

import http from 'node:http';
import { Redis } from 'ioredis';
import { HEARTBEAT, retryText } from './event_text.js';
import { StreamReader } from './stream_reader.js';
import { Subscription } from './subscription.js';

const { port, redisPort, channels, first, retry } = JSON.parse(process.argv[2]);

/** Commands fail at once while Redis is away, so that the client can be sent to another node. */
const connection = () => {
  const redis = new Redis({
    port: redisPort,
    host: '127.0.0.1',
    maxRetriesPerRequest: 0,
    retryStrategy: () => RECONNECTION_TIME,
  });
  redis.on('error', () => {});
  return redis;
};

const redis = connection();
const reader = new StreamReader(connection(), channels);
let ready = false;
reader.run(() => void (ready = true));

const server = http.createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://node');
  for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
  if (request.method === 'OPTIONS') return response.writeHead(204, PREFLIGHT).end();
  if (pathname === '/') return response.writeHead(ready ? 204 : 503).end();
  const channel = pathname.slice(1);
  if (!channels.includes(channel)) return response.writeHead(404).end();
  const asked = request.headers['last-event-id'] || searchParams.get('last_event_id');
  return open(response, channel, /** @type {string} */ (asked));
});

/** No status says that Redis is away, because any but 200 is final for an EventSource: the connection is closed. */
async function open(response, channel, asked) {
  if (!ready) return response.destroy();
  try {
    const subscription = new Subscription(response, { channel, reader, redis });
    const start = await subscription.start(asked, first);
    response.writeHead(200, HEAD);
    response.write(retryText(retry));
    await subscription.run(start);
  } catch {
    response.destroy();
  }
}

setInterval(() => reader.subscribers.forEach((subscriber) => subscriber.write(HEARTBEAT)), 15_000);
process.once('SIGTERM', () => process.exit());
server.listen(port, '127.0.0.1');

/** For streams that are public, without cookies. Others need the list of their origins, and credentials allowed. */
const CORS = { 'Access-Control-Allow-Origin': '*' };
const PREFLIGHT = { 'Access-Control-Allow-Headers': 'Last-Event-ID', 'Access-Control-Max-Age': '600' };
const HEAD = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' };

/** In ms. */
const RECONNECTION_TIME = 100;
