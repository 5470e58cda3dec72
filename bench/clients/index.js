// The clients, by their names in the tables, and the script of each.
// Runs in Node. Must not know what is measured.
//
// A client is a module with open(url, { types, onOpen, onEvent(data, type, id) }), which returns a function that closes
// it.

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

/** Checks names of clients; default: all. */
export function clientsOf(names = Object.keys(MODULES)) {
  const unknown = names.filter((name) => !MODULES[name]);
  if (unknown.length) throw new Error(`no client "${unknown}": ${Object.keys(MODULES).join(', ')}`);
  return names;
}

/**
 * The source text of a module with the client's `open` and all exports of `module`, a path from the repository's root.
 */
export const scriptOf = (name, module) =>
  [`./bench/clients/${MODULES[name]}.js`, ...(module ? [`./${module}`] : [])]
    .map((path) => `export * from '${path}';`)
    .join('\n');
