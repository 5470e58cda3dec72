// Test streams about `id`, `retry` and the end of connections, with the requests that follow.
// Rows are served and run like those of stream.js. The requests are part of the log.
// Knows the format of event streams and how bodies end. Must not know how a client reads them.
//
//   'an id alone resets it': [['retry:1\nid:1\ndata:a\n\nid\ndata:b\n\n'], []]   → no Last-Event-ID in the second request

import { bytes } from './notation.js';

/** A body of `lines` that ends, and an empty stream for the reconnection. */
const endingWith = (...lines) => [[`retry:1\n${lines.join('\n')}\n\n`], []];

export const ids = {
  'an id belongs to all events after it': [['id:1\ndata:a\n\ndata:b\n\n:c\n\ndata:d\n\n']],
  'the id of the last event is sent with the next request': endingWith('id:1', 'data:a'),
  'without an id nothing is sent with the next request': endingWith('data:a'),
  'a blank line commits an id without data': endingWith('data:a', '', 'id:9'),
  'an unfinished block commits no id': [['retry:1\nid:1\ndata:a\n\n', 'id:7\ndata:x\n'], []],
  'an unfinished id line commits no id': [['retry:1\nid:1\ndata:a\n\n', 'id:7'], []],
  'an id survives a connection that has none': [
    ['retry:1\nid:1\ndata:a\n\n'],
    ['data:b\n\n'],
    { body: [':\n'], after: 'destroy' },
    ['data:c\n\n'],
  ],
  'the last id of a block counts': endingWith('id:1', 'id:2', 'data:a', 'id:3'),
  'an id field after the data counts': endingWith('data:a', 'id:1'),
  'an empty id resets it': endingWith('id:1', 'data:a', '', 'id:', 'data:b'),
  'an id alone resets it': endingWith('id:1', 'data:a', '', 'id', 'data:b'),
  'an id of one space resets it': endingWith('id:1', 'data:a', '', 'id: ', 'data:b'),
  'an id with a NUL is ignored': endingWith(
    'id:1',
    'data:a',
    '',
    'id:2\0',
    'data:b',
    '',
    'id:\0',
    'data:c',
    '',
    'id:a\0b',
    'data:d',
  ),
  'an id may hold spaces inside': endingWith('id: a b  c', 'data:a'),
  'an id keeps its spaces at either end in its events': endingWith('id:  a  ', 'data:a'),
  'an id of two spaces': endingWith('id:  ', 'data:a'),
  'a tab in an id is kept': endingWith('id:a\tb', 'data:a'),
  'a tab at the start of an id is kept': endingWith('id:\ta', 'data:a'),
  'an id beyond ASCII is sent as UTF-8': endingWith('id:é€𝄞', 'data:a'),
  'an id in Latin-1 range is sent as UTF-8': endingWith('id:ÿ', 'data:a'),
  'an id of invalid UTF-8 is sent as it was read': [[bytes('retry:1\nid:a\xff\ndata:a\n\n')], []],
  'control characters in an id are kept': endingWith('id:a\x01b\x7fc', 'data:a'),
  'vertical tab and form feed in an id are kept': endingWith('id:a\x0bb\x0cc', 'data:a'),
  'a long id is kept': endingWith(`id:${'0123456789'.repeat(300)}`, 'data:a'),
  'quotes, commas and colons in an id are kept': endingWith('id:"a", b: c;', 'data:a'),
  'names of id fields are exact': endingWith('ID:1', 'Id:2', ' id:3', 'id :4', 'data:a'),
};

/** A stream with `retry:300` and `lines` that ends. The time until the reconnection shows which number was used. */
const waits = (time, ...lines) => ({
  waits: [time],
  responses: [[`retry:300\n\n${lines.join('\n')}\n`], []],
});
const ignored = (...lines) => waits('300 ms', ...lines);
const applied = (...lines) => waits('short', ...lines);

export const retries = {
  'a retry field sets the reconnection time': applied('retry:1'),
  'a retry field needs no blank line and no data': {
    waits: ['short'],
    responses: [['retry:300\n\n', 'retry:1\n'], []],
  },
  'a retry field in an unfinished line is ignored': {
    waits: ['300 ms'],
    responses: [['retry:300\n\n', 'retry:1'], []],
  },
  'leading zeros are digits': applied('retry:0001'),
  'a retry of zero is a retry': applied('retry:0'),
  'the last retry field counts': applied('retry:9000', 'retry:1'),
  'one space before the digits is dropped': applied('retry: 1'),
  'a retry with two leading spaces is ignored': ignored('retry:  1'),
  'a retry with a plus sign is ignored': ignored('retry:+5'),
  'a retry with a minus sign is ignored': ignored('retry:-1'),
  'a retry with letters after it is ignored': ignored('retry:5x'),
  'a retry with an exponent is ignored': ignored('retry:1e1'),
  'a retry with a fraction is ignored': ignored('retry:1.5'),
  'a retry with a trailing space is ignored': ignored('retry:5 '),
  'a retry with a tab is ignored': ignored('retry:\t5'),
  'a retry in hexadecimal is ignored': ignored('retry:0x5'),
  'a retry with digits of another script is ignored': ignored('retry:５'),
  'a retry without digits is ignored': ignored('retry:'),
  'a retry field without a value is ignored': ignored('retry'),
  'a retry of one space is ignored': ignored('retry: '),
  'a retry with a NUL is ignored': ignored('retry:5\0'),
  'names of retry fields are exact': ignored('Retry:1', 'RETRY:1', ' retry:1', 'retry :1', 'retries:1'),
  'a reconnection time is kept for later connections': {
    waits: ['short', 'short', 'short'],
    responses: [['retry:1\n\n'], [':a\n\n'], [':b\n\n'], []],
  },
};

export const drops = {
  'a stream is requested again when its body ends': [['retry:1\ndata:a\n\n'], ['data:b\n\n'], ['data:c\n\n']],
  'a connection is reestablished after a cut between events': [
    { body: ['retry:1\nid:1\ndata:a\n\n'], after: 'destroy' },
    ['data:b\n\n'],
  ],
  'a connection is reestablished after a cut within an event': [
    { body: ['retry:1\nid:1\ndata:a\n\n', 'id:2\ndata:b'], after: 'destroy' },
    ['data:c\n\n'],
  ],
  'a stream is requested again when its body is shorter than its Content-Length': [
    { headers: { 'content-length': '1000' }, body: ['retry:1\nid:1\ndata:a\n\n'], after: 'destroy' },
    ['data:b\n\n'],
  ],
  'a stream is requested again when its body has exactly its Content-Length': [
    { headers: { 'content-length': '16' }, body: ['retry:1\ndata:a\n\n'], after: 'end' },
    ['data:b\n\n'],
  ],
  'a stream is requested again when its body is empty': [
    ['retry:1\n\n'],
    { after: 'end' },
    { after: 'end' },
    ['data:a\n\n'],
  ],
  'a reconnection fires open again and discards an unfinished event type': {
    types: ['x'],
    responses: [['retry:1\nevent:x\ndata:a\n\nevent:x\n'], ['data:b\n\n']],
  },
};
