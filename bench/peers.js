// The packages whose sizes are compared with this one.
// Knows their names and how each is imported. Must not know what is measured.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Package → the source text of a module that exports its client. */
export const CLIENTS = {
  eventsource: "export { EventSource } from 'eventsource';",
  'event-source-polyfill': "export { EventSourcePolyfill } from 'event-source-polyfill';",
  'extended-eventsource': "export { EventSource } from 'extended-eventsource';",
  '@microsoft/fetch-event-source': "export { fetchEventSource } from '@microsoft/fetch-event-source';",
  'sse.js': "export { SSE } from 'sse.js';",
};

export async function versionOf(name) {
  const path = fileURLToPath(new URL(`../node_modules/${name}/package.json`, import.meta.url));
  return JSON.parse(await readFile(path, 'utf8')).version;
}
