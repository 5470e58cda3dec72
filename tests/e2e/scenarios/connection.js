// Scenarios of the connection: which responses open a source, which close it, and the effect of close() in each state.
// Knows statuses and content types. Must not know the grammar of the stream.

const OPENED = [
  [1, 'open'],
  [1, 'message', 'é', '<origin>', ''],
  [1, 'end', 'end', '<origin>', ''],
  ['request', 'GET', null, 'ended by client'],
];
const FAILED = [
  [2, 'error'],
  ['request', 'GET', null, 'ended by client'],
];

/** By the parser of the MIME Sniffing Standard, the essence of these types is text/event-stream, … */
const RIGHT = [
  'text/event-stream',
  'text/event-stream;',
  'text/event-stream ;',
  'text/event-stream;;;',
  ' text/event-stream ',
  'Text/Event-Stream',
  'TEXT/EVENT-STREAM',
  'text/event-stream;charset=utf-8',
  'text/event-stream; charset=UTF-8',
  'text/event-stream;charset="utf-8"',
  'text/event-stream;charset=windows-1251',
  'text/event-stream;charset=utf-16',
  'text/event-stream;charset=nonsense',
  'text/event-stream;charset=',
  'text/event-stream;x=y;z',
  'text/event-stream;x="a;b',
  'text/event-stream;text/plain',
];

/** … and the essence of these is not. */
const WRONG = [
  'text/event-streamX',
  'text/event-strea',
  'text/event-stream x',
  'text/event-stream/x',
  'text /event-stream',
  'text/ event-stream',
  'xtext/event-stream',
  'text/event-stream\u00a0',
  'text',
  'text/',
  '/event-stream',
  'text/x-event-stream',
  'text/x-bogus',
  'text/plain',
  'text/html',
  'application/json',
  'application/octet-stream',
  '*/*',
  '',
  'bogus',
];

/** Several headers form one list, of which the last valid type is used. */
const LISTS = [
  [['text/plain', 'text/event-stream'], true],
  [['text/event-stream', 'text/plain'], false],
  [['text/event-stream', 'text/event-stream'], true],
  [['text/event-stream', ''], true],
  [['text/event-stream', 'bogus'], true],
  [['text/event-stream', '*/*'], true],
  [['text/event-stream,text/plain'], false],
  [['text/plain,text/event-stream'], true],
  [['text/event-stream;charset="a,text/plain'], true],
];

const STATUSES = [
  201, 202, 203, 204, 205, 206, 210, 299, 300, 304, 400, 401, 403, 404, 410, 418, 500, 502, 503, 599,
];

const query = (types) => types.map((type) => `type=${encodeURIComponent(type)}`).join('&');

const typeScenario = (types, right) => [
  `a stream of type ${types.map((type) => JSON.stringify(type)).join(' and ')} ${right ? 'opens' : 'fails'}`,
  async (t) => {
    const source = t.open(`type?${query(types)}`);
    await Promise.race([t.waitFor(source, 'end'), t.waitFor(source, 'error')]);
    await t.pause();
  },
  { standard: right ? OPENED : FAILED },
];

const statusScenario = (status) => [
  `a stream with status ${status} fails for good`,
  async (t) => {
    await t.waitFor(t.open(`status?status=${status}`), 'error');
    await t.pause();
  },
  {
    standard: [
      [2, 'error'],
      ['request', 'GET', null, [204, 205, 304].includes(status) ? 'ended by server' : 'ended by client'],
    ],
  },
];

const closing = [
  [
    'close before the response fires no event',
    async (t) => {
      const source = t.open('silent');
      t.note('before', source.readyState);
      await t.pause();
      source.close();
      t.note('after', source.readyState);
      await t.pause();
    },
  ],
  [
    'close right after construction leaves no request open',
    async (t) => {
      const source = t.open('plain');
      source.close();
      t.note('readyState', source.readyState);
      await t.pause(100);
    },
    { quiet: true },
  ],
  [
    'close in the open event prevents all messages',
    async (t) => {
      const source = t.open('two-messages');
      source.onopen = () => source.close();
      await t.waitFor(source, 'open');
      await t.pause();
    },
  ],
  [
    'close in a message prevents the other messages of its chunk',
    async (t) => {
      const source = t.open('four-messages');
      source.onmessage = ({ data }) => data === 'b' && source.close();
      await t.waitFor(source, 'message', 2);
      await t.pause();
      t.note('readyState', source.readyState);
    },
  ],
  [
    'a second close has no effect',
    async (t) => {
      const source = t.open('plain');
      await t.waitFor(source, 'end');
      t.note('returns', source.close());
      t.note('returns', source.close());
      t.note('readyState', source.readyState);
    },
  ],
  [
    'the server sees at once that a source was closed',
    async (t) => {
      const source = t.open('retry-and-silence');
      await t.waitFor(source, 'open');
      source.close();
      const [{ ended }] = await t.requests();
      t.note('ended by', ended);
    },
  ],
];

export const connection = [
  ...RIGHT.map((type) => typeScenario([type], true)),
  ...WRONG.map((type) => typeScenario([type], false)),
  ...LISTS.map(([types, right]) => typeScenario(types, right)),
  [
    'a stream without a type fails',
    async (t) => {
      await t.waitFor(t.open('type'), 'error');
      await t.pause();
    },
    { standard: FAILED },
  ],
  ...STATUSES.map(statusScenario),
  ...closing,

  [
    'a source is CONNECTING first and OPEN in its open event',
    async (t) => {
      const source = t.open('plain');
      t.note('first', source.readyState);
      await t.waitFor(source, 'end');
    },
  ],
  [
    'open is fired on the headers, before any byte of the body',
    async (t) => t.waitFor(t.open('headers-only'), 'open'),
    { patience: 3000 },
  ],
  ['a response may be slow', async (t) => t.waitFor(t.open('slow-response'), 'end')],
  ['a stream may be compressed with gzip', async (t) => t.waitFor(t.open('gzip'), 'end')],
  [
    'a stream may have the headers nosniff and attachment',
    async (t) => t.waitFor(t.open('attachment'), 'end'),
  ],
  [
    'a failed stream is not requested again',
    async (t) => {
      const sources = [404, 410, 500].map((status) => t.open(`status?status=${status}`));
      await Promise.all(sources.map((source) => t.waitFor(source, 'error')));
      await t.pause(4500);
    },
  ],
];
