// The clients, by the names they have in the tables, and the script of each.
// Runs in Node. Must not know what is done with them.
//
// A client is a module with open(url, { types, onOpen, onEvent(data, type, id) }), which gives a function that closes.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const LEGACY = fileURLToPath(new URL('../../pkg/dist/legacy.js', import.meta.url));

const MODULES = {
  native: 'native',
  'ours, fetch': 'ours_fetch',
  'ours, XHR': 'ours_xhr',
  'ours, legacy': 'ours_legacy',
  eventsource: 'eventsource',
  'event-source-polyfill': 'event_source_polyfill',
  'fetch-event-source': 'fetch_event_source',
  'sse.js': 'sse_js',
};

/** Those that there are, or those of them that were asked for. Who is missing is said. */
export function clientsOf(asked = Object.keys(MODULES)) {
  return asked.filter((name) => {
    if (!MODULES[name]) throw new Error(`no client "${name}": ${Object.keys(MODULES).join(', ')}`);
    const there = name !== 'ours, legacy' || existsSync(LEGACY);
    if (!there) console.warn(`SKIPPED: ${name}, because there is no pkg/dist/legacy.js`);
    return there;
  });
}

/** What a page imports to have that client, and what a benchmark does with it: `open`, and all of `what`. */
export const scriptOf = (name, what) =>
  [`./bench/clients/${MODULES[name]}.js`, ...(what ? [`./${what}`] : [])]
    .map((path) => `export * from '${path}';`)
    .join('\n');
