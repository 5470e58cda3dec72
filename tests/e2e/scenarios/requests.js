// Scenarios of the request: its headers, cookies and caching, as the server receives it.
// Knows HTTP requests. Must not know responses.

const headerScenario = (sentence, header) => [
  sentence,
  async (t) => {
    await t.waitFor(t.open('plain'), 'end');
    const [{ headers }] = await t.requests();
    t.note(header, headers[header] ?? null);
  },
];

/** Sets a cookie for the scenario and deletes it after `run`. Workers without a cookieStore run without the cookie. */
const withCookie = (run) => async (t) => {
  const { cookieStore, document } = globalThis;
  const cookie = await cookieStore?.set({ name: t.key, value: '1' }).catch(String);
  if (cookie) t.note('cookie', cookie);
  if (!cookieStore && document) document.cookie = `${t.key}=1; path=/`;
  await run(t);
  await cookieStore?.delete(t.key);
  if (!cookieStore && document) document.cookie = `${t.key}=; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT`;
};

const cookieSent = (at, path, init) =>
  withCookie(async (t) => {
    await t.waitFor(t.open(t.url(path, at), init), 'end');
    const [{ headers }] = await t.requests();
    t.note('cookie sent', (headers.cookie ?? '').includes(`${t.key}=1`));
  });

export const requests = [
  headerScenario('it accepts text/event-stream', 'accept'),
  headerScenario('it must not be answered from a cache', 'cache-control'),
  headerScenario('it has no Pragma, or the one that its cache mode asks for', 'pragma'),
  headerScenario('it has no Origin header on the same origin', 'origin'),
  headerScenario('it has a Referer header', 'referer'),
  headerScenario('its mode is cors', 'sec-fetch-mode'),
  headerScenario('its destination is empty', 'sec-fetch-dest'),
  headerScenario('its site is same-origin', 'sec-fetch-site'),
  headerScenario('it accepts compressed responses', 'accept-encoding'),
  headerScenario("it accepts the browser's languages", 'accept-language'),
  headerScenario('it has no body', 'content-length'),
  headerScenario('it has no content type', 'content-type'),
  [
    'its headers have the usual names',
    async (t) => {
      await t.waitFor(t.open('drop-after-one'), 'end');
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
    'a cacheable stream is requested again',
    async (t) => {
      await t.waitFor(t.open('cacheable'), 'end');
      await t.waitFor(t.open('cacheable'), 'end');
    },
  ],
  ['cookies are sent to the same origin without withCredentials', cookieSent('origin', 'plain', {})],
  [
    'cookies are sent to the same origin with withCredentials',
    cookieSent('origin', 'plain', { withCredentials: true }),
  ],
  ['cookies are not sent to another origin', cookieSent('other', 'request-origin', {})],
  [
    'cookies are sent to another origin with withCredentials',
    cookieSent('other', 'request-origin-and-credentials', { withCredentials: true }),
  ],
  [
    'cookies of another origin are stored with withCredentials',
    async (t) => {
      await t.waitFor(t.open(t.url('set-cookie', 'other'), { withCredentials: true }), 'end');
      const [, { headers }] = await t.requests();
      t.note('cookie sent', (headers.cookie ?? '').includes(`${t.key}=set`));
    },
  ],
  [
    'cookies of another origin are not stored without withCredentials',
    async (t) => {
      await t.waitFor(t.open(t.url('set-cookie', 'other')), 'end');
      await t.waitFor(
        t.open(t.url('request-origin-and-credentials', 'other'), { withCredentials: true }),
        'end',
      );
      const { headers } = (await t.requests()).at(-1);
      t.note('cookie sent', (headers.cookie ?? '').includes(`${t.key}=set`));
    },
  ],
  [
    'the fragment is not sent',
    async (t) => {
      const source = t.open(`${t.url('plain')}#fragment`);
      t.note('url', source.url);
      await t.waitFor(source, 'end');
      t.note('requested', (await t.requests())[0].url.replace(t.key, '<key>'));
    },
  ],
  [
    'a user name and a password in the URL are treated as by the browser',
    async (t) => {
      const address = t.url('plain').replace('http://', 'http://name:word@');
      const source = t.open(address);
      t.note('url', source.url.includes('name:word@'));
      await Promise.race([t.waitFor(source, 'end'), t.waitFor(source, 'error')]);
      t.note('authorization', (await t.requests())[0]?.headers.authorization ?? null);
    },
  ],
  [
    'a URL with a bad port is a network error',
    async (t) => {
      const source = t.open('http://localhost:1/');
      await t.waitFor(source, 'error');
      t.note('readyState', source.readyState);
    },
  ],
];
