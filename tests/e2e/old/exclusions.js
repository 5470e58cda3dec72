// The known differences in old engines; entries as in ../exclusions.js, and with priority over those.
// Knows names of scenarios and the notation of logs. Must not know how logs are compared.
//
// The oracle is the object of the current Chromium, not that of the old engine, which is older than much of the
// standard.

import { SPLIT_MARKS } from '../native_results.js';

/** Groups that do not run, with the reason. */
export const EXCLUDED_GROUPS = {
  interface: 'it tests classes, symbols and accessors, which engines without ES2015 do not have',
  arguments: 'it tests the conversions of Web IDL, for which the same holds',
  events: 'it tests the prototypes of events, which a script cannot create in these engines',
};

const ALL = ['phantomjs', 'qtwebkit', 'chromium65'];
const WEBKIT = ['phantomjs', 'qtwebkit'];

/** Removes the entries whose label starts with one of the given strings. */
const without =
  (...labels) =>
  (log) =>
    log.filter(([label]) => !labels.some((one) => String(label).startsWith(one)));

/** Removes what the server recorded from a log, and keeps what the page logged. */
const withoutRequests = without('request', 'requested', 'origins');

/** Replaces a reconnection by a failure. */
const asFailure = (log) =>
  withoutRequests(log).map((entry) =>
    entry[1] === 'error' ? [2, 'error'] : entry[0] === 'readyState' ? ['readyState', 2] : entry,
  );

/** Replaces "never ended" by "ended by client". */
const asEndedByClient = (log) =>
  log.map((entry) => entry.map((part) => (part === 'never ended' ? 'ended by client' : part)));

/** Makes the order of entries irrelevant. */
const inAnyOrder = (log) => log.map((entry) => JSON.stringify(entry)).sort();

/** Removes the names of headers that are newer than the engines. */
const withOldNames = (log) =>
  log.map(([label, ...rest]) =>
    label === 'names'
      ? [label, rest[0].split(' ').filter((name) => !/^(sec-.*|Pragma)$/i.test(name))]
      : [label, ...rest],
  );

const CACHE =
  'the Cache-Control header that replaces a cache mode is not allowed by other origins, and the request is repeated without it';
const NO_CORS_PROBE =
  'without fetch there is no CORS probe to distinguish a CORS error from a network error, so the source reconnects';
const REFUSED = [
  /^cors: a (stream that allows|wrong status) .*fails for good$/,
  'cors: a refused stream is not requested again',
];
const REDIRECTS_TO_OTHER_ORIGINS = [
  /^origin: a redirect \d+ to another origin is followed/,
  'origin: a redirect to another origin and back sends the null origin',
  'origin: a reconnection after a redirect to another origin starts from the original URL',
];

const everywhere = [
  {
    scenario: [
      'requests: its mode is cors',
      'requests: its destination is empty',
      'requests: its site is same-origin',
    ],
    reason: 'the engine does not send Sec-Fetch headers',
    forgive: without('sec-fetch-'),
  },
  {
    scenario: ['requests: it accepts compressed responses', "requests: it accepts the browser's languages"],
    reason: 'the engine sends another list',
    forgive: without('accept-'),
  },
  {
    scenario: 'requests: its headers have the usual names',
    reason: 'some headers are newer than the engine',
    forgive: withOldNames,
  },
  { scenario: 'listeners: an AbortSignal removes a listener', reason: 'the engine has no AbortSignal' },
].map((one) => ({ ...one, engine: ALL }));

const inChromium = [
  {
    scenario: REFUSED,
    reason: 'the CORS probe repeats a request that failed without a response, and does not send its mode',
    forgive: withoutRequests,
  },
  {
    scenario: [
      ...REDIRECTS_TO_OTHER_ORIGINS,
      'origin: a redirect to another origin without CORS headers fails for good',
      /^origin: a redirect .* is a network error$/,
    ],
    reason: CACHE,
    forgive: withoutRequests,
  },
  {
    scenario: 'requests: a cacheable stream is requested again',
    reason: 'Chromium continues an aborted request to complete its cache entry',
    forgive: asEndedByClient,
  },
].map((one) => ({ ...one, engine: 'chromium65' }));

/** Both old WebKit engines. */
const inWebKit = [
  {
    scenario: 'connection: a stream with status 401 fails for good',
    reason: 'WebKit asks its user for a password first, and waits',
  },
  {
    scenario: [REFUSED[0], 'origin: a redirect to another origin without CORS headers fails for good'],
    reason: NO_CORS_PROBE,
    forgive: asFailure,
  },
  {
    scenario: [
      REFUSED[1],
      'cors: a stream of another origin that is refused at the second attempt fails for good',
    ],
    reason: NO_CORS_PROBE,
  },
  {
    scenario: 'origin: a redirect loop is a network error',
    reason: 'the engine has another limit for the number of redirects',
    forgive: withoutRequests,
  },
  {
    scenario: 'origin: a redirect to an invalid URL is a network error',
    reason: 'WebKit treats such a redirect as the response, and its status is not 200',
  },
  {
    scenario: 'origin: the origin of an event has an internationalised host in ASCII',
    reason: "the host is resolved by the system's resolver, which does not know subdomains of localhost",
  },
  {
    scenario: 'listeners: a capturing listener is called before the others',
    reason:
      "by the DOM Standard it is; Chromium's own object calls listeners in the order in which they were added",
    forgive: inAnyOrder,
  },
  {
    scenario: /^handlers: an exception in .* does not stop (other listeners|messages)$/,
    reason: 'a script cannot report an exception and continue, so it is reported in a later task',
    forgive: inAnyOrder,
  },
  {
    scenario: 'requests: a cacheable stream is requested again',
    reason: 'missing: a request header alone does not make WebKit bypass its cache',
  },
].map((one) => ({ ...one, engine: WEBKIT }));

const inQtWebKit = [
  { scenario: REDIRECTS_TO_OTHER_ORIGINS, reason: CACHE, forgive: withoutRequests },
  {
    scenario: /^reconnection: (control characters|vertical tab and form feed) in an id are kept$/,
    reason: 'missing: the engine throws if a header has such a character, and the source fails',
  },
].map((one) => ({ ...one, engine: 'qtwebkit' }));

const inPhantomJS = [
  {
    scenario: [
      ...REDIRECTS_TO_OTHER_ORIGINS,
      'origin: a redirect from another origin to this one sends the null origin',
    ],
    reason: 'the engine does not follow redirects of scripts to another origin',
  },
  {
    scenario: [
      'origin: a redirect 308 within the origin is followed',
      'origin: a reconnection starts from the original URL, even after a cacheable 308',
    ],
    reason: 'the status 308 is newer than the engine',
  },
  {
    scenario: /^stream: a (cut sequence is one|sequence cut by a chunk and never completed is one) U\+FFFD/,
    reason: 'the engine decodes each byte as one U+FFFD',
  },
  {
    scenario: /type "text\/event-stream;charset=(windows-1251|utf-16|nonsense|\\"a,text\/plain)" opens$/,
    reason:
      'the engine decodes by the charset of the type; if that is overridden, it no longer returns the type',
  },
  {
    scenario: 'handlers: a value that is not an object becomes null',
    reason: 'the engine has no symbols',
    forgive: without('Symbol('),
  },
  {
    scenario: 'handlers: a page may dispatch its own events, even on a closed source',
    reason: 'a script cannot set the target of an event that the page has created',
    forgive: without('own'),
  },
].map((one) => ({ ...one, engine: 'phantomjs' }));

export const oldExclusions = [
  // The first entry that applies is used, so the more specific ones come first.
  ...inPhantomJS,
  ...inQtWebKit,
  ...inChromium,
  ...inWebKit,
  ...everywhere,
];

/** Differences that depend on how the network splits a stream into chunks. */
export const oldTolerances = [
  {
    scenario: SPLIT_MARKS,
    engine: WEBKIT,
    reason:
      'WebKit does not remove a byte order mark that is split over chunks, and a script cannot distinguish it from a second one',
  },
];
