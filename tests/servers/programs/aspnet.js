// Streams as ASP.NET's TypedResults.ServerSentEvents writes them, from .NET's public sources: event, data, id, retry, and
// the header Content-Encoding: identity. It has no comments.
// Knows this format. Must not know the framework: none runs here.

import http from 'node:http';
import { handlerOf } from './bare.js';
import { announce } from './events.js';

const field = (name, value) => (value === undefined ? '' : `${name}: ${value}\n`);

function format({ comment, event, id, retry, data = '' }) {
  if (comment !== undefined) return '';
  const lines = data.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
  return [field('event', event), ...lines, field('id', id), field('retry', retry), '\n'].join('');
}

announce(
  http.createServer(
    handlerOf({
      format,
      headers: { 'cache-control': 'no-cache,no-store', pragma: 'no-cache', 'content-encoding': 'identity' },
      heartbeat: 'event: ping\ndata: \n\n',
      encoders: {},
    }),
  ),
);
