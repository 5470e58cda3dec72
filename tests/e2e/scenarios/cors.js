// Scenarios of CORS: which headers allow a page of another origin to read a stream, and what happens if they do not.
// Knows CORS. Must not know the grammar of the stream.

const CREDENTIALS = { withCredentials: true };

/** [what the response headers allow, path of the test stream, init, whether it opens] */
const ALLOWED = [
  ['any origin', 'any-origin', {}, true],
  ['any origin, but credentials are sent', 'any-origin-then-credentials', CREDENTIALS, false],
  ['this origin', 'request-origin', {}, true],
  ['this origin, but credentials are sent', 'request-origin-then-credentials', CREDENTIALS, false],
  ['this origin with credentials', 'request-origin-and-credentials', CREDENTIALS, true],
  ['this origin with credentials, and none are sent', 'request-origin-and-credentials', {}, true],
  ['any origin with credentials, and they are sent', 'any-origin-and-credentials', CREDENTIALS, false],
  ['credentials that are not "true"', 'untrue-credentials', CREDENTIALS, false],
  ['no origin', 'no-origin', {}, false],
  ['an empty origin', 'empty-origin', {}, false],
  ['another origin', 'wrong-origin', {}, false],
  ['the origin null', 'null-origin', {}, false],
  ['this origin twice', 'two-origins', {}, false],
];

const corsScenario = ([sentence, path, init, opens]) => [
  `a stream that allows ${sentence}, ${opens ? 'opens' : 'fails for good'}`,
  async (t) => {
    const source = t.open(t.url(path, 'other'), init);
    await Promise.race([t.waitFor(source, 'end'), t.waitFor(source, 'error')]);
    await t.pause();
    t.note('readyState', source.readyState);
  },
  { ends: opens },
];

export const cors = [
  ...ALLOWED.map(corsScenario),
  [
    'a stream at another host opens if it allows the origin',
    async (t) => t.waitFor(t.open(t.url('request-origin', 'host')), 'end'),
  ],
  [
    'a stream of another origin that is refused at the second attempt fails for good',
    async (t) => {
      const source = t.open(t.url('refused-later', 'other'));
      await t.waitForFailure(source);
      await t.pause();
      t.note('readyState', source.readyState);
    },
    { ends: false },
  ],
  [
    'a refused stream is not requested again',
    async (t) => {
      const source = t.open(t.url('no-origin', 'other'));
      await t.waitFor(source, 'error');
      await t.pause(4500);
      t.note('readyState', source.readyState);
    },
    { ends: false },
  ],
  [
    'a wrong status without CORS headers fails for good',
    async (t) => {
      const source = t.open(t.url('refused-and-wrong', 'other'));
      await t.waitFor(source, 'error');
      await t.pause();
      t.note('readyState', source.readyState);
    },
    { ends: false },
  ],
  [
    'the Origin header is sent to other origins and not to the same origin',
    async (t) => {
      await t.waitFor(t.open(t.url('any-origin', 'other')), 'end');
      await t.waitFor(t.open('plain'), 'end');
      for (const { headers } of await t.requests()) t.note('origin', headers.origin ?? null);
    },
  ],
  [
    'a stream of another origin is resumed if it allows Last-Event-ID',
    async (t) => t.waitFor(t.open(t.url('resumed-from-other-origin', 'other')), 'end'),
  ],
  [
    'a stream of another origin is resumed if it does not allow Last-Event-ID',
    async (t) => {
      const source = t.open(t.url('resumed-without-allowed-id', 'other'));
      await Promise.race([t.waitFor(source, 'end'), t.waitFor(source, 'error', 2)]);
    },
  ],
  [
    'the first request to another origin needs no preflight',
    async (t) => {
      await t.waitFor(t.open(t.url('any-origin', 'other')), 'end');
      t.note('methods', (await t.requests()).map(({ method }) => method).join());
    },
  ],
];
