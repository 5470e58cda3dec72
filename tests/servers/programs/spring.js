// Streams as Spring's SseEmitter writes them, from its public sources: no space behind the colon, each field in the order
// in which the builder was called (here id, event, retry, data), data split at LF only.
// Knows this format. Must not know the framework: none runs here.

import http from 'node:http';
import { handlerOf } from './bare.js';
import { announce } from './events.js';

const field = (name, value) => (value === undefined ? '' : `${name}:${value}\n`);

const format = ({ comment, event, id, retry, data }) =>
  [
    field('', comment),
    field('id', id),
    field('event', event),
    field('retry', retry),
    field('data', data?.replaceAll('\n', '\ndata:')),
    '\n',
  ].join('');

announce(
  http.createServer(
    handlerOf({
      format,
      headers: { 'content-type': 'text/event-stream;charset=UTF-8' },
      heartbeat: ':\n\n',
      encoders: {},
    }),
  ),
);
