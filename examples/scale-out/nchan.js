// The demo on a cluster of nginx with nchan: `node examples/scale-out/nchan.js`
// Knows the name of the form. Must not know the rest.

import { runDemo } from './demo/command.js';

await runDemo('nchan');
