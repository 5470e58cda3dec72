// The connection: which answers open a source, which end it for good, and what close() does when.
// Knows statuses and types. Must not know the grammar of the stream.

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

/** By the MIME Sniffing Standard's parser: the essence of these is text/event-stream, … */
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

/** … and of these it is not. */
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

/** Several headers are one list: its last value that is a type counts. */
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
    await Promise.race([t.seen(source, 'end'), t.seen(source, 'error')]);
    await t.settle();
  },
  { standard: right ? OPENED : FAILED },
];

const statusScenario = (status) => [
  `a stream with status ${status} fails for good`,
  async (t) => {
    await t.seen(t.open(`status?status=${status}`), 'error');
    await t.settle();
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
    'close before the answer ends it without an event',
    async (t) => {
      const source = t.open('silent');
      t.note('before', source.readyState);
      await t.settle();
      source.close();
      t.note('after', source.readyState);
      await t.settle();
    },
  ],
  [
    'close right after construction asks for nothing that stays',
    async (t) => {
      const source = t.open('plain');
      source.close();
      t.note('readyState', source.readyState);
      await t.settle(100);
    },
    { quiet: true },
  ],
  [
    'close in the open event lets no message pass',
    async (t) => {
      const source = t.open('two-messages');
      source.onopen = () => source.close();
      await t.seen(source, 'open');
      await t.settle();
    },
  ],
  [
    'close in a message lets no other message of the chunk pass',
    async (t) => {
      const source = t.open('four-messages');
      source.onmessage = ({ data }) => data === 'b' && source.close();
      await t.seen(source, 'message', 2);
      await t.settle();
      t.note('readyState', source.readyState);
    },
  ],
  [
    'close twice is close once',
    async (t) => {
      const source = t.open('plain');
      await t.seen(source, 'end');
      t.note('returns', source.close());
      t.note('returns', source.close());
      t.note('readyState', source.readyState);
    },
  ],
  [
    'the server sees at once that a source was closed',
    async (t) => {
      const source = t.open('retry-and-silence');
      await t.seen(source, 'open');
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
      await t.seen(t.open('type'), 'error');
      await t.settle();
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
      await t.seen(source, 'end');
    },
  ],
  [
    'open comes with the headers, before any byte of the body',
    async (t) => t.seen(t.open('headers-only'), 'open'),
    { patience: 3000 },
  ],
  ['an answer may be slow', async (t) => t.seen(t.open('slow-to-answer'), 'end')],
  ['a stream in gzip is a stream', async (t) => t.seen(t.open('gzip'), 'end')],
  ['a stream that says nosniff and attachment is a stream', async (t) => t.seen(t.open('attachment'), 'end')],
  [
    'what failed is not asked for again, however long one waits',
    async (t) => {
      const sources = [404, 410, 500].map((status) => t.open(`status?status=${status}`));
      await Promise.all(sources.map((source) => t.seen(source, 'error')));
      await t.settle(4500);
    },
  ],
];
