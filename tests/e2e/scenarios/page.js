// What only a page has: a base address, and the button that stops loading.
// Knows documents. Must not know workers.

const WINDOW = { scopes: ['window'] };
const ALONE = { ...WINDOW, alone: true, patience: 4000 };

/** With a <base> in the document for as long as `play` takes. */
const based = (href, play) => async (t) => {
  const base = Object.assign(document.createElement('base'), { href });
  document.head.appendChild(base);
  try {
    await play(t);
  } finally {
    base.parentNode.removeChild(base);
  }
};

export const page = [
  [
    'relative addresses are relative to the base of the document',
    async (t) =>
      based(`${t.addresses.other}/some/where/`, async () => {
        for (const url of ['', 'relative', '/absolute', '?query', '#fragment']) {
          const source = new t.EventSource(url, t.init());
          source.close();
          t.note(url, source.url);
        }
      })(t),
    { ...ALONE, quiet: true },
  ],
  [
    'the address of a source stays when the base changes',
    async (t) => {
      const source = new t.EventSource(`/s/plain?key=${t.key}`, t.init());
      t.watch(source);
      await based(`${t.addresses.other}/some/where/`, async () => {
        t.note('url', source.url);
        await t.seen(source, 'end');
      })(t);
      source.close();
    },
    ALONE,
  ],
  [
    'the address of the page changes relative addresses',
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
      await t.settle();
      window.stop();
      await t.seen(source, 'error');
      await t.settle();
      t.note('readyState', source.readyState);
    },
    ALONE,
  ],
  [
    'stopping the page while open ends the source',
    async (t) => {
      const source = t.open('retry-and-silence');
      await t.seen(source, 'open');
      window.stop();
      await t.settle();
      t.note('readyState', source.readyState);
      await t.settle(300);
      t.note('readyState', source.readyState);
    },
    ALONE,
  ],
];
