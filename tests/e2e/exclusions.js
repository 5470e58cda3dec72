// Every known difference, one entry each, with its reason. The run fails if a difference no longer exists.
// Knows names of scenarios and the notation of logs. Must not know how logs are compared.
//
//   { scenario: name | /pattern/ | […], on: 'ours' | 'fetch' | 'xhr' | 'legacy' | 'native', engine, scope, reason, forgive }
//
// `forgive` removes the difference from a log. The rest must be equal.

import { nativeDeviations, SPLIT_MARKS } from './native_results.js';

/** Removes preflights from a log. */
const withoutPreflight = (log) =>
  log.filter(([label, method]) => label !== 'request' || method !== 'OPTIONS');

/** Removes CORS probes from a log. */
const withoutCorsProbe = (log) => log.filter((entry) => entry.at(-1) !== 'mode no-cors');

/** Removes what the server recorded from a log, and keeps what the page logged. */
const withoutRequests = (log) =>
  log.filter(([label]) => !['request', 'requested', 'origins'].includes(label));

/** Removes the entries with one label. */
const without = (label) => (log) => log.filter(([name]) => name !== label);

/** Removes names of headers from the entries that list them. */
const withoutNames =
  (...names) =>
  (log) =>
    log.map((entry) =>
      entry.map((part) =>
        String(part)
          .split(' ')
          .filter((name) => !names.includes(name))
          .join(' '),
      ),
    );

/** Removes names from the entry that lists the members of an object. */
const withoutMembers = (ours) => (log) =>
  log.map((entry) =>
    ['names', 'own properties'].includes(entry[0])
      ? [entry[0], entry[1].filter((name) => !ours.includes(name))]
      : entry,
  );

/** Replaces "never ended" by "ended by client". */
const asEndedByClient = (log) =>
  log.map(([label, ...rest]) =>
    label === 'ended by'
      ? [label, 'client']
      : [label, ...rest.map((part) => (part === 'never ended' ? 'ended by client' : part))],
  );

const REDIRECTS_TO_OTHER_ORIGINS =
  /^origin: (a redirect \d+ to another origin is followed.*|a reconnection after a redirect to another origin .*)$/;
const WORKERS = ['worker', 'sharedworker', 'serviceworker'];
/** What this package adds to the interface, its prototype and its events. */
const OUR_STATICS = ['fromReadableStream', 'Symbol(eventsource.supports-fetch-override)'];
const OUR_MEMBERS = [
  'Symbol(Symbol.asyncIterator)',
  'lastEventId',
  'reconnect',
  'reconnectionTime',
  'transport',
];
const OF_OUR_OPEN = ['status', 'statusText', 'headers'];
const OF_OUR_ERROR = [...OF_OUR_OPEN, 'message', 'cause', 'code', 'willRetry', 'delay', 'attempt', 'text'];

const REFUSED_REDIRECTS = [
  /^origin: a redirect .* without CORS headers fails for good$/,
  /^origin: a redirect .* is a network error$/,
];

const PROBE =
  'a CORS probe: a request that failed without a response is repeated in mode no-cors, to distinguish a CORS error from a network error, and then once more, because the network may just have come back';
const PREFLIGHT = 'a script that sends Last-Event-ID to another origin needs a preflight';
const KEPT_OPEN =
  'in Firefox, a redirected fetch keeps its connection open when it is aborted or its body is cancelled';
const CACHE =
  'XMLHttpRequest has no cache mode: a Cache-Control header replaces it, and is left out if CORS does not allow it';

/** Differences that no script can avoid. */
const impossible = [
  {
    scenario: /^events: an? (open|message|error) event is trusted$/,
    reason: 'an event that a script dispatches is not trusted',
    forgive: without('isTrusted'),
  },
  {
    scenario: 'cors: a stream of another origin is resumed if it allows Last-Event-ID',
    reason: PREFLIGHT,
    forgive: withoutPreflight,
  },
  {
    scenario: 'reconnection: a source reconnects to a server that was stopped and started again',
    reason: `${PREFLIGHT}; ${PROBE}`,
    forgive: (log) => withoutCorsProbe(withoutPreflight(log)),
  },
  {
    scenario: 'origin: a reconnection after a redirect to another origin starts from the original URL',
    on: 'fetch',
    engine: ['chromium', 'webkit'],
    reason: PREFLIGHT,
    forgive: withoutPreflight,
  },
  {
    scenario: 'origin: a reconnection after a redirect to another origin starts from the original URL',
    on: 'fetch',
    engine: 'firefox',
    reason: `${PREFLIGHT}; ${KEPT_OPEN}`,
    forgive: (log) => asEndedByClient(withoutPreflight(log)),
  },
  {
    scenario: [
      /^origin: a redirect \d+ .* is followed/,
      /^origin: a reconnection starts from the original URL/,
      /^origin: (redirects may follow redirects|a redirect to another origin and back .*|a redirect from another origin .*)$/,
    ],
    on: 'fetch',
    engine: 'firefox',
    reason: KEPT_OPEN,
    forgive: asEndedByClient,
  },
  {
    scenario: 'cors: a stream of another origin is resumed if it does not allow Last-Event-ID',
    reason: `${PREFLIGHT}, which this server does not allow`,
  },
  {
    scenario: 'connection: open is fired on the headers, before any byte of the body',
    on: 'xhr',
    reason: 'an XMLHttpRequest fires no event before the first byte of the body',
  },
  {
    scenario: 'connection: open is fired on the headers, before any byte of the body',
    on: 'fetch',
    engine: 'firefox',
    reason: 'Gecko resolves a fetch on the first byte of the body',
  },
];

/** Features without an equivalent in ES5. */
const inES5 = [
  {
    scenario: 'interface: members are not constructors and have no prototype',
    reason: 'ES5 has no methods: its functions are constructors',
  },
  {
    scenario: 'interface: an object has no own properties',
    reason: 'ES5 has no private members: non-enumerable properties replace them',
  },
].map((one) => ({ ...one, on: 'legacy' }));

/** Behaviour of Firefox for requests of scripts. */
const inFirefox = [
  {
    scenario: 'arguments: a blob: URL may be a stream',
    on: 'xhr',
    scope: WORKERS,
    reason: "in Firefox's workers, overrideMimeType() also changes the reported type of a blob",
  },
].map((one) => ({ ...one, engine: 'firefox' }));

/** Behaviour of WebKitGTK for requests of scripts. */
const inWebKit = [
  {
    scenario: 'connection: a stream with status 401 fails for good',
    reason: 'WebKitGTK asks its user for a password first, and waits',
  },
  {
    scenario: 'origin: a redirect to another origin and back sends the null origin',
    reason: 'WebKit sends the origin null, and rejects a response that allows this origin',
  },
  {
    scenario: /^reconnection: an id (beyond ASCII|in Latin-1 range|of invalid UTF-8) is sent /,
    reason: 'WebKitGTK encodes the headers of a script as UTF-8 twice',
    forgive: withoutRequests,
  },
  {
    scenario: SPLIT_MARKS,
    on: 'xhr',
    reason:
      'WebKit does not remove a byte order mark that is split over chunks, and a script cannot distinguish it from a second one',
  },
].map((one) => ({ ...one, engine: 'webkit' }));

/** Intended differences. */
const chosen = [
  {
    scenario: 'interface: the prototype has these own properties',
    reason: 'this package has additional members',
    forgive: withoutMembers(OUR_MEMBERS),
  },
  {
    scenario: 'interface: the interface object has these own properties',
    reason:
      'fromReadableStream is proposed for the standard; libraries look for the symbol of the option fetch',
    forgive: withoutMembers(OUR_STATICS),
  },
  {
    scenario: [
      /^cors: a (stream that allows|wrong status) .*fails for good$/,
      'cors: a refused stream is not requested again',
    ],
    reason: PROBE,
    forgive: withoutRequests,
  },
  {
    scenario: /^events: (an error event|the error event of a failure) is an Event$/,
    reason: 'an error event says why it is fired',
    forgive: withoutMembers(OF_OUR_ERROR),
  },
  {
    scenario: 'events: an open event is an Event',
    reason: 'an open event has the status and the headers of the response',
    forgive: withoutMembers(OF_OUR_OPEN),
  },
  {
    scenario: 'cors: a stream of another origin that is refused at the second attempt fails for good',
    reason:
      'after a source was open, it reconnects until the CORS error is certain, because its server may have just restarted',
    forgive: withoutRequests,
  },
  { scenario: REFUSED_REDIRECTS, on: 'fetch', reason: PROBE, forgive: withoutRequests },
  {
    scenario: REFUSED_REDIRECTS,
    on: 'xhr',
    engine: ['chromium', 'firefox'],
    reason: `${PROBE}; ${CACHE}`,
    forgive: withoutRequests,
  },
  {
    scenario: [
      /^origin: a redirect .* to another origin is followed/,
      'origin: a redirect to another origin and back sends the null origin',
      'origin: a reconnection after a redirect to another origin starts from the original URL',
    ],
    on: 'xhr',
    engine: ['chromium', 'firefox'],
    reason: CACHE,
    forgive: withoutRequests,
  },
  {
    scenario: 'requests: it has no Pragma, or the one that its cache mode asks for',
    on: 'xhr',
    reason: CACHE,
    forgive: without('pragma'),
  },
  {
    scenario: 'requests: its headers have the usual names',
    on: 'xhr',
    engine: ['chromium', 'webkit'],
    reason: CACHE,
    forgive: withoutNames('Pragma'),
  },
  {
    scenario: 'requests: its headers have the usual names',
    on: 'xhr',
    engine: 'firefox',
    reason: `${CACHE}; in Firefox, an XMLHttpRequest does not send Priority either`,
    forgive: withoutNames('Pragma', 'Priority', 'Referer'),
  },
  {
    scenario: 'requests: its headers have the usual names',
    on: 'fetch',
    engine: 'firefox',
    scope: WORKERS,
    reason: "Firefox's own object sends no Referer in workers; by the standard it should",
    forgive: withoutNames('Referer'),
  },
];

const STUCK =
  'in WebKit, a request that is sent again in the handler of its error fires no more events; a later request does';

/** Differences that this package could avoid. */
const missing = [
  {
    scenario: [...REFUSED_REDIRECTS, REDIRECTS_TO_OTHER_ORIGINS],
    on: 'xhr',
    engine: 'webkit',
    reason: STUCK,
  },
  {
    scenario: 'requests: a cacheable stream is requested again',
    on: 'xhr',
    engine: 'webkit',
    reason: 'WebKit ignores the Cache-Control header of a request; it would use an If-Modified-Since',
  },
  {
    scenario: 'requests: a user name and a password in the URL are treated as by the browser',
    engine: ['firefox', 'webkit'],
    reason:
      'fetch rejects such URLs, and so does this package; Gecko and WebKit send the request without the two',
  },
  {
    scenario: /^page: stopping the page while (connecting|open) ends the source$/,
    on: 'fetch',
    scope: 'window',
    reason: 'for fetch, window.stop() looks like a network error',
  },
];

const kinds = {
  native: nativeDeviations.map((one) => ({ ...one, on: 'native' })),
  impossible: [...impossible, ...inES5, ...inFirefox, ...inWebKit],
  chosen,
  missing,
};

export const exclusions = Object.entries(kinds).flatMap(([kind, table]) =>
  table.map((exclusion) => ({ kind, ...exclusion })),
);

/**
 * Differences that depend on the machine's load. They are accepted wherever they occur, and are not part of the totals.
 */
export const tolerances = [
  {
    scenario: /^/,
    on: 'fetch',
    engine: 'firefox',
    scope: WORKERS,
    reason: "in Firefox's workers, an abort right after the headers is lost from time to time",
    forgive: asEndedByClient,
  },
];
