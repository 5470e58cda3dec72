// Node's bare http.
// Knows nothing but the handler. Must not know how events are written.

import http from 'node:http';
import { handlerOf, plain } from './bare.js';
import { announce } from './events.js';

announce(http.createServer(handlerOf({ format: plain })));
