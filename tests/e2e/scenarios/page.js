// Scenarios of what only a page has: a base URL, and window.stop().
// Knows documents. Must not know workers.

const WINDOW = { scopes: ['window'] };
const ALONE = { ...WINDOW, alone: true, patience: 4000 };

/** Adds a <base> to the document while `run` runs. */
const withBase = (href, run) => async (t) => {
  const base = Object.assign(document.createElement('base'), { href });
  document.head.appendChild(base);
  try {
    await run(t);
  } finally {
    base.parentNode.removeChild(base);
  }
};

export const page = [
  [
    'relative URLs are resolved against the base URL of the document',
    async (t) =>
      withBase(`${t.addresses.other}/some/where/`, async () => {
        for (const url of ['', 'relative', '/absolute', '?query', '#fragment']) {
          const source = new t.EventSource(url, t.init());
          source.close();
          t.note(url, source.url);
        }
      })(t),
    { ...ALONE, quiet: true },
  ],
  [
    'the URL of a source stays the same when the base URL changes',
    async (t) => {
      const source = new t.EventSource(`/s/plain?key=${t.key}`, t.init());
      t.logEvents(source);
      await withBase(`${t.addresses.other}/some/where/`, async () => {
        t.note('url', source.url);
        await t.waitFor(source, 'end');
      })(t);
      source.close();
    },
    ALONE,
  ],
  [
    'relative URLs are resolved against the current URL of the page',
    async (t) => {
      const before = location.href;
      history.replaceState(null, '', '/e2e/elsewhere/here');
      const source = new t.EventSource('relative', t.init());
      source.close();
      history.replaceState(null, '', before);
      t.note('url', source.url);
    },
    { ...ALONE, quiet: true },
  ],
  [
    'stopping the page while connecting ends the source',
    async (t) => {
      const source = t.open('silent');
      await t.pause();
      window.stop();
      await t.waitFor(source, 'error');
      await t.pause();
      t.note('readyState', source.readyState);
    },
    ALONE,
  ],
  [
    'stopping the page while open ends the source',
    async (t) => {
      const source = t.open('retry-and-silence');
      await t.waitFor(source, 'open');
      window.stop();
      await t.pause();
      t.note('readyState', source.readyState);
      await t.pause(300);
      t.note('readyState', source.readyState);
    },
    ALONE,
  ],
];
