// Test streams about the grammar of event streams. Each row is a sentence and the chunks of its stream. It is served at
// `/s/<slug of the sentence>` and is also a scenario: listen, wait for the event `end`, compare the log.
// Knows the format of event streams. Must not know how a client reads them.
//
//   'a CRLF split over two chunks is one line end': [['data:a\r', '\ndata:b\r\n\r\n']]   → one event, "a\nb"
//
// The event `end` is appended to a row's last response. In a row with several responses, the source reconnects.

import { byteByByte, bytes, utf8 } from './notation.js';

const BOM = bytes('\xef\xbb\xbf');
const RECONNECT_SOON = 'retry:1\n\n';
const EURO = utf8('€');
const CLEF = utf8('𝄞');

export const lineEnds = {
  'LF, CR and CRLF each end a line': [['data:1\n\ndata:2\r\rdata:3\r\n\r\n']],
  'line ends may be mixed': [['data:a\n\r\ndata:b\r\n\rdata:c\r\n\ndata:d\r\ndata:e\rdata:f\n\r\n']],
  'a CRLF split over two chunks is one line end': [['data:a\r', '\ndata:b\r\n\r\n']],
  'a CRLF split in the blank line is one line end': [['data:a\r\n\r', '\ndata:b\r\n\r', '\n']],
  'an LF that follows a split CR ends no second line': [['data:a\r', '\n', 'data:b\r', '\n\r', '\n']],
  'a CR at the end of a chunk and a CR in the next are two line ends': [['data:a\r', '\rdata:b\r', '\r']],
  'a stream may have lone CRs only': [['id:1\revent:x\rdata:a\rdata:b\r\r:c\rdata:d\r\r']],
  'an LF and then a CR are two line ends': [['data:a\n\rdata:b\n\r']],
  'U+2028, U+2029 and U+0085 do not end a line': [['data:a\u2028b\u2029c\u0085d\n\n']],
  'vertical tab and form feed do not end a line': [['data:a\u000bb\u000cc\n\n']],
  'blank lines alone dispatch nothing': [['\n\n\n\r\r\r\n\r\n\r\ndata:a\n\n\n\n']],
};

export const fields = {
  'a field without a colon has an empty value': [['data\n\n']],
  'a leading empty data line counts': [['data\ndata:x\n\n']],
  'two empty data lines are one line end': [['data\ndata\n\ndata:\n\ndata:\ndata:\ndata:\n\n']],
  'one single leading space is dropped': [['data: a\n\ndata:  b\n\ndata:   c\n\ndata: \n\n']],
  'a leading tab is never dropped': [['data:\ta\n\ndata: \tb\n\n']],
  'trailing spaces are kept': [['data:a  \n\n']],
  'a space in another chunk than its colon is still dropped': [
    ['data:', ' a\n\n', 'data', ': b\n\n', 'dat', 'a:', '  c\n\n'],
  ],
  'names of fields are exact': [['data:a\nData:b\nDATA:c\n data:d\ndata :e\ndata-x:f\ndat:g\n\tdata:h\n\n']],
  'a colon in the value belongs to the value': [['data::\n\ndata:a:b\n\ndata: :\n\ndata:data:a\n\n']],
  'comments are ignored': [[':\n:a\n: a\n:data:a\n::\n\ndata:b\n:c\ndata:d\n\n', `:${'x'.repeat(5000)}\n\n`]],
  'a comment may hold NULs': [[':\0a\0\ndata:b\n\n']],
  'a NUL in data is kept': [['data:\0\n\ndata:a\0b\n\n']],
  'a NUL in the name of a field makes it unknown': [['da\0ta:x\n\0data:y\ndata\0:z\ndata:a\n\n']],
  'a NUL in the event type is kept': {
    types: ['\0', 'a\0b'],
    responses: [['event:\0\ndata:a\n\nevent:a\0b\ndata:b\n\n']],
  },
  'unknown fields are ignored': [['foo:bar\nfoo\nevents:x\ndata:a\nids:1\nretries:1\n\n']],
  'lines of only whitespace are unknown fields': [[' \n\t\ndata:a\n \n\t\n\ndata:b\n\n']],
  'an unfinished block at the end of the body is dropped': [
    [RECONNECT_SOON, 'data:a\n\ndata:b\n'],
    ['data:c\n\n'],
  ],
  'an unfinished line at the end of the body is dropped': [
    [RECONNECT_SOON, 'data:a\n\ndata:b'],
    ['data:c\n\n'],
  ],
  'an unfinished block does not leak into the next connection': [
    [RECONNECT_SOON, 'id:1\nevent:x\ndata:a\n'],
    ['data:b\n\n'],
  ],
  'a trailing CR at the end of the body dispatches': [[RECONNECT_SOON, 'data:a\n\r'], ['data:b\n\n']],
  'a CR at the end of a body does not swallow an LF of the next connection': [
    [RECONNECT_SOON, 'data:a\r'],
    ['\ndata:b\n\n'],
  ],
};

export const types = {
  'an event type is used once': { types: ['a'], responses: [['event:a\ndata:1\n\ndata:2\n\n']] },
  'the last event field of a block counts': {
    types: ['a', 'b'],
    responses: [['event:a\nevent:b\ndata:1\n\n']],
  },
  'an empty event field resets the type to message': {
    types: ['a', ''],
    responses: [['event:a\nevent\ndata:x\n\nevent:a\nevent:\ndata:y\n\nevent: \ndata:z\n\n']],
  },
  'the type of a block without data is forgotten': { types: ['x'], responses: [['event:x\n\ndata:y\n\n']] },
  'an event type keeps its spaces but the first': {
    types: ['a', ' a', 'a ', 'a b'],
    responses: [['event: a\ndata\n\nevent:  a\ndata\n\nevent:a \ndata\n\nevent:a b\ndata\n\n']],
  },
  'event types are case-sensitive': { types: ['tick', 'Tick'], responses: [['event:Tick\ndata\n\n']] },
  'open, error and message are ordinary event types': {
    responses: [['event:open\ndata:a\n\nevent:error\ndata:b\n\nevent:message\ndata:c\n\n']],
  },
  'names of properties are ordinary event types': {
    types: ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'prototype'],
    responses: [
      ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'prototype'].map(
        (type) => `event:${type}\ndata\n\n`,
      ),
    ],
  },
  'an event type may be any text': {
    types: ['ñ', '日本', '🎉', '\u2028'],
    responses: [['event:ñ\ndata\n\nevent:日本\ndata\n\nevent:🎉\ndata\n\nevent:\u2028\ndata\n\n']],
  },
};

export const byteOrderMarks = {
  'a byte order mark at the start is dropped': [[BOM, 'data:a\n\n']],
  'a byte order mark split after its first byte is dropped': [[BOM.slice(0, 1), BOM.slice(1), 'data:a\n\n']],
  'a byte order mark split after its second byte is dropped': [[BOM.slice(0, 2), BOM.slice(2), 'data:a\n\n']],
  'a byte order mark in the chunk of its line is dropped': [['\ufeffdata:a\n\n']],
  'of two byte order marks only the first is dropped': [['\ufeff\ufeffdata:a\ndata:b\n\n']],
  'a byte order mark later in the stream is kept': [['data:a\n\n\ufeffdata:b\n\ndata:c\n\ufeffdata:d\n\n']],
  'a byte order mark in a value is kept': [['data:\ufeffa\n\ndata: \ufeff\n\nid:\ufeff1\ndata:b\n\n']],
  'a byte order mark before a comment or a blank line is dropped': [['\ufeff:\ndata:a\n\n']],
  'each connection may start with a byte order mark': [
    ['\ufeffretry:1\n\ndata:a\n\n'],
    [BOM.slice(0, 1), BOM.slice(1), 'data:b\n\n'],
  ],
  'half of a byte order mark is text': [[bytes('\xef\xbbdata:a\n'), 'data:b\n\n']],
  'a byte order mark cut by the end of a body is not completed by the next': [
    [RECONNECT_SOON, 'data:a\n\n'],
    { body: [bytes('\xef\xbb')], after: 'end' },
    [bytes('\xbf'), 'data:b\ndata:c\n\n'],
  ],
};

export const encoding = {
  'characters of every length arrive': [['data:aé€𝄞\n\n']],
  'two and three bytes split over chunks are one character': [
    ['data:', EURO.slice(0, 1), EURO.slice(1), '\n', 'data:', EURO.slice(0, 2), EURO.slice(2), '\n\n'],
  ],
  'four bytes split over four chunks are one character': [
    ['data:', CLEF.slice(0, 1), CLEF.slice(1, 2), CLEF.slice(2, 3), CLEF.slice(3), '\n\n'],
  ],
  'a stray continuation byte is one U+FFFD': [[bytes('data:\x80\n\ndata:a\xbfb\n\n')]],
  'a cut sequence is one U+FFFD and does not swallow a line end': [
    [bytes('data:\xe2\x82\n\ndata:\xf0\x9d\x84\n\ndata:\xc3\n\ndata:a\xe2\x82b\n\n')],
  ],
  'a sequence cut by a chunk and never completed is one U+FFFD': [
    ['data:', EURO.slice(0, 2), 'x\n', 'data:', CLEF.slice(0, 3), '\n\n'],
  ],
  'an overlong form is one U+FFFD for each byte': [
    [bytes('data:\xc0\xaf\n\ndata:\xe0\x80\xaf\n\ndata:\xf0\x80\x80\xaf\n\n')],
  ],
  'a surrogate is three U+FFFD': [[bytes('data:\xed\xa0\x80\n\ndata:\xed\xbf\xbf\n\n')]],
  'code points beyond U+10FFFF are one U+FFFD for each byte': [
    [bytes('data:\xf4\x90\x80\x80\n\ndata:\xf5\x80\x80\x80\n\n')],
  ],
  'bytes that never occur in UTF-8 are one U+FFFD each': [[bytes('data:\xfe\xff\n\ndata:\xc1\xf8\n\n')]],
  'a lead byte before CR LF does not swallow either': [
    [bytes('data:a\xe2\r'), bytes('\ndata:b\xe2\r\n\r\n')],
  ],
  'invalid bytes in the name of a field make it unknown': [[bytes('data\xff:a\n\xffdata:b\ndata:c\n\n')]],
  'invalid bytes in type and id become U+FFFD': {
    types: ['\ufffd'],
    responses: [[bytes('event:\xff\nid:a\xffb\ndata:\xff\n\n')]],
  },
  'a sequence cut by the end of a body is not completed by the next': [
    [RECONNECT_SOON, 'data:a\n\n', 'data:', EURO.slice(0, 2)],
    [EURO.slice(2), 'data:b\ndata:c\n\n'],
  ],
  'noncharacters and private characters are text': [['data:\uffff\ufffe\ue000\u{1ffff}\n\n']],
};

export const chunking = {
  'a stream in chunks of one byte has the same events': {
    types: ['x'],
    responses: [byteByByte('\ufeffid: 1\r\nevent: x\r\ndata: a€\r\ndata: 𝄞\r\n\r\n:c\rdata\r\r')],
  },
  'a stream with pauses within a line has the same events': [
    ['da', 40, 'ta', 40, ':', 40, 'a', 40, '\n', 40, '\n'],
  ],
  'an event is dispatched on its blank line, whatever follows': [
    ['data:a\n\nda', 30, 'ta:b\n\nid', 30, ':1\ndata:c\n\n'],
  ],
  'a chunk may hold the end of one event and the start of another': [
    ['data:a\n\ndata:b\n', '\ndata:c\n\nda', 'ta:d\n\n'],
  ],
};
