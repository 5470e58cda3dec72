// Redirects, and the origin that events name: that of the address where the stream really came from.
// Knows redirects. Must not know the grammar of the stream.

const REDIRECTS = [301, 302, 303, 307, 308];

const refused = (sentence, url, standard) => [
  sentence,
  async (t) => {
    const source = t.open(url(t));
    await t.seen(source, 'error');
    await t.settle();
    t.note('readyState', source.readyState);
  },
  { ends: false, standard },
];

/** What the standard says of a network error: the source tries again. */
const FAULT = [
  [0, 'error'],
  ['readyState', 0],
  ['request', 'GET', null],
];

/** A redirect to a stream that ends and resumes: which addresses were asked for. */
async function retried(t, url) {
  await t.seen(t.open(url), 'end');
  const requests = (await t.requests()).filter(({ method }) => method === 'GET');
  t.note('asked for', requests.map(({ url }) => url.split('?')[0]).join());
}

const resumed = (origin, ...paths) => [
  [1, 'open'],
  [1, 'message', 'a', origin, '1'],
  [0, 'error'],
  [1, 'open'],
  [1, 'end', 'end', origin, '1'],
  ['asked for', [...paths, ...paths].map((path) => `/s/${path}`).join()],
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
      await t.seen(source, 'end');
      t.note('url', source.url === t.redirect(status, 'plain'));
    },
  ]),
  ...REDIRECTS.map((status) => [
    `a redirect ${status} to another origin is followed, and its events name that`,
    async (t) => {
      const source = t.open(t.redirect(status, 'asked-origin', 'other'));
      await t.seen(source, 'end');
      t.note('url', source.url === t.redirect(status, 'asked-origin', 'other'));
    },
  ]),
  ...[301, 308].map((status) => [
    `a retry starts from the original address, even after a ${status} that may be kept`,
    (t) => retried(t, t.redirect(status, 'end-then-plain', 'origin', 'redirect-kept')),
    { standard: resumed('<origin>', 'redirect-kept', 'end-then-plain') },
  ]),
  [
    'a retry after a redirect to another origin starts from the original address',
    (t) => retried(t, t.redirect(302, 'end-then-plain-abroad', 'other')),
    { standard: resumed('<other>', 'redirect', 'end-then-plain-abroad') },
  ],
  [
    'redirects may follow redirects',
    async (t) => t.seen(t.open(t.redirect(302, t.redirect(307, t.redirect(301, 'plain')))), 'end'),
  ],
  [
    'a way there and back names the null origin',
    async (t) => {
      await t.seen(
        t.open(t.redirect(302, t.redirect(302, 'asked-origin', 'origin', 'redirect', 'other'))),
        'end',
      );
      t.note(
        'origins',
        (await t.requests()).map(({ headers }) => headers.origin ?? null),
      );
    },
  ],
  [
    'a redirect from another origin comes home with the null origin',
    async (t) => {
      await t.seen(t.open(t.redirect(302, 'asked-origin', 'origin', 'redirect', 'other')), 'end');
      t.note(
        'origins',
        (await t.requests()).map(({ headers }) => headers.origin ?? null),
      );
    },
  ],
  refused('a redirect to another origin without leave fails for good', (t) =>
    t.redirect(302, 'no-origin', 'other'),
  ),
  refused('a redirect without a place fails for good', (t) => t.url('redirect-without-location')),
  refused('a redirect to a wrong status fails for good', (t) => t.redirect(302, 'status?status=404')),
  refused('a redirect in a circle is a network error', (t) => t.url('redirect-loop')),
  refused('a redirect to an address that is none is a network error', (t) => t.redirect(302, 'http://a b/')),
  refused(
    'a redirect to another scheme is a network error',
    (t) => t.redirect(302, 'ftp://localhost/'),
    FAULT,
  ),
  refused('a redirect to a data: address is a network error', (t) =>
    t.redirect(302, `data:text/event-stream,data:a%0a%0a//://`),
  ),
  [
    'an event names the origin without a path',
    async (t) => t.seen(t.open(`${t.url('plain')}#fragment`), 'end'),
  ],
  [
    'an event names another origin',
    async (t) => {
      await t.seen(t.open(t.url('any-origin', 'other')), 'end');
      await t.seen(t.open(t.url('any-origin', 'host')), 'end');
    },
  ],
  [
    'an event names a host in lower case',
    async (t) => {
      const source = t.open(t.url('plain').replace('http://localhost', 'HTTP://LOCALHOST'));
      t.note('url', source.url);
      await t.seen(source, 'end');
    },
  ],
  [
    'an event names an internationalised host in ASCII',
    async (t) => {
      const source = t.open(t.url('any-origin', 'other').replace('//localhost', '//bücher.localhost'));
      t.note('url', source.url.replace(/:\d+/, ''));
      await t.seen(source, 'end');
      t.note('origin', t.log.at(-1)[3].replace(/:\d+/, ''));
      t.log.splice(
        0,
        t.log.length,
        ...t.log.map((entry) => entry.map((part) => String(part).replace(/:\d+/, ''))),
      );
    },
  ],
];
