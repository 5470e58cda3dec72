// Scenarios of the constructor's arguments: how they are converted, and how URLs are parsed.
// Knows Web IDL's conversions and the URL Standard. Must not know responses.

/** Invalid URLs: the constructor throws a SyntaxError, and nothing else happens. */
const BAD = [
  'http://',
  'http://:80/',
  'http://a b/',
  'http://this is invalid/',
  'http://[::1',
  'http://[::1::2]/',
  'http://localhost:99999/',
  'http://localhost:port/',
  'http://%/',
  'http://a%00b/',
  'http://256.256.256.256/',
  'http://a<b/',
  'http://a^b/',
  'http://a|b/',
  'https://',
  '//',
  '///',
];

/** Valid URLs. There need not be a server. */
const GOOD = [
  '',
  '?query',
  '#fragment',
  'relative',
  './a/../b',
  '/absolute',
  '//localhost:1/scheme-relative',
  '/a b"<>`{}é',
  '/%7e%7E%zz',
  '?a b"<>é\'',
  '#a b"<>`é',
  ' \t/trimmed\n ',
  '/tab\tand\nline',
  '\\back\\slash',
  '/\ud800',
  'HTTP://LOCALHOST:1/Path',
  'http:relative',
  'http://localhost:0080/',
  'http://user:word@localhost:1/',
  'http://127.1:1/',
  'http://0x7f.1:1/',
  'http://BÜCHER.localhost:1/',
  'http://localhost.:1/',
];

const SCHEMES = [
  'ftp://localhost/',
  'mailto:user@localhost',
  'javascript:alert(1)',
  'about:blank',
  'file:///etc/hostname',
  'tel:1',
  'ws://localhost:1/',
  'unknown://localhost/',
];

const text = (value) => JSON.stringify(value).slice(0, 60);

const opened = (t, ...args) => {
  const source = new t.EventSource(...args);
  source.close();
  return source;
};

/** Notes the attribute withCredentials for each `init`. */
const credentials = (sentence, ...inits) => [
  sentence,
  async (t) => {
    for (const init of inits) {
      t.noteResult('withCredentials', () => opened(t, t.url('silent'), init).withCredentials);
    }
  },
  { quiet: true },
];

export const arguments_ = [
  ...BAD.map((url) => [
    `the URL ${text(url)} is a SyntaxError`,
    async (t) => t.noteResult('constructed', () => opened(t, url).url),
    { quiet: true, standard: [['constructed', 'throws DOMException SyntaxError 12']] },
  ]),
  ...GOOD.map((url) => [
    `the URL ${text(url)} is resolved`,
    async (t) => t.noteResult('url', () => opened(t, url).url.replace(globalThis.location.href, '<here>')),
    { quiet: true },
  ]),
  ...SCHEMES.map((url) => [
    `the URL ${text(url)} constructs a source, which fires one error event`,
    async (t) => {
      const source = t.open(url);
      t.note('url', source.url);
      t.note('readyState', source.readyState);
      await t.waitFor(source, 'error');
      await t.pause();
      t.note('readyState', source.readyState);
    },
  ]),
  [
    'any argument is converted to a string',
    async (t) => {
      const own = { toString: () => '/own', valueOf: () => '/value' };
      for (const url of [
        undefined,
        null,
        1,
        true,
        [],
        ['a', 'b'],
        {},
        own,
        new URL('/u', t.addresses.origin),
      ]) {
        t.noteResult('url', () => opened(t, url).url.replace(/.*\//, ''));
      }
    },
    { quiet: true },
  ],
  [
    'an exception in the conversion to a string is thrown',
    async (t) => {
      t.noteResult('symbol', () => opened(t, Symbol('s')));
      t.noteResult('no conversion', () => opened(t, Object.create(null)));
      t.noteResult('thrown', () =>
        opened(t, {
          toString() {
            throw new RangeError();
          },
        }),
      );
    },
    { quiet: true },
  ],
  [
    'arguments are converted in order and once',
    async (t) => {
      const url = {
        toString() {
          t.note('read', 'url');
          return 'http://';
        },
      };
      const init = {
        get withCredentials() {
          t.note('read', 'withCredentials');
          return true;
        },
      };
      t.noteResult('constructed', () => opened(t, url, init));
    },
    { quiet: true },
  ],
  credentials('withCredentials is false by default', undefined, null, {}, { withCredentials: undefined }),
  credentials(
    'withCredentials is converted to a boolean',
    ...[true, false, null, 0, 1, '', 'false', {}, []].map((withCredentials) => ({ withCredentials })),
  ),
  credentials('an init that is not an object is a TypeError', true, false, 0, 1, '', 'text', 1n, Symbol('s')),
  credentials(
    'an init may be any object',
    [],
    () => {},
    new Date(0),
    Object.create({ withCredentials: true }),
    new Proxy({}, {}),
  ),
  [
    'an exception in a getter of the init is thrown',
    async (t) =>
      t.noteResult('constructed', () =>
        opened(t, '/', {
          get withCredentials() {
            throw new RangeError();
          },
        }),
      ),
    { quiet: true },
  ],
  [
    'a wrong init is reported before a wrong URL',
    async (t) => t.noteResult('constructed', () => opened(t, 'http://', 1)),
    { quiet: true },
  ],
  [
    'further arguments are ignored',
    async (t) => t.noteResult('url', () => opened(t, '/', {}, 1, 2).url),
    { quiet: true },
  ],
  [
    'the init is read in the constructor only',
    async (t) => {
      const init = t.init({ withCredentials: false });
      const source = t.open('plain', init);
      init.withCredentials = true;
      t.note('withCredentials', source.withCredentials);
      await t.waitFor(source, 'end');
    },
  ],
  [
    'an empty URL requests the page itself, which is not a stream',
    async (t) => {
      const source = new t.EventSource('', t.init());
      t.note('url', source.url === globalThis.location.href);
      await new Promise((resolve) => (source.onerror = resolve));
      t.note('readyState', source.readyState);
    },
    { quiet: true },
  ],
  [
    'a data: URL may be a stream',
    async (t) => {
      const source = t.open('data:text/event-stream,event:end%0adata:a%0a%0a');
      source.addEventListener('end', () => source.close());
      await Promise.race([t.waitFor(source, 'end'), t.waitFor(source, 'error')]);
    },
  ],
  [
    'a blob: URL may be a stream',
    async (t) => {
      const blob = new Blob(['event:end\ndata:a\n\n'], { type: 'text/event-stream' });
      const source = t.open(URL.createObjectURL(blob));
      source.addEventListener('end', () => source.close());
      await Promise.race([t.waitFor(source, 'end'), t.waitFor(source, 'error')]);
    },
    { scopes: ['window', 'worker', 'sharedworker'] },
  ],
];
