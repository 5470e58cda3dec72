// Streams as a StreamWriter of .NET writes them on Windows, where people use it by hand: a byte order mark first, and CRLF.
// Knows this format. Must not know the framework: none runs here.

import http from 'node:http';
import { handlerOf, plain } from './bare.js';
import { announce } from './events.js';

announce(
  http.createServer(
    handlerOf({
      preamble: '\uFEFF',
      format: (event) => plain(event).replaceAll('\n', '\r\n'),
      heartbeat: ':\r\n\r\n',
      encoders: {},
    }),
  ),
);
