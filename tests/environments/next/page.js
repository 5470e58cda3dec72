'use client';

// A page that imports the package and is rendered on the server first.
// Knows React. Must not know streams.

import { EventSource } from 'eventsource-wasm';
import { EventSource as Legacy } from 'eventsource-wasm/legacy';
import 'eventsource-wasm/auto';

export default function Page() {
  return <p>{`the class is a ${typeof EventSource}, and the other one a ${typeof Legacy}`}</p>;
}
