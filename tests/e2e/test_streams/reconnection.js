// The pathologies of `id` and `retry`: what a stream says, how its connection ends, what is asked for next.
// Rows are served and played as those of stream.js are; what the server saw of each request is part of the log.
// Knows the wire format and how bodies end. Must not know how anyone reads them.
//
//   'an id alone resets it': [['retry:1\nid:1\ndata:a\n\nid\ndata:b\n\n'], []]   → no Last-Event-ID in the second request

import { bytes } from './notation.js';

/** A body that says `lines` and ends, and an empty stream after it. */
const then = (...lines) => [[`retry:1\n${lines.join('\n')}\n\n`], []];

export const ids = {
  'an id belongs to all events after it': [['id:1\ndata:a\n\ndata:b\n\n:c\n\ndata:d\n\n']],
  'the id of the last event is sent with the next request': then('id:1', 'data:a'),
  'without an id nothing is sent with the next request': then('data:a'),
  'a blank line commits an id without data': then('data:a', '', 'id:9'),
  'an unfinished block commits no id': [['retry:1\nid:1\ndata:a\n\n', 'id:7\ndata:x\n'], []],
  'an unfinished id line commits no id': [['retry:1\nid:1\ndata:a\n\n', 'id:7'], []],
  'an id survives a connection that has none': [
    ['retry:1\nid:1\ndata:a\n\n'],
    ['data:b\n\n'],
    { body: [':\n'], after: 'destroy' },
    ['data:c\n\n'],
  ],
  'the last id of a block counts': then('id:1', 'id:2', 'data:a', 'id:3'),
  'an id field after the data counts': then('data:a', 'id:1'),
  'an empty id resets it': then('id:1', 'data:a', '', 'id:', 'data:b'),
  'an id alone resets it': then('id:1', 'data:a', '', 'id', 'data:b'),
  'an id of one space resets it': then('id:1', 'data:a', '', 'id: ', 'data:b'),
  'an id with a NUL is ignored': then(
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
  'an id may hold spaces inside': then('id: a b  c', 'data:a'),
  'an id keeps its spaces at either end in its events': then('id:  a  ', 'data:a'),
  'an id of two spaces': then('id:  ', 'data:a'),
  'a tab in an id is kept': then('id:a\tb', 'data:a'),
  'a tab at the start of an id is kept': then('id:\ta', 'data:a'),
  'an id beyond ASCII is sent as UTF-8': then('id:é€𝄞', 'data:a'),
  'an id in Latin-1 range is sent as UTF-8': then('id:ÿ', 'data:a'),
  'an id of invalid UTF-8 is sent as it was read': [[bytes('retry:1\nid:a\xff\ndata:a\n\n')], []],
  'control characters in an id are kept': then('id:a\x01b\x7fc', 'data:a'),
  'vertical tab and form feed in an id are kept': then('id:a\x0bb\x0cc', 'data:a'),
  'a long id is kept': then(`id:${'0123456789'.repeat(300)}`, 'data:a'),
  'quotes, commas and colons in an id are kept': then('id:"a", b: c;', 'data:a'),
  'names of id fields are exact': then('ID:1', 'Id:2', ' id:3', 'id :4', 'data:a'),
};

/** A stream that says `retry:300` and `lines`, and ends: how long it `waits` then shows whose number counted. */
const waits = (time, ...lines) => ({ waits: [time], answers: [[`retry:300\n\n${lines.join('\n')}\n`], []] });
const kept = (...lines) => waits('as before', ...lines);
const heard = (...lines) => waits('a moment', ...lines);

export const retries = {
  'a retry field sets the reconnection time': heard('retry:1'),
  'a retry field needs no blank line and no data': {
    waits: ['a moment'],
    answers: [['retry:300\n\n', 'retry:1\n'], []],
  },
  'a retry field in an unfinished line is ignored': {
    waits: ['as before'],
    answers: [['retry:300\n\n', 'retry:1'], []],
  },
  'leading zeros are digits': heard('retry:0001'),
  'a retry of zero is a retry': heard('retry:0'),
  'the last retry field counts': heard('retry:9000', 'retry:1'),
  'one space before the digits is dropped': heard('retry: 1'),
  'two spaces before the digits are not': kept('retry:  1'),
  'a retry with a plus sign is ignored': kept('retry:+5'),
  'a retry with a minus sign is ignored': kept('retry:-1'),
  'a retry with letters after it is ignored': kept('retry:5x'),
  'a retry with an exponent is ignored': kept('retry:1e1'),
  'a retry with a fraction is ignored': kept('retry:1.5'),
  'a retry with a trailing space is ignored': kept('retry:5 '),
  'a retry with a tab is ignored': kept('retry:\t5'),
  'a retry in hexadecimal is ignored': kept('retry:0x5'),
  'a retry with digits of another script is ignored': kept('retry:５'),
  'a retry without digits is ignored': kept('retry:'),
  'a retry field without a value is ignored': kept('retry'),
  'a retry of one space is ignored': kept('retry: '),
  'a retry with a NUL is ignored': kept('retry:5\0'),
  'names of retry fields are exact': kept('Retry:1', 'RETRY:1', ' retry:1', 'retry :1', 'retries:1'),
  'a reconnection time is kept for later connections': {
    waits: ['a moment', 'a moment', 'a moment'],
    answers: [['retry:1\n\n'], [':a\n\n'], [':b\n\n'], []],
  },
};

export const drops = {
  'a body that ends is asked for again': [['retry:1\ndata:a\n\n'], ['data:b\n\n'], ['data:c\n\n']],
  'a connection cut after a whole event is made again': [
    { body: ['retry:1\nid:1\ndata:a\n\n'], after: 'destroy' },
    ['data:b\n\n'],
  ],
  'a connection cut within an event is made again': [
    { body: ['retry:1\nid:1\ndata:a\n\n', 'id:2\ndata:b'], after: 'destroy' },
    ['data:c\n\n'],
  ],
  'a body shorter than its Content-Length is asked for again': [
    { headers: { 'content-length': '1000' }, body: ['retry:1\nid:1\ndata:a\n\n'], after: 'destroy' },
    ['data:b\n\n'],
  ],
  'a body of exactly its Content-Length is asked for again': [
    { headers: { 'content-length': '16' }, body: ['retry:1\ndata:a\n\n'], after: 'end' },
    ['data:b\n\n'],
  ],
  'an empty body is asked for again': [['retry:1\n\n'], { after: 'end' }, { after: 'end' }, ['data:a\n\n']],
  'a reconnection opens anew and keeps the type of nothing': {
    types: ['x'],
    answers: [['retry:1\nevent:x\ndata:a\n\nevent:x\n'], ['data:b\n\n']],
  },
};
