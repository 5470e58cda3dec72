// The logs that the standards want, of scenarios where some browser's own object departs from them.
// Knows the HTML, Fetch and URL Standards. Must not know which browser departs, nor why: that is for native_results.js.
//
// Where a scenario is not listed here and states no `standard` itself, each browser's own object is the oracle.

const GET = (id = null, ended = 'client') => ['request', 'GET', id, `ended by ${ended}`];
const message = (data, id = '', type = 'message') => [1, type, data, '<origin>', id];
const OPEN = [1, 'open'];
const AGAIN = [0, 'error'];
const end = (id = '') => message('end', id, 'end');

/** One stream: what comes between its open event and its end. */
const stream = (...events) => [OPEN, ...events, end(), GET()];

/** A network error: the source tries again. The standard lets a browser give up where that is futile. */
const FAULT = [AGAIN, ['readyState', 0]];

/** A redirect home from another origin: the request's origin is tainted, and its header says null. */
const HOME = (...origins) => [
  OPEN,
  end(),
  ['origins', origins],
  ...origins.slice(1).map(() => GET(null, 'server')),
  GET(),
];

export const standards = {
  'stream: a byte order mark split after its first byte is dropped': stream(message('a')),
  'stream: a byte order mark split after its second byte is dropped': stream(message('a')),
  'stream: each connection may start with a byte order mark': [
    OPEN,
    message('a'),
    AGAIN,
    OPEN,
    message('b'),
    end(),
    GET(null, 'server'),
    GET(),
  ],
  'stream: a stream that comes byte by byte is the same stream': [
    OPEN,
    message('a€\n𝄞', '1', 'x'),
    message('', '1'),
    end('1'),
    GET(),
  ],
  'stream: a NUL in data is kept': stream(message('\0'), message('a\0b')),
  'stream: a NUL in the name of a field makes it unknown': stream(message('a')),
  'stream: a NUL in the event type is kept': stream(message('a', '', '\0'), message('b', '', 'a\0b')),
  'reconnection: a blank line commits an id without data': [
    OPEN,
    message('a'),
    AGAIN,
    OPEN,
    end('9'),
    GET(null, 'server'),
    GET('9'),
  ],
  'reconnection: an id with a NUL is ignored': [
    OPEN,
    ...['a', 'b', 'c', 'd'].map((data) => message(data, '1')),
    AGAIN,
    OPEN,
    end('1'),
    GET(null, 'server'),
    GET('1'),
  ],
  'reconnection: a server that is not there yet is found when it is': [
    AGAIN,
    OPEN,
    [1, 'end', 'end', '<late>', ''],
    GET(),
  ],
  'connection: open comes with the headers, before any byte of the body': [OPEN, GET()],
  'requests: it names its referrer': [...stream().slice(0, -1), ['referer', '<here>'], GET()],
  'requests: an address that no socket may go to is a network error': FAULT,
  'origin: a way there and back names the null origin': HOME(null, '<origin>', 'null'),
  'origin: a redirect in a circle is a network error': [
    ...FAULT,
    ...Array(21).fill(['request', 'GET', null]),
  ],
  'origin: a redirect to an address that is none is a network error': [...FAULT, ['request', 'GET', null]],
  'origin: a redirect to a data: address is a network error': [...FAULT, ['request', 'GET', null]],
  'arguments: a data: address gives what the browser lets it give': [OPEN, [1, 'end', 'a', 'null', '']],
  'arguments: a blob: address gives what the browser lets it give': [OPEN, [1, 'end', 'a', '<origin>', '']],
  'page: stopping the page while connecting ends the source': [[2, 'error'], ['readyState', 2], GET()],
  'page: stopping the page while open ends the source': [
    OPEN,
    [2, 'error'],
    ['readyState', 2],
    ['readyState', 2],
    GET(),
  ],
};
