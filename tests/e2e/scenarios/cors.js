// Other origins: who may read a stream, with which credentials, and what a refusal looks like.
// Knows CORS. Must not know the grammar of the stream.

const CREDENTIALS = { withCredentials: true };

/** [sentence, pathology, init, opens] */
const LEAVE = [
  ['any origin', 'any-origin', {}, true],
  ['any origin, but credentials are sent', 'any-origin-but-trusted', CREDENTIALS, false],
  ['this origin', 'asked-origin', {}, true],
  ['this origin, but credentials are sent', 'asked-origin-but-trusted', CREDENTIALS, false],
  ['this origin with credentials', 'trusted-origin', CREDENTIALS, true],
  ['this origin with credentials, and none are sent', 'trusted-origin', {}, true],
  ['any origin with credentials, and they are sent', 'any-origin-trusted', CREDENTIALS, false],
  ['credentials that are not "true"', 'untrue-credentials', CREDENTIALS, false],
  ['no origin', 'no-origin', {}, false],
  ['an empty origin', 'empty-origin', {}, false],
  ['another origin', 'wrong-origin', {}, false],
  ['the origin null', 'null-origin', {}, false],
  ['this origin twice', 'two-origins', {}, false],
];

const leaveScenario = ([sentence, path, init, opens]) => [
  `a stream that lets in ${sentence}, ${opens ? 'opens' : 'fails for good'}`,
  async (t) => {
    const source = t.open(t.url(path, 'other'), init);
    await Promise.race([t.seen(source, 'end'), t.seen(source, 'error')]);
    await t.settle();
    t.note('readyState', source.readyState);
  },
  { ends: opens },
];

export const cors = [
  ...LEAVE.map(leaveScenario),
  [
    'a stream at another host opens with leave',
    async (t) => t.seen(t.open(t.url('asked-origin', 'host')), 'end'),
  ],
  [
    'a stream of another origin that is refused at the second attempt fails for good',
    async (t) => {
      const source = t.open(t.url('refused-later', 'other'));
      await t.failed(source);
      await t.settle();
      t.note('readyState', source.readyState);
    },
    { ends: false },
  ],
  [
    'a refusal is not asked again, however long one waits',
    async (t) => {
      const source = t.open(t.url('no-origin', 'other'));
      await t.seen(source, 'error');
      await t.settle(4500);
      t.note('readyState', source.readyState);
    },
    { ends: false },
  ],
  [
    'a wrong status without leave fails for good',
    async (t) => {
      const source = t.open(t.url('refused-and-wrong', 'other'));
      await t.seen(source, 'error');
      await t.settle();
      t.note('readyState', source.readyState);
    },
    { ends: false },
  ],
  [
    "the Origin header is sent to other origins and not to one's own",
    async (t) => {
      await t.seen(t.open(t.url('any-origin', 'other')), 'end');
      await t.seen(t.open('plain'), 'end');
      for (const { headers } of await t.requests()) t.note('origin', headers.origin ?? null);
    },
  ],
  [
    'a stream of another origin is resumed where the id is allowed',
    async (t) => t.seen(t.open(t.url('resumed-abroad', 'other')), 'end'),
  ],
  [
    'a stream of another origin is resumed where the id is not allowed',
    async (t) => {
      const source = t.open(t.url('resumed-abroad-without-leave', 'other'));
      await Promise.race([t.seen(source, 'end'), t.seen(source, 'error', 2)]);
    },
  ],
  [
    'a stream of another origin asks for nothing that needs a preflight',
    async (t) => {
      await t.seen(t.open(t.url('any-origin', 'other')), 'end');
      t.note('methods', (await t.requests()).map(({ method }) => method).join());
    },
  ],
];
