// The package under Content-Security-Policies, in Chromium and Firefox: each row of docs/policies.md.
// Knows policies and what runs under each. Must not know how the scripts are loaded.
//
//   node --test tests/package/policies.test.js
//   ENGINE=firefox node --test tests/package/policies.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { launch } from '../e2e/browsers.js';
import { EXPECTED_EVENTS, startStreams } from './live_stream.js';
import { project, removeProjects } from './project.js';
import { serve } from './serve.js';

const DIST = 'node_modules/eventsource-wasm/dist';
const DOCUMENT = new URL('../../docs/policies.md', import.meta.url);
const ENGINES = (process.env.ENGINE ?? 'chromium,firefox').split(',');
const NONCE = 'nonce="r4nd0m"';

const loaderPage = (attributes) => `<!doctype html>
<link rel="icon" href="data:," />
<script src="prelude.js" ${NONCE}></script>
<script src="${DIST}/script/loader.js" ${NONCE} ${attributes}></script>
<script src="main.js" ${NONCE}></script>`;
const modulePage = `<!doctype html>
<link rel="icon" href="data:," />
<script type="module" src="module.js" ${NONCE}></script>`;

const wasm = { type: 'end', engine: 'wasm', transport: 'fetch' };
const legacy = { type: 'end', engine: 'js', transport: 'xhr' };
const js = { type: 'end', engine: 'js', transport: 'fetch' };
const refused = { type: 'error', transport: 'auto' };

/** What runs, as the document calls it. */
const RESULTS = {
  WebAssembly: wasm,
  JavaScript: js,
  'JavaScript over XMLHttpRequest': legacy,
  'an `error` event': refused,
};
/** Firefox before 148 has no Trusted Types: it ignores their directives. */
const WITHOUT_TRUSTED_TYPES = { 'an `error` event': legacy };

describe('under a Content-Security-Policy', async () => {
  const rows = table(await readFile(DOCUMENT, 'utf8'));
  let streams;
  before(async () => {
    streams = await startStreams();
  });
  after(async () => {
    streams?.close();
    await removeProjects();
  });

  it('the document has rows for each way to load the package', () => {
    const ways = new Set(rows.map(({ entry }) => entry));
    assert.deepEqual([...ways].sort(), ['eventsource-wasm', 'eventsource-wasm/static', 'loader.js']);
  });

  for (const engine of ENGINES) {
    describe(engine, () => {
      let browser;
      before(async () => {
        browser = await launch(engine);
      });
      after(() => browser?.close());

      for (const { entry, policy, attributes, result } of rows) {
        it(`${entry} ${attributes}: ${policy}: ${result}`, async () => {
          const files = {
            'index.html': entry === 'loader.js' ? loaderPage(attributes) : modulePage,
            'prelude.js': 'delete globalThis.EventSource;',
          };
          const headers = { 'content-security-policy': policy.replace('…', 'r4nd0m') };
          const { url, close } = await serve(await project('policies'), { headers, files });
          const { page, close: leave } = await browser.visit('about:blank');
          try {
            const file = entry.endsWith('static') ? 'static' : 'index';
            const query = `entry=./${DIST}/${file}.js&stream=${encodeURIComponent(streams.url())}`;
            await page.goto(`${url}?${query}`);
            await page.waitForFunction(() => 'result' in globalThis, { timeout: 10_000 });
            const actual = await page.evaluate(() =>
              Promise.race([
                globalThis['result'],
                new Promise((resolve) => setTimeout(resolve, 10_000, 'no event')),
              ]),
            );
            const hasTrustedTypes = await page.evaluate(() => 'trustedTypes' in window);
            const expected = (!hasTrustedTypes && WITHOUT_TRUSTED_TYPES[result]) || RESULTS[result];
            assert.deepEqual(JSON.parse(JSON.stringify(actual)), expected);
          } finally {
            await leave();
            close();
          }
        });
      }
    });
  }

  it('"static" works in a service worker that must not compile WebAssembly', async () => {
    const browser = await launch('chromium');
    const headers = { 'content-security-policy': "script-src 'self'" };
    const files = { 'index.html': '<!doctype html><link rel="icon" href="data:," />' };
    const { url, close } = await serve(await project('policies'), { headers, files });
    const { page } = await browser.visit(url);
    try {
      const result = await page.evaluate(async (stream) => {
        await navigator.serviceWorker.register('worker.js', { type: 'module' });
        const { active } = await navigator.serviceWorker.ready;
        const answer = new Promise((resolve) => {
          navigator.serviceWorker.onmessage = ({ data }) => resolve(data);
        });
        active.postMessage(stream);
        return answer;
      }, streams.url());
      assert.deepEqual(result, { events: EXPECTED_EVENTS, engine: 'js', compiles: false });
    } finally {
      await browser.close();
      close();
    }
  });
});

/** The rows of the document's tables: | import | policy | attributes | what runs |. */
function table(text) {
  const lines = text.split('\n').filter((line) => /^\| `(loader\.js|eventsource-wasm)/.test(line));
  return lines.map((line) => {
    const [, entry, policy, attributes, result] = line.split('|').map((cell) => cell.trim());
    const plain = (cell) => cell.replaceAll('`', '');
    return { entry: plain(entry), policy: plain(policy), attributes: plain(attributes), result };
  });
}
