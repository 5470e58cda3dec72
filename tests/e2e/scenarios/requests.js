// The request: its headers, its cookies, its freshness, as the server sees them.
// Knows HTTP requests. Must not know answers.

const seenHeader = (sentence, header) => [
  sentence,
  async (t) => {
    await t.seen(t.open('plain'), 'end');
    const [{ headers }] = await t.requests();
    t.note(header, headers[header] ?? null);
  },
];

/** Sets a cookie of the scenario's own, and takes it away after `play`; where nothing can, no cookie is sent. */
const withCookie = (play) => async (t) => {
  const { cookieStore, document } = globalThis;
  const cookie = await cookieStore?.set({ name: t.key, value: '1' }).catch(String);
  if (cookie) t.note('cookie', cookie);
  if (!cookieStore && document) document.cookie = `${t.key}=1; path=/`;
  await play(t);
  await cookieStore?.delete(t.key);
  if (!cookieStore && document) document.cookie = `${t.key}=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT`;
};

const cookieSent = (at, path, init) =>
  withCookie(async (t) => {
    await t.seen(t.open(t.url(path, at), init), 'end');
    const [{ headers }] = await t.requests();
    t.note('cookie sent', (headers.cookie ?? '').includes(`${t.key}=1`));
  });

export const requests = [
  seenHeader('it accepts text/event-stream', 'accept'),
  seenHeader('it is not to be answered from a cache', 'cache-control'),
  seenHeader('it has no Pragma, or the one that its cache mode asks for', 'pragma'),
  seenHeader('it names no Origin at home', 'origin'),
  seenHeader('it names its referrer', 'referer'),
  seenHeader('it is of mode cors', 'sec-fetch-mode'),
  seenHeader('it has no destination', 'sec-fetch-dest'),
  seenHeader('it comes from the same origin', 'sec-fetch-site'),
  seenHeader('it takes compressed answers', 'accept-encoding'),
  seenHeader("it speaks the browser's languages", 'accept-language'),
  seenHeader('it has no body', 'content-length'),
  seenHeader('it has no type', 'content-type'),
  [
    'its headers have the usual names',
    async (t) => {
      await t.seen(t.open('drop-after-one'), 'end');
      for (const { names } of await t.requests())
        t.note(
          'names',
          names
            .filter((name) => name !== 'Cookie')
            .sort()
            .join(' '),
        );
    },
  ],
  [
    'a stream that may be cached is asked for anew',
    async (t) => {
      await t.seen(t.open('cacheable'), 'end');
      await t.seen(t.open('cacheable'), 'end');
    },
  ],
  ['cookies go home without withCredentials', cookieSent('origin', 'plain', {})],
  ['cookies go home with withCredentials', cookieSent('origin', 'plain', { withCredentials: true })],
  ['cookies do not go to another origin', cookieSent('other', 'asked-origin', {})],
  [
    'cookies go to another origin with withCredentials',
    cookieSent('other', 'trusted-origin', { withCredentials: true }),
  ],
  [
    'cookies of another origin are kept with withCredentials',
    async (t) => {
      await t.seen(t.open(t.url('set-cookie', 'other'), { withCredentials: true }), 'end');
      const [, { headers }] = await t.requests();
      t.note('cookie sent', (headers.cookie ?? '').includes(`${t.key}=set`));
    },
  ],
  [
    'cookies of another origin are not kept without withCredentials',
    async (t) => {
      await t.seen(t.open(t.url('set-cookie', 'other')), 'end');
      await t.seen(t.open(t.url('trusted-origin', 'other'), { withCredentials: true }), 'end');
      const { headers } = (await t.requests()).at(-1);
      t.note('cookie sent', (headers.cookie ?? '').includes(`${t.key}=set`));
    },
  ],
  [
    'the fragment stays at home',
    async (t) => {
      const source = t.open(`${t.url('plain')}#fragment`);
      t.note('url', source.url);
      await t.seen(source, 'end');
      t.note('asked for', (await t.requests())[0].url.replace(t.key, '<key>'));
    },
  ],
  [
    'a name and a password in the address are what the browser lets them be',
    async (t) => {
      const address = t.url('plain').replace('http://', 'http://name:word@');
      const source = t.open(address);
      t.note('url', source.url.includes('name:word@'));
      await Promise.race([t.seen(source, 'end'), t.seen(source, 'error')]);
      t.note('authorization', (await t.requests())[0]?.headers.authorization ?? null);
    },
  ],
  [
    'an address that no socket may go to is a network error',
    async (t) => {
      const source = t.open('http://localhost:1/');
      await t.seen(source, 'error');
      t.note('readyState', source.readyState);
    },
  ],
];
