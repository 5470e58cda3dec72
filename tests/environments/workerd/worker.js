// A worker that receives a stream. workerd compiles no WebAssembly from bytes, so the core is the one as JavaScript.
// Knows workerd's handlers. Must not know the expected events.

import { EventSource, engine } from 'eventsource-wasm';
import { receive } from './receive.js';

export default {
  async fetch(request) {
    const events = await receive(EventSource, new URL(request.url).searchParams.get('stream'));
    return Response.json({ events, engine });
  },
};
