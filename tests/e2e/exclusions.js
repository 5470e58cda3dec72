// Every known difference, one entry each, with its reason. One that no longer differs fails the run.
// Knows names of scenarios and the logs' notation. Must not know how they are compared.
//
//   { scenario: name | /pattern/ | […], on: 'ours' | 'fetch' | 'xhr' | 'legacy' | 'native', engine, scope, reason, forgive }
//
// `forgive` takes the difference out of a log, so that the rest still has to be equal.

import { natives, SPLIT_MARKS } from './native_results.js';

/** Takes preflights out of a log. */
const withoutPreflight = (log) =>
  log.filter(([label, method]) => label !== 'request' || method !== 'OPTIONS');

/** Takes the requests out that only ask whether somebody is there. */
const withoutProbe = (log) => log.filter((entry) => entry.at(-1) !== 'mode no-cors');

/** Leaves what the page saw, and takes out what the server saw. */
const withoutRequests = (log) =>
  log.filter(([label]) => !['request', 'asked for', 'origins'].includes(label));

/** Takes the entries of one label out. */
const without = (label) => (log) => log.filter(([name]) => name !== label);

/** Takes the names of headers out of a list of them. */
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

/** As if whoever never hung up had. */
const lettingGo = (log) =>
  log.map(([label, ...rest]) =>
    label === 'ended by'
      ? [label, 'client']
      : [label, ...rest.map((part) => (part === 'never ended' ? 'ended by client' : part))],
  );

const REDIRECTS_ABROAD =
  /^origin: (a redirect \d+ to another origin is followed.*|a retry after a redirect to another origin .*)$/;
const WORKERS = ['worker', 'sharedworker', 'serviceworker'];
const OUR_GETTERS = ['lastEventId', 'reconnectionTime', 'transport'];

const REFUSED_REDIRECTS = [
  /^origin: a redirect .* without leave fails for good$/,
  /^origin: a redirect .* is a network error$/,
];

const PROBE =
  'a request that failed without an answer is asked once more in mode no-cors, to tell a refusal from a fault';
const PREFLIGHT = "a script's Last-Event-ID for another origin is asked for in a preflight";
const HELD =
  'in Firefox, a fetch that was redirected keeps its connection when it is aborted or its body is cancelled';
const CACHE =
  'XMLHttpRequest has no cache mode: a Cache-Control header stands for it, and is left out where it is refused';

/** No script can do it. */
const impossible = [
  {
    scenario: /^events: an? (open|message|error) event is trusted$/,
    reason: 'what a script dispatches is not trusted',
    forgive: without('isTrusted'),
  },
  {
    scenario: 'cors: a stream of another origin is resumed where the id is allowed',
    reason: PREFLIGHT,
    forgive: withoutPreflight,
  },
  {
    scenario: 'reconnection: a server that is killed and comes back is found again',
    reason: `${PREFLIGHT}; ${PROBE}`,
    forgive: (log) => withoutProbe(withoutPreflight(log)),
  },
  {
    scenario: 'origin: a retry after a redirect to another origin starts from the original address',
    on: 'fetch',
    engine: ['chromium', 'webkit'],
    reason: PREFLIGHT,
    forgive: withoutPreflight,
  },
  {
    scenario: 'origin: a retry after a redirect to another origin starts from the original address',
    on: 'fetch',
    engine: 'firefox',
    reason: `${PREFLIGHT}; ${HELD}`,
    forgive: (log) => lettingGo(withoutPreflight(log)),
  },
  {
    scenario: [
      /^origin: a redirect \d+ .* is followed/,
      /^origin: a retry starts from the original address/,
      /^origin: (redirects may follow redirects|a way there and back .*|a redirect from another origin .*)$/,
    ],
    on: 'fetch',
    engine: 'firefox',
    reason: HELD,
    forgive: lettingGo,
  },
  {
    scenario: 'cors: a stream of another origin is resumed where the id is not allowed',
    reason: `${PREFLIGHT}, which this server refuses`,
  },
  {
    scenario: 'connection: open comes with the headers, before any byte of the body',
    on: 'xhr',
    reason: 'an XMLHttpRequest is silent until the first byte of the body',
  },
  {
    scenario: 'connection: open comes with the headers, before any byte of the body',
    on: 'fetch',
    engine: 'firefox',
    reason: 'Gecko hands an answer over with the first byte of its body',
  },
];

/** What ES5 has no words for. */
const inES5 = [
  {
    scenario: [
      /^interface: the property \w+ is as the interface says$/,
      'interface: members are no constructors and have no prototype',
    ],
    reason: 'ES5 has functions and no methods: they have the names that they have, and can be constructed',
  },
  {
    scenario: 'interface: an object has no properties of its own',
    reason: 'ES5 has no private members: they are properties that are not enumerable',
  },
].map((one) => ({ ...one, on: 'legacy' }));

/** What Firefox does to a script's requests. */
const inFirefox = [
  {
    scenario: 'arguments: a blob: address gives what the browser lets it give',
    on: 'xhr',
    scope: WORKERS,
    reason: "in Firefox's workers, the type of a blob is what the script has it decoded as",
  },
].map((one) => ({ ...one, engine: 'firefox' }));

/** What WebKitGTK does to a script's requests. */
const inWebKit = [
  {
    scenario: 'connection: a stream with status 401 fails for good',
    reason: 'WebKitGTK asks its user for a password first, and waits',
  },
  {
    scenario: 'origin: a way there and back names the null origin',
    reason: 'WebKit refuses what says that it lets in the origin null, which it named itself',
  },
  {
    scenario: /^reconnection: an id (beyond ASCII|in Latin-1 range|of invalid UTF-8) is sent /,
    reason: "WebKitGTK writes a script's headers as UTF-8 of what already is UTF-8",
    forgive: withoutRequests,
  },
  {
    scenario: SPLIT_MARKS,
    on: 'xhr',
    reason:
      'WebKit keeps a byte order mark that is split over chunks, and a script cannot tell it from a second one',
  },
].map((one) => ({ ...one, engine: 'webkit' }));

/** Chosen so. */
const chosen = [
  {
    scenario: 'interface: the prototype has these properties of its own',
    reason: 'these getters are ours',
    forgive: (log) =>
      log.map(([label, names]) => [label, names.filter((name) => !OUR_GETTERS.includes(name))]),
  },
  {
    scenario: 'interface: the interface object has these properties of its own',
    reason: 'fromReadableStream is proposed for the standard',
    forgive: (log) =>
      log.map(([label, names]) => [label, names.filter((name) => name !== 'fromReadableStream')]),
  },
  {
    scenario: [
      /^cors: a (stream that lets in|wrong status) .*fails for good$/,
      'cors: a refusal is not asked again, however long one waits',
    ],
    reason: PROBE,
    forgive: withoutProbe,
  },
  {
    scenario: 'cors: a stream of another origin that is refused at the second attempt fails for good',
    reason:
      'a source that was open is asked again until a refusal is sure: its server may just have come back',
    forgive: withoutRequests,
  },
  { scenario: REFUSED_REDIRECTS, on: 'fetch', reason: PROBE, forgive: withoutProbe },
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
      'origin: a way there and back names the null origin',
      'origin: a retry after a redirect to another origin starts from the original address',
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
    reason: `${CACHE}; in Firefox it has no Priority either`,
    forgive: withoutNames('Pragma', 'Priority', 'Referer'),
  },
  {
    scenario: 'requests: its headers have the usual names',
    on: 'fetch',
    engine: 'firefox',
    scope: WORKERS,
    reason: "Firefox's own names no referrer in workers; by the standard it should",
    forgive: withoutNames('Referer'),
  },
];

const STUCK =
  'a request that is sent again in the handler of its error is never heard of again in WebKit; a later one is';

/** A script can do it, and this package does not yet. */
const missing = [
  {
    scenario: [...REFUSED_REDIRECTS, REDIRECTS_ABROAD],
    on: 'xhr',
    engine: 'webkit',
    reason: STUCK,
  },
  {
    scenario: 'requests: a stream that may be cached is asked for anew',
    on: 'xhr',
    engine: 'webkit',
    reason: 'the Cache-Control header of a request is nothing to WebKit; an If-Modified-Since would be',
  },
  {
    scenario: 'requests: a name and a password in the address are what the browser lets them be',
    engine: ['firefox', 'webkit'],
    reason: 'fetch refuses such addresses, and ours does as it says; Gecko and WebKit ask without the two',
  },
  {
    scenario: /^page: stopping the page while (connecting|open) ends the source$/,
    on: 'fetch',
    scope: 'window',
    reason: 'to fetch, the stop looks like a network fault',
  },
];

const kinds = {
  native: natives.map((one) => ({ ...one, on: 'native' })),
  impossible: [...impossible, ...inES5, ...inFirefox, ...inWebKit],
  chosen,
  missing,
};

export const exclusions = Object.entries(kinds).flatMap(([kind, table]) =>
  table.map((exclusion) => ({ kind, ...exclusion })),
);

/** Differences that come and go with the machine's load, and are forgiven wherever they show: not in the totals. */
export const tolerances = [
  {
    scenario: /^/,
    on: 'fetch',
    engine: 'firefox',
    scope: WORKERS,
    reason: "in Firefox's workers, an abort that comes right behind the headers is lost now and then",
    forgive: lettingGo,
  },
];
