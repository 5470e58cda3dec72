// The logs that the standards require, for scenarios in which a browser's own object deviates from them.
// Knows the HTML, Fetch and URL Standards. Must not know which browser deviates, nor why: native_results.js lists that.
//
// For a scenario that is not listed here and has no `standard` property, the browser's own object is the oracle.

const GET = (id = null, ended = 'client') => ['request', 'GET', id, `ended by ${ended}`];
const message = (data, id = '', type = 'message') => [1, type, data, '<origin>', id];
const OPEN = [1, 'open'];
const RECONNECTING = [0, 'error'];
const end = (id = '') => message('end', id, 'end');

/** The log of one stream, given the events between `open` and `end`. */
const stream = (...events) => [OPEN, ...events, end(), GET()];

/** A source reconnects after a network error. The standard also lets a browser fail if reconnecting is futile. */
const NETWORK_ERROR = [RECONNECTING, ['readyState', 0]];

/**
 * A redirect from another origin to the page's own: the request has a tainted origin, and its Origin header is null.
 */
const REDIRECTED_BACK = (...origins) => [
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
    RECONNECTING,
    OPEN,
    message('b'),
    end(),
    GET(null, 'server'),
    GET(),
  ],
  'stream: a stream in chunks of one byte has the same events': [
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
    RECONNECTING,
    OPEN,
    end('9'),
    GET(null, 'server'),
    GET('9'),
  ],
  'reconnection: an id with a NUL is ignored': [
    OPEN,
    ...['a', 'b', 'c', 'd'].map((data) => message(data, '1')),
    RECONNECTING,
    OPEN,
    end('1'),
    GET(null, 'server'),
    GET('1'),
  ],
  'reconnection: a source connects to a server that starts later': [
    RECONNECTING,
    OPEN,
    [1, 'end', 'end', '<late>', ''],
    GET(),
  ],
  'connection: open is fired on the headers, before any byte of the body': [OPEN, GET()],
  'requests: it has a Referer header': [...stream().slice(0, -1), ['referer', '<here>'], GET()],
  'requests: a URL with a bad port is a network error': NETWORK_ERROR,
  'origin: a redirect to another origin and back sends the null origin': REDIRECTED_BACK(
    null,
    '<origin>',
    'null',
  ),
  'origin: a redirect loop is a network error': [
    ...NETWORK_ERROR,
    ...Array(21).fill(['request', 'GET', null]),
  ],
  'origin: a redirect to an invalid URL is a network error': [...NETWORK_ERROR, ['request', 'GET', null]],
  'origin: a redirect to a data: URL is a network error': [...NETWORK_ERROR, ['request', 'GET', null]],
  'arguments: a data: URL may be a stream': [OPEN, [1, 'end', 'a', 'null', '']],
  'arguments: a blob: URL may be a stream': [OPEN, [1, 'end', 'a', '<origin>', '']],
  'page: stopping the page while connecting ends the source': [[2, 'error'], ['readyState', 2], GET()],
  'page: stopping the page while open ends the source': [
    OPEN,
    [2, 'error'],
    ['readyState', 2],
    ['readyState', 2],
    GET(),
  ],
};
