// The pathologies of the answer: its status, type, headers, redirects and leave for other origins. Each is served as
// `/s/<name>`; those that are functions are made from the query of the request.
// Knows HTTP. Must not know what the scenarios expect of it, nor how answers are sent.
//
//   /s/status?status=410        a stream with a wrong status
//   /s/redirect?status=307&to=…  a redirect

import { END } from './notation.js';

const ANY = { 'access-control-allow-origin': '*' };
const ASKED = { 'access-control-allow-origin': '<asked>' };
const TRUSTED = { ...ASKED, 'access-control-allow-credentials': 'true' };
const ALLOWS_ID = { preflight: { headers: { ...ASKED, 'access-control-allow-headers': 'last-event-id' } } };
const FIRST = 'retry:1\nid:1\ndata:a\n\n';

/** A stream on another origin: who may read it, hears more; for the others it ends by itself. */
const abroad = (headers) => [{ headers, body: [END] }];
const refusing = (headers) => [
  { headers, body: ['data:a\n\n'], after: 'end' },
  { headers: TRUSTED, body: [END] },
];

/** Enough bytes for a browser that looks at them before it believes a type. */
const UNSNIFFABLE = `:${'x'.repeat(2000)}\n`;

/** The headers that a query wants: `type` may come several times, and may be absent. */
function typed(query) {
  const values = query.getAll('type');
  return { 'content-type': values.length > 1 ? values : (values[0] ?? undefined) };
}

export const connection = {
  plain: [[END]],
  'two-messages': [['data:a\n\ndata:b\n\n' + END]],
  'four-messages': [['data:a\n\ndata:b\n\ndata:c\n\ndata:d\n\n' + END]],
  'any-origin-but-trusted': [
    { headers: ANY, body: ['data:a\n\n'], after: 'end' },
    { headers: TRUSTED, body: [END] },
  ],
  'asked-origin-but-trusted': [
    { headers: ASKED, body: ['data:a\n\n'], after: 'end' },
    { headers: TRUSTED, body: [END] },
  ],
  flood: [[`${'id:1\nevent:m\ndata:x\n\n'.repeat(40)}${END}`]],
  'drop-after-one': [['retry:1\nid:1\ndata:a\n\n'], [END]],
  'drop-for-ever': [{ body: ['retry:20\ndata:a\n\n'], after: 'end' }],
  'headers-only': [{ body: [] }],
  silent: [{ silent: true }],
  'slow-to-answer': [{ body: [END], delay: 150 }],
  'lone-cr-and-silence': [['data:a\r\r', 40, ':\rdata:b\r\r']],
  'retry-beyond-timers': [['retry:99999999999\n\n'], [END]],
  'end-without-retry': [['data:a\n\n'], [END]],
  'retry-300': [['retry:300\n\n'], [END]],
  'retry-and-silence': [['retry:1\n\n']],
  'end-then-silence': [['retry:1\n\n'], { silent: true }],
  'hangs-up': [['retry:1\nid:1\ndata:a\n\n'], { silent: true, after: 'destroy' }, ['data:b\n\n' + END]],
  survivor: [
    { headers: ASKED, body: ['retry:100\nid:1\ndata:a\n\n'], after: 'hang', ...ALLOWS_ID },
    { headers: ASKED, body: [END], ...ALLOWS_ID },
  ],

  // What is not a stream: hanging, so that it shows who lets go; and a good stream for whoever should ask again.
  status: (query) => [{ status: Number(query.get('status')), body: ['data:a\n\n'], after: 'hang' }, [END]],
  type: (query) => [{ headers: typed(query), body: [UNSNIFFABLE, 'data:é\n\n' + END] }],
  'later-status': (query) => [
    [FIRST],
    { status: Number(query.get('status')), body: ['data:b\n\n'], after: 'hang' },
    [END],
  ],
  'later-type': (query) => [
    [FIRST],
    { headers: typed(query), body: [UNSNIFFABLE, 'data:b\n\n'], after: 'hang' },
    [END],
  ],

  // Redirects. The second request of a key is the one that was redirected, or the reconnection.
  redirect: (query) => [
    {
      status: Number(query.get('status') ?? 302),
      headers: { ...ASKED, location: query.get('to') },
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
  'end-then-plain-abroad': [
    { headers: ANY, body: [FIRST], after: 'end' },
    { headers: ANY, body: [END], ...ALLOWS_ID },
  ],

  // Other origins.
  'any-origin': abroad(ANY),
  'asked-origin': abroad(ASKED),
  'null-origin': refusing({ 'access-control-allow-origin': 'null' }),
  'trusted-origin': abroad(TRUSTED),
  'any-origin-trusted': refusing({ ...ANY, 'access-control-allow-credentials': 'true' }),
  'untrue-credentials': refusing({ ...ASKED, 'access-control-allow-credentials': 'TRUE' }),
  'no-origin': refusing({}),
  'empty-origin': refusing({ 'access-control-allow-origin': '' }),
  'wrong-origin': refusing({ 'access-control-allow-origin': 'http://example.invalid' }),
  'two-origins': refusing({ 'access-control-allow-origin': ['<asked>', '<asked>'] }),
  'refused-later': [
    { headers: ASKED, body: ['retry:1\ndata:a\n\n'] },
    { body: [], after: 'end' },
  ],
  'refused-and-wrong': [
    { status: 503, after: 'end' },
    { headers: ASKED, body: [END] },
  ],
  'resumed-abroad': [
    { headers: ASKED, body: [FIRST], ...ALLOWS_ID },
    { headers: ASKED, body: [END], ...ALLOWS_ID },
  ],
  'resumed-abroad-without-leave': [
    { headers: ASKED, body: [FIRST] },
    { headers: ASKED, body: [END] },
  ],

  // Cookies: set by any answer under the key's name.
  'set-cookie': [
    { headers: { ...TRUSTED, 'set-cookie': '<key>=set; Path=/' }, body: ['retry:1\n\n'] },
    { headers: TRUSTED, body: [END] },
  ],

  // Odd but right.
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
