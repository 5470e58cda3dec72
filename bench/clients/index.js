// The clients, by the names they have in the tables, and the script of each.
// Runs in Node. Must not know what is done with them.
//
// A client is a module with open(url, { types, onOpen, onEvent(data, type, id) }), which gives a function that closes.

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

/** All, or those that were asked for. */
export function clientsOf(asked = Object.keys(MODULES)) {
  const unknown = asked.filter((name) => !MODULES[name]);
  if (unknown.length) throw new Error(`no client "${unknown}": ${Object.keys(MODULES).join(', ')}`);
  return asked;
}

/** What a page imports to have that client, and what a benchmark does with it: `open`, and all of `what`. */
export const scriptOf = (name, what) =>
  [`./bench/clients/${MODULES[name]}.js`, ...(what ? [`./${what}`] : [])]
    .map((path) => `export * from '${path}';`)
    .join('\n');
