// Streams with what a parser has to call back for each of them: the cases in which parsers in use depart from the standard.
//
// Knows the standard's grammar, as examples. Must not know which parser is tested, nor where it runs.

const encoder = new TextEncoder();
/** Text, with the bytes of what is not UTF-8 between. */
const bytes = (...parts) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...encoder.encode(part)] : part)));

const event = (data, type, id) => ['event', id, type, data];
const unknown = (line, field = line, value = '') => ['error', 'unknown-field', field, value, line];
const invalid = (line, value) => ['error', 'invalid-retry', undefined, value, line];
const id = (value) => ['id', value];
const retry = (milliseconds) => ['retry', milliseconds];
const comment = (text) => ['comment', text];

const BOM = [0xef, 0xbb, 0xbf];

/** [sentence, stream, what is called back]. A string stands for its UTF-8, and is fed as text, too. */
export const STREAMS = [
  [
    'an ID is of its own event only',
    'id:1\ndata:a\n\ndata:b\n\n',
    [id('1'), event('a', undefined, '1'), event('b')],
  ],
  [
    'an ID without data is reported, and is not of the next event',
    'id:9\n\ndata:y\n\n',
    [id('9'), event('y')],
  ],
  ['an event without its blank line is discarded, with its ID', 'id:7\ndata:x\n', []],
  ['an ID with NUL is ignored', 'id:a\0b\ndata:x\n\n', [event('x')]],
  [
    'an ID with NUL leaves the valid one before it',
    'id:1\nid:a\0b\ndata:x\n\n',
    [id('1'), event('x', undefined, '1')],
  ],
  ['an empty ID is reported', 'id:\ndata:x\n\n', [id(''), event('x', undefined, '')]],
  ['a field name alone is an empty ID', 'id\ndata:x\n\n', [id(''), event('x', undefined, '')]],
  ['an empty ID without data is reported', 'id\n\n', [id('')]],
  ['the last ID of a block counts', 'id:1\nid:2\ndata:x\n\n', [id('2'), event('x', undefined, '2')]],
  [
    'the same ID again is of its event',
    'id:1\ndata:x\n\nid:1\ndata:y\n\n',
    [id('1'), event('x', undefined, '1'), id('1'), event('y', undefined, '1')],
  ],
  [
    'retry takes ASCII digits only',
    'retry:+5\nretry:5x\nretry:1e3\nretry: 5 \nretry:-1\nretry:\nretry\n',
    [
      invalid('retry:+5', '+5'),
      invalid('retry:5x', '5x'),
      invalid('retry:1e3', '1e3'),
      invalid('retry: 5 ', '5 '),
      invalid('retry:-1', '-1'),
      invalid('retry:', ''),
      invalid('retry', ''),
    ],
  ],
  ['retry may begin with zeros', 'retry:03000\n', [retry(3000)]],
  ['retry is at most what a timer holds', 'retry:99999999999\n', [retry(2147483647)]],
  [
    'retry takes effect at once, without a blank line',
    'data:x\nretry:1\nretry: 2\n\n',
    [retry(1), retry(2), event('x')],
  ],
  ['an empty event field resets the type', 'event:a\nevent\ndata:x\n\n', [event('x')]],
  ['a type is reported', 'event: a\ndata:x\n\n', [event('x', 'a')]],
  ['a type without data is no event and does not leak', 'event:x\n\ndata:y\n\n', [event('y')]],
  ['data alone is an event with no text', 'data\n\n', [event('')]],
  ['a leading empty line of data counts', 'data\ndata:x\n\n', [event('\nx')]],
  ['an empty last line of data counts', 'data:x\ndata:\n\n', [event('x\n')]],
  ['one space is dropped, and nothing else', 'data:  x\n\ndata:\tx\n\n', [event(' x'), event('\tx')]],
  [
    'names are exact',
    'Data:x\n data:x\ndata :x\ndata-x:y\nda\0ta:x\n\n',
    [
      unknown('Data:x', 'Data', 'x'),
      unknown(' data:x', ' data', 'x'),
      unknown('data :x', 'data ', 'x'),
      unknown('data-x:y', 'data-x', 'y'),
      unknown('da\0ta:x', 'da\0ta', 'x'),
    ],
  ],
  [
    'a line that is no field is reported',
    'foo: bar\nfoo\ndat\n',
    [unknown('foo: bar', 'foo', 'bar'), unknown('foo'), unknown('dat')],
  ],
  [
    'comments are reported without their colon and one space',
    ':a\n: b\n:  c\n::\n:\n',
    [comment('a'), comment('b'), comment(' c'), comment(':'), comment('')],
  ],
  ['a comment may have NULs', ':a\0b\n', [comment('a\0b')]],
  [
    'a comment between lines of data comes before their event',
    'data:a\n:comment of some length\ndata:bcdefghijklmnopqrstuvwxyz\n\n',
    [comment('comment of some length'), event('a\nbcdefghijklmnopqrstuvwxyz')],
  ],
  [
    'everything comes in the order of the stream',
    ':1\ndata:a\n\nfoo\ndata:b\n:2\nid:3\n\nretry:4\n:5\n',
    [
      comment('1'),
      event('a'),
      unknown('foo'),
      comment('2'),
      id('3'),
      event('b', undefined, '3'),
      retry(4),
      comment('5'),
    ],
  ],
  [
    'LF, CR and CRLF end lines',
    'data:a\n\ndata:b\r\rdata:c\r\n\r\ndata:d\n\r\ndata:e\r\n\rdata:f\r\n\n',
    [event('a'), event('b'), event('c'), event('d'), event('e'), event('f')],
  ],
  ['other separators end no lines', 'data:\u2028\u0085\v\fx\n\n', [event('\u2028\u0085\v\fx')]],
  ['a byte order mark at the start is dropped', bytes(BOM, 'data:x\n\n'), [event('x')]],
  [
    'a second one is part of the name',
    bytes(BOM, BOM, 'data:x\n\n'),
    [unknown('\ufeffdata:x', '\ufeffdata', 'x')],
  ],
  [
    'one later in the stream is kept',
    '\n\ufeffdata:x\ndata:\ufeffy\n\n',
    [unknown('\ufeffdata:x', '\ufeffdata', 'x'), event('\ufeffy')],
  ],
  [
    'a part of a byte order mark is not one',
    bytes([0xef, 0xbb], ':x\ndata:y\n\n'),
    [unknown('\ufffd:x', '\ufffd', 'x'), event('y')],
  ],
  [
    'characters of several bytes',
    'id:é\nevent:日本\ndata:🌍 x\n\n:ü\n',
    [id('é'), event('🌍 x', '日本', 'é'), comment('ü')],
  ],
  [
    'what is not UTF-8 becomes U+FFFD',
    bytes('data:', [0xe2, 0x82], '\ndata:', [0xf0, 0x9f, 0x8c], 'x', [0xff], '\n\n'),
    [event('\ufffd\n\ufffdx\ufffd')],
  ],
  [
    'a sequence that breaks off eats no line end',
    bytes('id:', [0xc3], '\n:', [0xe2, 0x82], '\ndata:x\n\n'),
    [comment('\ufffd'), id('\ufffd'), event('x', undefined, '\ufffd')],
  ],
  [
    'types may have any name',
    ['constructor', '__proto__', 'message', 'open', 'error']
      .map((type) => `event:${type}\ndata:x\n\n`)
      .join(''),
    [
      event('x', 'constructor'),
      event('x', '__proto__'),
      event('x', 'message'),
      event('x', 'open'),
      event('x', 'error'),
    ],
  ],
];

/** What `createParser` calls back for these chunks. */
export function callbacksOf(createParser, chunks, options = {}) {
  const log = [];
  const parser = createParser({ ...recorder(log), ...options });
  for (const chunk of chunks) parser.feed(chunk);
  parser.reset();
  return log;
}

/** Callbacks that write down what they are called with. */
export function recorder(log) {
  return {
    onEvent: (event) => log.push(['event', event.id, event.event, event.data]),
    onId: (value) => log.push(['id', value]),
    onRetry: (milliseconds) => log.push(['retry', milliseconds]),
    onComment: (text) => log.push(['comment', text]),
    onError: ({ type, field, value, line }) => log.push(['error', type, field, value, line]),
  };
}

/** The stream as bytes and, if it is text, as text; each whole, at every two-way split, and one by one. */
export function* cuts(stream) {
  const forms = typeof stream === 'string' ? [stream, encoder.encode(stream)] : [stream];
  for (const form of forms) {
    yield [form];
    for (let at = 1; at < form.length; at += 1) yield [form.slice(0, at), form.slice(at)];
    yield Array.from({ length: form.length }, (_, at) => form.slice(at, at + 1));
  }
}

/** Checks all cuts of all streams. Returns what differs; and how many cuts there were. */
export function check(createParser) {
  const differences = [];
  let cut = 0;
  for (const [sentence, stream, expected] of STREAMS) {
    for (const chunks of cuts(stream)) {
      const found = callbacksOf(createParser, chunks);
      cut += 1;
      if (JSON.stringify(found) !== JSON.stringify(expected)) differences.push([sentence, chunks, found]);
    }
  }
  return { differences, cut };
}
