// The arguments of the constructor: how they are converted, which addresses there are, what they become.
// Knows Web IDL's conversions and the URL Standard. Must not know answers.

/** Addresses that are none: a SyntaxError, and nothing else happens. */
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

/** Addresses that parse; nobody has to answer them. */
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
  'mailto:somebody@localhost',
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

/** Constructs with `init` and tells how withCredentials came out. */
const credentials = (sentence, ...inits) => [
  sentence,
  async (t) => {
    for (const init of inits) {
      t.tries('withCredentials', () => opened(t, t.url('silent'), init).withCredentials);
    }
  },
  { quiet: true },
];

export const arguments_ = [
  ...BAD.map((url) => [
    `the address ${text(url)} is a SyntaxError`,
    async (t) => t.tries('constructed', () => opened(t, url).url),
    { quiet: true, standard: [['constructed', 'throws DOMException SyntaxError 12']] },
  ]),
  ...GOOD.map((url) => [
    `the address ${text(url)} is resolved`,
    async (t) => t.tries('url', () => opened(t, url).url.replace(globalThis.location.href, '<here>')),
    { quiet: true },
  ]),
  ...SCHEMES.map((url) => [
    `the address ${text(url)} constructs, and is one error`,
    async (t) => {
      const source = t.open(url);
      t.note('url', source.url);
      t.note('readyState', source.readyState);
      await t.seen(source, 'error');
      await t.settle();
      t.note('readyState', source.readyState);
    },
  ]),
  [
    'any argument is made a string',
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
        t.tries('url', () => opened(t, url).url.replace(/.*\//, ''));
      }
    },
    { quiet: true },
  ],
  [
    'an argument that cannot be a string throws what it throws',
    async (t) => {
      t.tries('symbol', () => opened(t, Symbol('s')));
      t.tries('no conversion', () => opened(t, Object.create(null)));
      t.tries('thrown', () =>
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
    'arguments are converted in order, and once',
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
      t.tries('constructed', () => opened(t, url, init));
    },
    { quiet: true },
  ],
  credentials(
    'withCredentials is false where nothing is said',
    undefined,
    null,
    {},
    { withCredentials: undefined },
  ),
  credentials(
    'withCredentials is made a boolean',
    ...[true, false, null, 0, 1, '', 'false', {}, []].map((withCredentials) => ({ withCredentials })),
  ),
  credentials('an init that is no object is a TypeError', true, false, 0, 1, '', 'text', 1n, Symbol('s')),
  credentials(
    'an init may be any object',
    [],
    () => {},
    new Date(0),
    Object.create({ withCredentials: true }),
    new Proxy({}, {}),
  ),
  [
    'an init that throws, throws',
    async (t) =>
      t.tries('constructed', () =>
        opened(t, '/', {
          get withCredentials() {
            throw new RangeError();
          },
        }),
      ),
    { quiet: true },
  ],
  [
    'a wrong init is found before a wrong address',
    async (t) => t.tries('constructed', () => opened(t, 'http://', 1)),
    { quiet: true },
  ],
  [
    'further arguments are ignored',
    async (t) => t.tries('url', () => opened(t, '/', {}, 1, 2).url),
    { quiet: true },
  ],
  [
    'an init is read when constructing, and not later',
    async (t) => {
      const init = t.init({ withCredentials: false });
      const source = t.open('plain', init);
      init.withCredentials = true;
      t.note('withCredentials', source.withCredentials);
      await t.seen(source, 'end');
    },
  ],
  [
    'an empty address asks for the page itself, which is no stream',
    async (t) => {
      const source = new t.EventSource('', t.init());
      t.note('url', source.url === globalThis.location.href);
      await new Promise((resolve) => (source.onerror = resolve));
      t.note('readyState', source.readyState);
    },
    { quiet: true },
  ],
  [
    'a data: address gives what the browser lets it give',
    async (t) => {
      const source = t.open('data:text/event-stream,event:end%0adata:a%0a%0a');
      source.addEventListener('end', () => source.close());
      await Promise.race([t.seen(source, 'end'), t.seen(source, 'error')]);
    },
  ],
  [
    'a blob: address gives what the browser lets it give',
    async (t) => {
      const blob = new Blob(['event:end\ndata:a\n\n'], { type: 'text/event-stream' });
      const source = t.open(URL.createObjectURL(blob));
      source.addEventListener('end', () => source.close());
      await Promise.race([t.seen(source, 'end'), t.seen(source, 'error')]);
    },
    { scopes: ['window', 'worker', 'sharedworker'] },
  ],
];
