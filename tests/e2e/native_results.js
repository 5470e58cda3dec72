// The scenarios in which a browser's own object deviates from the standard. They state the log that the standard
// requires, and this package is compared with that.
// Knows the behaviour of engines. Must not know this package.
//
//   { scenario, engine, scope, reason }   as in exclusions.js

const FAILS = 'fails the connection if it considers reconnecting futile, as the standard allows';

export const SPLIT_MARKS = [
  /^stream: a byte order mark split after its (first|second) byte is dropped$/,
  'stream: each connection may start with a byte order mark',
  'stream: a stream in chunks of one byte has the same events',
];

const LISTS = 'WebKit reads several types as one; by the Fetch Standard, the last valid type is used';

export const nativeDeviations = [
  {
    scenario:
      /^connection: a stream of type "text\/event-stream;charset=(windows-1251|utf-16|nonsense|\\"a,text\/plain)" opens$/,
    engine: 'chromium',
    reason:
      'Blink rejects a stream with a charset other than UTF-8; by the standard, it is decoded as UTF-8 anyway',
  },
  {
    scenario: 'connection: a stream of type "text/event-stream x" fails',
    engine: ['chromium', 'firefox', 'webkit'],
    reason: 'it cuts the type at its first space; by the MIME Sniffing Standard, it is not a valid type',
  },
  {
    scenario: /^reconnection: a retry (without digits|field without a value|of one space) is ignored$/,
    engine: ['chromium', 'webkit'],
    reason: 'an empty retry resets the reconnection time to the default; by the standard, it is ignored',
  },
  {
    scenario: [
      /^reconnection: a retry (field sets the reconnection time|field needs no blank line.*|of zero is a retry)$/,
      /^reconnection: (leading zeros are digits|the last retry field counts|one space before the digits .*)$/,
      'reconnection: a reconnection time is kept for later connections',
    ],
    engine: 'firefox',
    reason: 'Gecko waits at least half a second',
  },
  {
    scenario: /^arguments: the URL "http:\/\/(a b|this is invalid)\/" is a SyntaxError$/,
    engine: 'chromium',
    reason: 'Chromium escapes spaces in hosts; by the URL Standard, they are forbidden',
  },
  {
    scenario: /^origin: a reconnection .*starts from the original URL/,
    engine: 'chromium',
    reason: 'Blink reconnects to the URL after redirects',
  },
  {
    scenario: /^origin: a reconnection starts from the original URL, even after/,
    engine: 'firefox',
    reason: 'Gecko reconnects to the URL after permanent redirects',
  },
  {
    scenario: 'origin: a redirect to another scheme is a network error',
    engine: ['chromium', 'firefox', 'webkit'],
    reason:
      'it fails for good; by the Fetch Standard, it is a network error, after which a source reconnects',
  },
  {
    scenario: [
      /^origin: a redirect (loop|to an invalid URL|to a data: URL) is a network error$/,
      'reconnection: a source connects to a server that starts later',
      'requests: a URL with a bad port is a network error',
    ],
    engine: 'firefox',
    reason: `Gecko ${FAILS}`,
  },
  {
    scenario: [/^stream: a NUL in /, 'reconnection: an id with a NUL is ignored'],
    engine: 'firefox',
    reason:
      'Gecko drops all NULs; by the standard, they are characters, and only an id must not contain them',
  },
  {
    scenario: 'reconnection: a blank line commits an id without data',
    engine: ['firefox', 'webkit'],
    reason: 'it ignores the id of a block without data',
  },
  {
    scenario: 'connection: open is fired on the headers, before any byte of the body',
    engine: 'firefox',
    reason: 'Gecko fires open on the first byte of the body',
  },
  {
    scenario: 'requests: it has a Referer header',
    engine: 'firefox',
    scope: ['worker', 'sharedworker', 'serviceworker'],
    reason: 'Gecko sends no Referer in workers',
  },
  {
    scenario: 'arguments: a data: URL may be a stream',
    engine: 'webkit',
    reason: 'WebKit does not open data: URLs; by the Fetch Standard, they have ordinary responses',
  },
  {
    scenario: 'arguments: a blob: URL may be a stream',
    engine: 'webkit',
    reason:
      'in WebKit, the origin of a blob: URL is "blob://"; by the URL Standard, it is that of the URL in its path',
  },
  {
    scenario: SPLIT_MARKS,
    engine: 'webkit',
    reason: 'WebKit expects a byte order mark in the first chunk only',
  },
  {
    scenario:
      /^reconnection: a retry with (two leading spaces|a plus sign|a trailing space|a tab) is ignored$/,
    engine: 'webkit',
    reason: 'WebKit accepts any notation of a number in a retry; by the standard, it consists of digits only',
  },
  {
    scenario: /^connection: a stream of type "text\/event-stream" and ("bogus"|""|"\*\/\*") opens$/,
    engine: 'webkit',
    reason: LISTS,
  },
  {
    scenario: [
      'connection: a stream of type "text/event-stream,text/plain" fails',
      'connection: a stream of type "text/plain,text/event-stream" opens',
    ],
    engine: 'webkit',
    reason: LISTS,
  },
  {
    scenario: 'connection: a stream with status 401 fails for good',
    engine: 'webkit',
    reason: 'WebKitGTK asks its user for a password first, and waits',
  },
  {
    scenario: 'requests: a URL with a bad port is a network error',
    engine: 'webkit',
    reason: 'WebKit fires no event',
  },
  {
    scenario: 'origin: a redirect to another origin and back sends the null origin',
    engine: 'webkit',
    reason: 'WebKit sends the origin null, and rejects a response that allows this origin',
  },
  {
    scenario: /^origin: a redirect (loop|to a data: URL) is a network error$/,
    engine: 'webkit',
    reason: `WebKit ${FAILS}`,
  },
  {
    scenario: /^page: stopping the page while (connecting|open) ends the source$/,
    engine: 'webkit',
    reason: 'in WebKit, window.stop() does not stop it',
  },
  {
    scenario: /^arguments: a (data|blob): URL may be a stream$/,
    engine: 'firefox',
    reason: 'Gecko opens http: and https: URLs only; by the Fetch Standard, these have ordinary responses',
  },
];
