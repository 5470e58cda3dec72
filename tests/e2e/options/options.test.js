// The options: in Node, and in Chromium over fetch, over XMLHttpRequest and with the build for old engines.
// Knows where the cases run. Must not know the cases.
//
//   node --test tests/e2e/options/

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { EventSource } from 'eventsource-wasm';
import { launch } from '../browsers.js';
import { cases, casesOf } from './cases.js';
import { runCase } from './context.js';
import { startOptionsServer } from './server.js';

let server;
let count = 0;
before(async () => (server = await startOptionsServer()));
after(() => server.close());

const settings = (transport) => ({
  transport,
  origin: server.origin,
  other: server.other,
  key: `case-${(count += 1)}`,
});

describe('options in Node', () => {
  for (const index of [...casesOf('fetch'), ...casesOf('node')]) {
    const [name, run, expected] = cases[index];
    it(name, async () => {
      assert.deepEqual(await runCase(run, { ...settings('fetch'), EventSource }), expected);
    });
  }
});

describe('values that an option does not take', () => {
  for (const [name, value] of [
    ['headers', Promise.resolve({})],
    ['headers', ['ab']],
    ['headers', 'X-A: b'],
    ['body', Symbol('a')],
    ['body', { a: 1 }],
    ['lastEventId', '1234567'],
    ['lastEventId', '\u4e2d\u6587\u4e2d'],
  ]) {
    it(`${name}: ${String(value)}`, () => {
      const init = { method: 'POST', maxBufferSize: 6, [name]: value };
      const open = () => new EventSource(server.origin, init);
      assert.throws(open, {
        name: 'TypeError',
        message: new RegExp(`The option ${name} takes .*, and not `),
      });
    });
  }
});

for (const transport of ['fetch', 'xhr', 'legacy']) {
  describe(`options in Chromium, ${transport}`, () => {
    let browser;
    let page;

    before(async () => {
      browser = await launch('chromium');
      ({ page } = await browser.visit(`${server.origin}/e2e/blank.html`));
    });
    after(async () => {
      await browser?.close();
    });

    for (const index of casesOf(transport)) {
      const [name, , expected] = cases[index];
      it(name, async () => {
        const given = settings(transport);
        // What JSON does not know is null.
        const result = JSON.parse(await page.evaluate(runInPage, index, given));
        assert.deepEqual(result, JSON.parse(JSON.stringify(expected)));
      });
    }
  });
}

describe('options of a source that waits for its class, in Chromium', () => {
  let browser;
  let page;
  before(async () => {
    browser = await launch('chromium');
    ({ page } = await browser.visit(`${server.origin}/e2e/blank.html`));
  });
  after(() => browser?.close());

  it('has its options, and its loop, when the class has come', async () => {
    const [waiting, seen, error] = await page.evaluate(
      waitInPage,
      `${server.origin}/s?key=waits&needs=token`,
    );
    assert.deepEqual(waiting, [0, '7', 50, 'function', 'auto']);
    assert.deepEqual(seen, ['1 7', '2 1']);
    assert.equal(error, 'TypeError');
  });
});

/** In the page: a source of the class that `auto` installs. */
async function waitInPage(url) {
  delete (/** @type {any} */ (globalThis).EventSource);
  await import('/pkg/dist/auto.js');
  const source = new EventSource(
    url,
    /** @type {any} */ ({
      headers: { Authorization: 'token' },
      lastEventId: '7',
      reconnectionTime: 50,
    }),
  );
  const { readyState, lastEventId, reconnectionTime, reconnect, transport } = /** @type {any} */ (source);
  const waiting = [readyState, lastEventId, reconnectionTime, typeof reconnect, transport];
  const seen = [];
  for await (const { data } of /** @type {any} */ (source)) if (seen.push(data) === 2) break;
  let name;
  try {
    new EventSource(url, /** @type {any} */ ({ jitter: 2 }));
  } catch (error) {
    ({ name } = error);
  }
  return [waiting, seen, name];
}

/** In the page. */
async function runInPage(index, given) {
  const entry = given.transport === 'legacy' ? '/pkg/dist/legacy.mjs' : '/pkg/dist/index.js';
  const [{ EventSource }, { runCase }, { cases }] = await Promise.all(
    [entry, '/e2e/options/context.js', '/e2e/options/cases.js'].map((path) => import(path)),
  );
  return JSON.stringify(await runCase(cases[index][1], { ...given, EventSource }));
}
