// Node's bare http2 with TLS; HTTP/1.1 for clients that do not offer HTTP/2.
// Knows where its certificate is (CERTIFICATE, a folder). Must not know how events are written.

import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { handlerOf, plain } from './bare.js';
import { announce } from './events.js';

const file = (name) => readFileSync(`${process.env.CERTIFICATE}/${name}`);

announce(
  createSecureServer(
    { key: file('key.pem'), cert: file('certificate.pem'), allowHTTP1: true },
    handlerOf({ format: plain }),
  ),
);
