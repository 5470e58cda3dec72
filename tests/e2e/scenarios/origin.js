// Scenarios of redirects, and of the origin of events, which is that of the URL after redirects.
// Knows redirects. Must not know the grammar of the stream.

const REDIRECTS = [301, 302, 303, 307, 308];

const fails = (sentence, url, standard) => [
  sentence,
  async (t) => {
    const source = t.open(url(t));
    await t.waitFor(source, 'error');
    await t.pause();
    t.note('readyState', source.readyState);
  },
  { ends: false, standard },
];

/** By the standard, a source reconnects after a network error. */
const NETWORK_ERROR = [
  [0, 'error'],
  ['readyState', 0],
  ['request', 'GET', null],
];

/** Notes the URLs that a source requests for a redirect to a stream that ends and is resumed. */
async function noteReconnection(t, url) {
  await t.waitFor(t.open(url), 'end');
  const requests = (await t.requests()).filter(({ method }) => method === 'GET');
  t.note('requested', requests.map(({ url }) => url.split('?')[0]).join());
}

const resumed = (origin, ...paths) => [
  [1, 'open'],
  [1, 'message', 'a', origin, '1'],
  [0, 'error'],
  [1, 'open'],
  [1, 'end', 'end', origin, '1'],
  ['requested', [...paths, ...paths].map((path) => `/s/${path}`).join()],
  ['request', 'GET', null, 'ended by server'],
  ['request', 'GET', null, 'ended by server'],
  ['request', 'GET', '1', 'ended by server'],
  ['request', 'GET', '1', 'ended by client'],
];

export const origin = [
  ...REDIRECTS.map((status) => [
    `a redirect ${status} within the origin is followed`,
    async (t) => {
      const source = t.open(t.redirect(status, 'plain'));
      await t.waitFor(source, 'end');
      t.note('url', source.url === t.redirect(status, 'plain'));
    },
  ]),
  ...REDIRECTS.map((status) => [
    `a redirect ${status} to another origin is followed, and its events have that origin`,
    async (t) => {
      const source = t.open(t.redirect(status, 'request-origin', 'other'));
      await t.waitFor(source, 'end');
      t.note('url', source.url === t.redirect(status, 'request-origin', 'other'));
    },
  ]),
  ...[301, 308].map((status) => [
    `a reconnection starts from the original URL, even after a cacheable ${status}`,
    (t) => noteReconnection(t, t.redirect(status, 'end-then-plain', 'origin', 'redirect-kept')),
    { standard: resumed('<origin>', 'redirect-kept', 'end-then-plain') },
  ]),
  [
    'a reconnection after a redirect to another origin starts from the original URL',
    (t) => noteReconnection(t, t.redirect(302, 'end-then-plain-for-any-origin', 'other')),
    { standard: resumed('<other>', 'redirect', 'end-then-plain-for-any-origin') },
  ],
  [
    'redirects may follow redirects',
    async (t) => t.waitFor(t.open(t.redirect(302, t.redirect(307, t.redirect(301, 'plain')))), 'end'),
  ],
  [
    'a redirect to another origin and back sends the null origin',
    async (t) => {
      await t.waitFor(
        t.open(t.redirect(302, t.redirect(302, 'request-origin', 'origin', 'redirect', 'other'))),
        'end',
      );
      t.note(
        'origins',
        (await t.requests()).map(({ headers }) => headers.origin ?? null),
      );
    },
  ],
  [
    'a redirect from another origin to this one sends the null origin',
    async (t) => {
      await t.waitFor(t.open(t.redirect(302, 'request-origin', 'origin', 'redirect', 'other')), 'end');
      t.note(
        'origins',
        (await t.requests()).map(({ headers }) => headers.origin ?? null),
      );
    },
  ],
  fails('a redirect to another origin without CORS headers fails for good', (t) =>
    t.redirect(302, 'no-origin', 'other'),
  ),
  fails('a redirect without a Location header fails for good', (t) => t.url('redirect-without-location')),
  fails('a redirect to a wrong status fails for good', (t) => t.redirect(302, 'status?status=404')),
  fails('a redirect loop is a network error', (t) => t.url('redirect-loop')),
  fails('a redirect to an invalid URL is a network error', (t) => t.redirect(302, 'http://a b/')),
  fails(
    'a redirect to another scheme is a network error',
    (t) => t.redirect(302, 'ftp://localhost/'),
    NETWORK_ERROR,
  ),
  fails('a redirect to a data: URL is a network error', (t) =>
    t.redirect(302, `data:text/event-stream,data:a%0a%0a//://`),
  ),
  ['the origin of an event has no path', async (t) => t.waitFor(t.open(`${t.url('plain')}#fragment`), 'end')],
  [
    'an event of another origin has that origin',
    async (t) => {
      await t.waitFor(t.open(t.url('any-origin', 'other')), 'end');
      await t.waitFor(t.open(t.url('any-origin', 'host')), 'end');
    },
  ],
  [
    'the origin of an event has its host in lower case',
    async (t) => {
      const source = t.open(t.url('plain').replace('http://localhost', 'HTTP://LOCALHOST'));
      t.note('url', source.url);
      await t.waitFor(source, 'end');
    },
  ],
  [
    'the origin of an event has an internationalised host in ASCII',
    async (t) => {
      const source = t.open(t.url('any-origin', 'other').replace('//localhost', '//bücher.localhost'));
      t.note('url', source.url.replace(/:\d+/, ''));
      await t.waitFor(source, 'end');
      t.note('origin', t.log.at(-1)[3].replace(/:\d+/, ''));
      t.log.splice(
        0,
        t.log.length,
        ...t.log.map((entry) => entry.map((part) => String(part).replace(/:\d+/, ''))),
      );
    },
  ],
];
