// Where a browser's own object departs from the standard: the scenario states the standard, and ours is held to that.
// Knows engines' habits. Must not know ours.
//
//   { scenario, engine, scope, reason }   as in exclusions.js

const GIVES_UP = 'gives up where it thinks that trying again is futile, as the standard lets it';

export const SPLIT_MARKS = [
  /^stream: a byte order mark split after its (first|second) byte is dropped$/,
  'stream: each connection may start with a byte order mark',
  'stream: a stream that comes byte by byte is the same stream',
];

const LISTS = 'WebKit reads several types as one; by the Fetch Standard the last that is a type counts';

export const natives = [
  {
    scenario:
      /^connection: a stream of type "text\/event-stream;charset=(windows-1251|utf-16|nonsense|\\"a,text\/plain)" opens$/,
    engine: 'chromium',
    reason:
      'Blink refuses streams whose charset is not UTF-8; by the standard they are UTF-8 whatever they say',
  },
  {
    scenario: 'connection: a stream of type "text/event-stream x" fails',
    engine: ['chromium', 'firefox', 'webkit'],
    reason: 'it cuts the type at its first space; by the MIME Sniffing Standard it is no type at all',
  },
  {
    scenario: /^reconnection: a retry (without digits|field without a value|of one space) is ignored$/,
    engine: ['chromium', 'webkit'],
    reason:
      'it takes an empty retry as a reset to its own default; by the standard it is no number, and ignored',
  },
  {
    scenario: [
      /^reconnection: a retry (field sets the reconnection time|field needs no blank line.*|of zero is a retry)$/,
      /^reconnection: (leading zeros are digits|the last retry field counts|one space before the digits .*)$/,
      'reconnection: a reconnection time is kept for later connections',
    ],
    engine: 'firefox',
    reason: 'Gecko never waits less than half a second',
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
    scenario: /^origin: a retry starts from the original address, even after/,
    engine: 'firefox',
    reason: 'Gecko keeps the address of a permanent redirect, and asks there again',
  },
  {
    scenario: 'origin: a redirect to another scheme is a network error',
    engine: ['chromium', 'firefox', 'webkit'],
    reason: 'it fails for good; by the Fetch Standard it is a network error, after which one tries again',
  },
  {
    scenario: [
      /^origin: a redirect (in a circle|to an address that is none|to a data: address) is a network error$/,
      'reconnection: a server that is not there yet is found when it is',
      'requests: an address that no socket may go to is a network error',
    ],
    engine: 'firefox',
    reason: `Gecko ${GIVES_UP}`,
  },
  {
    scenario: [/^stream: a NUL in /, 'reconnection: an id with a NUL is ignored'],
    engine: 'firefox',
    reason:
      'Gecko drops NULs wherever they are; by the standard they are characters, and forbidden in ids only',
  },
  {
    scenario: 'reconnection: a blank line commits an id without data',
    engine: ['firefox', 'webkit'],
    reason: 'it forgets the id of a block without data',
  },
  {
    scenario: 'connection: open comes with the headers, before any byte of the body',
    engine: 'firefox',
    reason: 'Gecko opens with the first byte of the body',
  },
  {
    scenario: 'requests: it names its referrer',
    engine: 'firefox',
    scope: ['worker', 'sharedworker', 'serviceworker'],
    reason: 'Gecko names no referrer in workers',
  },
  {
    scenario: 'arguments: a data: address gives what the browser lets it give',
    engine: 'webkit',
    reason: 'WebKit opens no data: addresses; by the Fetch Standard they are answers like others',
  },
  {
    scenario: 'arguments: a blob: address gives what the browser lets it give',
    engine: 'webkit',
    reason: 'WebKit names the origin of a blob "blob://"; by the URL Standard it is the one in its path',
  },
  {
    scenario: SPLIT_MARKS,
    engine: 'webkit',
    reason: 'WebKit looks for a byte order mark in the first chunk only',
  },
  {
    scenario:
      /^reconnection: (two spaces before the digits|a retry with a (plus sign|trailing space|tab)) (are not|is ignored)$/,
    engine: 'webkit',
    reason: 'WebKit reads a retry as any number; by the standard it is digits and nothing else',
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
    scenario: 'requests: an address that no socket may go to is a network error',
    engine: 'webkit',
    reason: 'WebKit stays silent for ever',
  },
  {
    scenario: 'origin: a way there and back names the null origin',
    engine: 'webkit',
    reason: 'WebKit refuses what says that it lets in the origin null, which it named itself',
  },
  {
    scenario: /^origin: a redirect (in a circle|to a data: address) is a network error$/,
    engine: 'webkit',
    reason: `WebKit ${GIVES_UP}`,
  },
  {
    scenario: /^page: stopping the page while (connecting|open) ends the source$/,
    engine: 'webkit',
    reason: 'WebKit does not stop it',
  },
  {
    scenario: /^arguments: a (data|blob): address gives what the browser lets it give$/,
    engine: 'firefox',
    reason: 'Gecko opens http and https only; by the Fetch Standard these are answers like others',
  },
];
