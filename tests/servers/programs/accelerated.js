// Node's bare http with the response header that switches nginx's buffering off.
// Knows this header. Must not know how events are written.

import http from 'node:http';
import { handlerOf, plain } from './bare.js';
import { announce } from './events.js';

announce(http.createServer(handlerOf({ format: plain, headers: { 'x-accel-buffering': 'no' } })));
