// Every known difference, one line each, with its reason. A line that no longer differs fails the run.
// Knows names of scenarios and the logs' notation. Must not know how they are compared.
//
//   { scenario: name | /pattern/ | […], on: 'ours' | 'fetch' | 'xhr' | 'native', engine, scope, reason, forgive }
//
// `forgive` takes the difference out of a log, so that the rest still has to be equal.

/** Takes preflights out of a log. */
const withoutPreflight = (log) =>
  log.filter(([label, method]) => label !== 'request' || method !== 'OPTIONS');

/** Takes a line of a log out, by its label. */
const without = (label) => (log) => log.filter(([name]) => name !== label);

/** The browser's own object departs from the HTML Standard: the scenario states the standard, and ours is held to it. */
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
    scenario: [
      'reconnection: a retry without digits is ignored',
      'reconnection: a retry field without a value is ignored',
      'reconnection: a retry of one space is ignored',
    ],
    engine: 'chromium',
    reason:
      'Blink takes an empty retry as a reset to its own default; by the standard it is not a number, and ignored',
  },
  {
    scenario: [
      'arguments: the address "http://a b/" is a SyntaxError',
      'arguments: the address "http://this is invalid/" is a SyntaxError',
    ],
    engine: 'chromium',
    reason: 'Chromium escapes spaces in hosts; by the URL Standard they are forbidden',
  },
  {
    scenario: /^origin: a retry .*starts from the original address/,
    engine: 'chromium',
    reason: 'Blink keeps the address it was redirected to and asks there again',
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
      'origin: a retry after a redirect to another origin starts from the original address',
    ],
    reason: "a script's Last-Event-ID for another origin is asked for in a preflight",
    forgive: withoutPreflight,
  },
  {
    scenario: 'cors: a stream of another origin is resumed where the id is not allowed',
    reason: "a script's Last-Event-ID for another origin needs the server's leave",
  },
];

/** Chosen so. */
const chosen = [
  {
    scenario: 'interface: the prototype has these properties of its own',
    reason: 'the getter `transport` is ours',
    forgive: (log) => log.map(([label, names]) => [label, names.filter((name) => name !== 'transport')]),
  },
  {
    scenario: [
      'events: promises of one message are settled before the next',
      'events: close in a promise of the first message comes before the second',
    ],
    reason:
      'the messages of one chunk are dispatched from one call, so promises settle after the last of them',
  },
];

export const exclusions = [
  ...natives.map((exclusion) => ({ ...exclusion, on: 'native' })),
  ...impossible,
  ...chosen,
];
