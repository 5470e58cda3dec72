// The demo on a cluster of Node processes on Redis streams: `node examples/scale-out/stream.js`
// Knows the name of the form. Must not know the rest.

import { runDemo } from './demo/command.js';

await runDemo('stream');
