// The servers of this suite: how each is started, and where it does something else than the rest.
// Knows what a server sends. Must not know how a client reads it.
//
// `serialize` is what it does to a string in `data`. `differs` has a sentence for what it does to an event of grammar.json,
// by the event's id, and `received` the data that a client gets for it, or null for no event. `encodings` are those that it
// really sends; `cut` names the clients that get only the first chunk of one; `compression` says how they were enabled, or why there are none.

import { node, python, rust } from './programs.js';

const cutAtCr = {
  differs: { 6: 'a CR in data cuts it: what follows is no data' },
  received: { 6: 'a\nc' },
};

export const servers = [
  {
    name: 'Express + better-sse',
    command: node('express.js'),
    serialize: JSON.stringify,
    encodings: ['gzip', 'br'],
    compression:
      '`compression`, with a `Cache-Control` without `no-transform` and `response.flush()` after each event',
  },
  {
    name: 'Fastify + @fastify/sse',
    command: node('fastify.js'),
    ...cutAtCr,
    encodings: [],
    compression: 'the stream passes `@fastify/compress` by: it is written to the raw response',
  },
  {
    name: 'Hono streamSSE',
    command: node('hono.js'),
    encodings: [],
    compression: '`compress` leaves responses with `Transfer-Encoding` out, and `streamSSE` sets it',
  },
  {
    name: 'Node http',
    command: node('http.js'),
    encodings: ['gzip', 'br'],
    compression: '`node:zlib`, flushed after each write',
  },
  {
    name: 'Node http2',
    command: node('http2.js'),
    secure: true,
    encodings: ['gzip', 'br'],
    compression: '`node:zlib`, flushed after each write',
  },
  {
    name: 'FastAPI + sse-starlette',
    command: python('fastapi_server.py'),
    encodings: ['br'],
    compression: '`GZipMiddleware` leaves event streams out; `brotli-asgi` does not, and flushes',
  },
  {
    name: 'FastAPI fastapi.sse',
    command: python('fastapi_own.py'),
    encodings: ['br'],
    compression: '`GZipMiddleware` leaves event streams out; `brotli-asgi` does not, and flushes',
  },
  {
    name: 'Starlette, by hand',
    command: python('starlette_server.py'),
    encodings: ['gzip', 'br'],
    compression: '`GZipMiddleware` with `exclude_content_types=()`, and `brotli-asgi`; both flush',
  },
  {
    name: 'Django, by hand',
    command: python('django_server.py'),
    encodings: ['gzip'],
    cut: {
      encoding: 'gzip',
      clients: ['native', 'fetch', 'xhr'],
      cell: 'Chromium stops after the first chunk',
    },
    compression:
      '`GZipMiddleware` sends each chunk as a gzip file of its own, of which Chromium decodes the first alone: leave streams out',
  },
  {
    name: 'axum',
    command: rust(),
    differs: {
      4: 'empty data is no data: nothing is dispatched',
      6: 'CR LF in data counts as two line ends',
    },
    received: { 4: null, 6: 'a\nb\n\nc' },
    encodings: ['gzip', 'br'],
    compression:
      '`CompressionLayer` with another predicate than the default, which leaves event streams out; it flushes',
  },
  {
    name: 'Spring SseEmitter (its format)',
    command: node('spring.js'),
    differs: { ...cutAtCr.differs, 5: 'the first space of data is lost: none is written behind the colon' },
    received: { ...cutAtCr.received, 5: 'one space first' },
    encodings: [],
    compression: 'not part of the format',
  },
  {
    name: 'ASP.NET ServerSentEvents (its format)',
    command: node('aspnet.js'),
    encodings: [],
    compression: 'not part of the format',
    heartbeat: 'ping',
  },
  {
    name: '.NET StreamWriter on Windows (its format)',
    command: node('stream_writer.js'),
    encodings: [],
    compression: 'not part of the format',
  },
];
