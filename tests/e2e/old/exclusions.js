// What may differ in old engines, and why; rows as in ../exclusions.js, and before those. Every other difference fails.
// Knows names of scenarios and the logs' notation. Must not know how they are compared.
//
// The oracle is the object of today's Chromium, not the one that the old engine has: those are older than much of the
// standard.

import { SPLIT_MARKS } from '../native_results.js';

/** Groups that are not played, and why not. */
export const LEFT_OUT = {
  interface:
    'classes, symbols and accessors in the words of Web IDL, which engines without ES2015 cannot say',
  arguments: 'what Web IDL makes of every kind of argument, as above',
  events: 'the shape and the prototypes of events, which no script can make here as it likes',
};

const ALL = ['phantomjs', 'qtwebkit', 'chromium65'];
const WEBKIT = ['phantomjs', 'qtwebkit'];

/** Takes the entries of some labels out. */
const without =
  (...labels) =>
  (log) =>
    log.filter(([label]) => !labels.some((one) => String(label).startsWith(one)));

/** Leaves what the page saw, and takes out what the server saw. */
const withoutRequests = without('request', 'asked for', 'origins');

/** As if who tries again had given up. */
const asFailure = (log) =>
  withoutRequests(log).map((entry) =>
    entry[1] === 'error' ? [2, 'error'] : entry[0] === 'readyState' ? ['readyState', 2] : entry,
  );

/** As if whoever never hung up had. */
const lettingGo = (log) =>
  log.map((entry) => entry.map((part) => (part === 'never ended' ? 'ended by client' : part)));

/** The same entries, in whatever order. */
const inAnyOrder = (log) => log.map((entry) => JSON.stringify(entry)).sort();

/** Of the headers' names, those that are older than the engines. */
const withOldNames = (log) =>
  log.map(([label, ...rest]) =>
    label === 'names'
      ? [label, rest[0].split(' ').filter((name) => !/^(sec-.*|Pragma)$/i.test(name))]
      : [label, ...rest],
  );

const CACHE =
  'the Cache-Control header that stands for a cache mode is refused abroad, and the request sent without it';
const NO_PROBE =
  'without fetch nothing tells a refusal from a fault, so the source tries again, as after a fault';
const REFUSED = [
  /^cors: a (stream that lets in|wrong status) .*fails for good$/,
  'cors: a refusal is not asked again, however long one waits',
];
const ABROAD = [
  /^origin: a redirect \d+ to another origin is followed/,
  'origin: a way there and back names the null origin',
  'origin: a retry after a redirect to another origin starts from the original address',
];

const everywhere = [
  {
    scenario: ['requests: it is of mode cors', 'requests: it has no destination', /^requests: it comes from/],
    reason: 'requests do not say yet what they are for',
    forgive: without('sec-fetch-'),
  },
  {
    scenario: ['requests: it takes compressed answers', "requests: it speaks the browser's languages"],
    reason: 'the engine has its own list',
    forgive: without('accept-'),
  },
  {
    scenario: 'requests: its headers have the usual names',
    reason: 'some names are younger than the engine',
    forgive: withOldNames,
  },
  { scenario: 'listeners: a signal takes a listener away', reason: 'the engine has no signals' },
].map((one) => ({ ...one, engine: ALL }));

const inChromium = [
  {
    scenario: REFUSED,
    reason: 'a request that failed without an answer is asked once more, and does not say in which mode',
    forgive: withoutRequests,
  },
  {
    scenario: [
      ...ABROAD,
      'origin: a redirect to another origin without leave fails for good',
      /^origin: a redirect .* is a network error$/,
    ],
    reason: CACHE,
    forgive: withoutRequests,
  },
  {
    scenario: 'requests: a stream that may be cached is asked for anew',
    reason: 'for its cache, Chromium goes on with what a script has given up',
    forgive: lettingGo,
  },
].map((one) => ({ ...one, engine: 'chromium65' }));

/** Both of the old WebKits. */
const inWebKit = [
  {
    scenario: 'connection: a stream with status 401 fails for good',
    reason: 'WebKit asks its user for a password first, and waits',
  },
  {
    scenario: [REFUSED[0], 'origin: a redirect to another origin without leave fails for good'],
    reason: NO_PROBE,
    forgive: asFailure,
  },
  {
    scenario: [
      REFUSED[1],
      'cors: a stream of another origin that is refused at the second attempt fails for good',
    ],
    reason: NO_PROBE,
  },
  {
    scenario: 'origin: a redirect in a circle is a network error',
    reason: 'the engine has its own number of redirects',
    forgive: withoutRequests,
  },
  {
    scenario: 'origin: a redirect to an address that is none is a network error',
    reason: 'WebKit hands such a redirect over as an answer, and its status is not 200',
  },
  {
    scenario: 'origin: an event names an internationalised host in ASCII',
    reason: 'the name goes to the resolver of the system, which knows nothing below localhost',
  },
  {
    scenario: 'listeners: a capturing listener is called before the others',
    reason: "by the DOM Standard it is; Chromium's own object calls in the order of adding",
    forgive: inAnyOrder,
  },
  {
    scenario: /^handlers: .* that throws stops (nobody|no message)$/,
    reason: 'a script cannot report what was thrown and go on, so the page hears of it a little later',
    forgive: inAnyOrder,
  },
  {
    scenario: 'requests: a stream that may be cached is asked for anew',
    reason: 'missing: a request header alone does not keep WebKit from its cache',
  },
].map((one) => ({ ...one, engine: WEBKIT }));

const inQtWebKit = [
  { scenario: ABROAD, reason: CACHE, forgive: withoutRequests },
  {
    scenario: /^reconnection: (control characters|vertical tab and form feed) in an id are kept$/,
    reason: 'missing: the engine throws where a header has such a character, and the source fails',
  },
].map((one) => ({ ...one, engine: 'qtwebkit' }));

const inPhantomJS = [
  {
    scenario: [...ABROAD, 'origin: a redirect from another origin comes home with the null origin'],
    reason: 'the engine lets no script be redirected to another origin',
  },
  {
    scenario: [
      'origin: a redirect 308 within the origin is followed',
      'origin: a retry starts from the original address, even after a 308 that may be kept',
    ],
    reason: 'the status 308 is younger than the engine',
  },
  {
    scenario: /^stream: a (cut sequence is one|sequence cut by a chunk and never completed is one) U\+FFFD/,
    reason: 'the engine makes a U+FFFD of each byte',
  },
  {
    scenario: /type "text\/event-stream;charset=(windows-1251|utf-16|nonsense|\\"a,text\/plain)" opens$/,
    reason: 'the engine decodes as the type says: asked not to, it forgets the type',
  },
  {
    scenario: 'handlers: what is no object becomes null',
    reason: 'there are no symbols',
    forgive: without('Symbol('),
  },
  {
    scenario: 'handlers: a page may dispatch events of its own, closed or not',
    reason: "the target of an event that the page has made is the engine's to set",
    forgive: without('own'),
  },
].map((one) => ({ ...one, engine: 'phantomjs' }));

export const oldExclusions = [
  // The more particular first.
  ...inPhantomJS,
  ...inQtWebKit,
  ...inChromium,
  ...inWebKit,
  ...everywhere,
];

/** What may differ and need not: it depends on how the network cuts a stream. */
export const oldTolerances = [
  {
    scenario: SPLIT_MARKS,
    engine: WEBKIT,
    reason:
      'WebKit keeps a byte order mark that is split over chunks, and a script cannot tell it from a second one',
  },
];
