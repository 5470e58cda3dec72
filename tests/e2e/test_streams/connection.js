// Test streams about the response: its status, content type, headers, redirects and CORS. Each is served at
// `/s/<name>`; a function creates the responses from the query of the request.
// Knows HTTP. Must not know what the scenarios expect, nor how responses are sent.
//
//   /s/status?status=410        a stream with a wrong status
//   /s/redirect?status=307&to=…  a redirect

import { END } from './notation.js';

const ANY = { 'access-control-allow-origin': '*' };
const REQUEST_ORIGIN = { 'access-control-allow-origin': '<request-origin>' };
const CREDENTIALS = { ...REQUEST_ORIGIN, 'access-control-allow-credentials': 'true' };
const ALLOWS_ID = {
  preflight: { headers: { ...REQUEST_ORIGIN, 'access-control-allow-headers': 'last-event-id' } },
};
const FIRST = 'retry:1\nid:1\ndata:a\n\n';

/**
 * Streams for pages of another origin. If a client accepts the refused response by mistake, it reconnects, and the next
 * response, which allows everything, shows the mistake in the log.
 */
const allowing = (headers) => [{ headers, body: [END] }];
const refusing = (headers) => [{ headers, body: ['data:a\n\n'], after: 'end' }];

/** More bytes than a browser reads for MIME sniffing. */
const BEYOND_SNIFFING = `:${'x'.repeat(2000)}\n`;

/** The Content-Type headers of a query, which may have any number of `type` parameters. */
function contentTypes(query) {
  const values = query.getAll('type');
  return { 'content-type': values.length > 1 ? values : (values[0] ?? undefined) };
}

export const connection = {
  plain: [[END]],
  'two-messages': [['data:a\n\ndata:b\n\n' + END]],
  'four-messages': [['data:a\n\ndata:b\n\ndata:c\n\ndata:d\n\n' + END]],
  'any-origin-then-credentials': refusing(ANY),
  'request-origin-then-credentials': refusing(REQUEST_ORIGIN),
  flood: [[`${'id:1\nevent:m\ndata:x\n\n'.repeat(40)}${END}`]],
  'drop-after-one': [['retry:1\nid:1\ndata:a\n\n'], [END]],
  'drop-for-ever': [{ body: ['retry:20\ndata:a\n\n'], after: 'end' }],
  'headers-only': [{ body: [] }],
  silent: [{ silent: true }],
  'slow-response': [{ body: [END], delay: 150 }],
  'lone-cr-and-silence': [['data:a\r\r', 40, ':\rdata:b\r\r']],
  'retry-beyond-timers': [['retry:99999999999\n\n'], [END]],
  'end-without-retry': [['data:a\n\n'], [END]],
  'retry-300': [['retry:300\n\n'], [END]],
  'retry-and-silence': [['retry:1\n\n']],
  'end-then-silence': [['retry:1\n\n'], { silent: true }],
  'disconnects-before-response': [
    ['retry:1\nid:1\ndata:a\n\n'],
    { silent: true, after: 'destroy' },
    ['data:b\n\n' + END],
  ],
  'restarted-server': [
    { headers: REQUEST_ORIGIN, body: ['retry:100\nid:1\ndata:a\n\n'], after: 'hang', ...ALLOWS_ID },
    { headers: REQUEST_ORIGIN, body: [END], ...ALLOWS_ID },
  ],

  // Responses that are not event streams. They do not end, so that the log shows whether the client aborts them. The
  // next response is a valid stream, for clients that reconnect by mistake.
  status: (query) => [{ status: Number(query.get('status')), body: ['data:a\n\n'], after: 'hang' }, [END]],
  type: (query) => [{ headers: contentTypes(query), body: [BEYOND_SNIFFING, 'data:é\n\n' + END] }],
  'later-status': (query) => [
    [FIRST],
    { status: Number(query.get('status')), body: ['data:b\n\n'], after: 'hang' },
    [END],
  ],
  'later-type': (query) => [
    [FIRST],
    { headers: contentTypes(query), body: [BEYOND_SNIFFING, 'data:b\n\n'], after: 'hang' },
    [END],
  ],

  // Redirects. The second request of a key is the redirected one, or the reconnection.
  redirect: (query) => [
    {
      status: Number(query.get('status') ?? 302),
      headers: { ...REQUEST_ORIGIN, location: query.get('to') },
      after: 'end',
    },
  ],
  'redirect-kept': (query) => [
    {
      status: Number(query.get('status')),
      headers: { location: query.get('to'), 'cache-control': 'max-age=1000' },
      after: 'end',
    },
  ],
  'redirect-without-location': [{ status: 302, body: ['data:a\n\n'], after: 'hang' }],
  'redirect-loop': [{ status: 302, headers: { location: 'redirect-loop?key=<key>' }, after: 'end' }],
  'end-then-plain': [[FIRST], [END]],
  'end-then-plain-for-any-origin': [
    { headers: ANY, body: [FIRST], after: 'end' },
    { headers: ANY, body: [END], ...ALLOWS_ID },
  ],

  // Other origins.
  'any-origin': allowing(ANY),
  'request-origin': allowing(REQUEST_ORIGIN),
  'null-origin': refusing({ 'access-control-allow-origin': 'null' }),
  'request-origin-and-credentials': allowing(CREDENTIALS),
  'any-origin-and-credentials': refusing({ ...ANY, 'access-control-allow-credentials': 'true' }),
  'untrue-credentials': refusing({ ...REQUEST_ORIGIN, 'access-control-allow-credentials': 'TRUE' }),
  'no-origin': refusing({}),
  'empty-origin': refusing({ 'access-control-allow-origin': '' }),
  'wrong-origin': refusing({ 'access-control-allow-origin': 'http://example.invalid' }),
  'two-origins': refusing({ 'access-control-allow-origin': ['<request-origin>', '<request-origin>'] }),
  'refused-later': [
    { headers: REQUEST_ORIGIN, body: ['retry:1\ndata:a\n\n'] },
    { body: [], after: 'end' },
  ],
  'refused-and-wrong': [{ status: 503, after: 'end' }],
  'resumed-from-other-origin': [
    { headers: REQUEST_ORIGIN, body: [FIRST], ...ALLOWS_ID },
    { headers: REQUEST_ORIGIN, body: [END], ...ALLOWS_ID },
  ],
  'resumed-without-allowed-id': [
    { headers: REQUEST_ORIGIN, body: [FIRST] },
    { headers: REQUEST_ORIGIN, body: [END] },
  ],

  // Cookies. The name of the cookie is the key.
  'set-cookie': [
    { headers: { ...CREDENTIALS, 'set-cookie': '<key>=set; Path=/' }, body: ['retry:1\n\n'] },
    { headers: CREDENTIALS, body: [END] },
  ],

  // Unusual, but valid.
  cacheable: [
    { headers: { 'cache-control': 'max-age=1000' }, body: ['retry:1\ndata:first\n\n'] },
    { headers: { 'cache-control': 'max-age=1000' }, body: ['data:second\n\n' + END] },
  ],
  gzip: [{ headers: { 'content-encoding': 'gzip' }, body: ['data:a\n\n', 'data:b\n\n', END], gzip: true }],
  attachment: [
    { headers: { 'content-disposition': 'attachment', 'x-content-type-options': 'nosniff' }, body: [END] },
  ],
};

const LINE = 'x'.repeat(64 * 1024);

export const sizes = {
  'huge-line': [['data:', ...Array.from({ length: 128 }, () => LINE), '\n\n', END]],
  'huge-comment': [[':', ...Array.from({ length: 64 }, () => LINE), '\ndata:a\n\n', END]],
  'many-lines': [['data:abcdefg\n'.repeat(50_000) + '\n', END]],
  'many-events': [[Array.from({ length: 5000 }, (_, n) => `id:${n}\ndata:${n}\n\n`).join('') + END]],
};
