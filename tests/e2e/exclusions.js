// Every known difference, one entry each, with its reason. One that no longer differs fails the run.
// Knows names of scenarios and the logs' notation. Must not know how they are compared.
//
//   { scenario: name | /pattern/ | […], on: 'ours' | 'fetch' | 'xhr' | 'native', engine, scope, reason, forgive }
//
// `forgive` takes the difference out of a log, so that the rest still has to be equal.

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

const OUR_GETTERS = ['lastEventId', 'reconnectionTime', 'transport'];

const REFUSED_REDIRECTS = [
  /^origin: a redirect .* without leave fails for good$/,
  /^origin: a redirect .* is a network error$/,
];

const PROBE =
  'a request that failed without an answer is asked once more in mode no-cors, to tell a refusal from a fault';
const PREFLIGHT = "a script's Last-Event-ID for another origin is asked for in a preflight";
const CACHE =
  'XMLHttpRequest has no cache mode: a Cache-Control header stands for it, and is left out where it is refused';

/** The browser's own object departs from the standard: the scenario states the standard, and ours is held to that. */
const natives = [
  {
    scenario:
      /^connection: a stream of type "text\/event-stream;charset=(windows-1251|utf-16|nonsense|\\"a,text\/plain)" opens$/,
    engine: 'chromium',
    reason:
      'Blink refuses streams whose charset is not UTF-8; by the standard they are UTF-8 whatever they say',
  },
  {
    scenario: 'connection: a stream of type "text/event-stream x" fails',
    engine: 'chromium',
    reason: 'Blink cuts the type at its first space; by the MIME Sniffing Standard it is no type at all',
  },
  {
    scenario: /^reconnection: a retry (without digits|field without a value|of one space) is ignored$/,
    engine: 'chromium',
    reason:
      'Blink takes an empty retry as a reset to its own default; by the standard it is no number, and ignored',
  },
  {
    scenario: /^arguments: the address "http:\/\/(a b|this is invalid)\/" is a SyntaxError$/,
    engine: 'chromium',
    reason: 'Chromium escapes spaces in hosts; by the URL Standard they are forbidden',
  },
  {
    scenario: /^origin: a retry .*starts from the original address/,
    engine: 'chromium',
    reason: 'Blink keeps the address it was redirected to, and asks there again',
  },
  {
    scenario: 'origin: a redirect to another scheme is a network error',
    engine: 'chromium',
    reason: 'Blink fails for good; by the Fetch Standard it is a network error, after which one tries again',
  },
];

/** No script can do it. */
const impossible = [
  {
    scenario: /^events: an? (open|message|error) event is trusted$/,
    reason: 'what a script dispatches is not trusted',
    forgive: without('isTrusted'),
  },
  {
    scenario: [
      'cors: a stream of another origin is resumed where the id is allowed',
      'reconnection: a server that is killed and comes back is found again',
    ],
    reason: PREFLIGHT,
    forgive: withoutPreflight,
  },
  {
    scenario: 'origin: a retry after a redirect to another origin starts from the original address',
    on: 'fetch',
    reason: PREFLIGHT,
    forgive: withoutPreflight,
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
];

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
  { scenario: REFUSED_REDIRECTS, on: 'xhr', reason: `${PROBE}; ${CACHE}`, forgive: withoutRequests },
  {
    scenario: [
      /^origin: a redirect .* to another origin is followed/,
      'origin: a way there and back names the null origin',
      'origin: a retry after a redirect to another origin starts from the original address',
    ],
    on: 'xhr',
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
    reason: CACHE,
    forgive: (log) => log.map((entry) => entry.map((part) => String(part).replace('Pragma ', ''))),
  },
];

/** A script can do it, and this package does not yet. */
const missing = [
  {
    scenario: /^page: stopping the page while (connecting|open) ends the source$/,
    on: 'fetch',
    engine: 'chromium',
    scope: 'window',
    reason: 'to fetch, the stop looks like a network fault',
  },
];

export const exclusions = [
  ...natives.map((exclusion) => ({ ...exclusion, on: 'native' })),
  ...impossible,
  ...chosen,
  ...missing,
];
