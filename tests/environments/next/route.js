// A route that receives a stream.
// Knows routes of Next. Must not know the expected events.

import { EventSource, engine } from 'eventsource-wasm';
import { receive } from './receive.js';

export const runtime = 'edge';

export async function GET(request) {
  const events = await receive(EventSource, new URL(request.url).searchParams.get('stream'));
  return Response.json({ events, engine });
}
