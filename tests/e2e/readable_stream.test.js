// EventSource.fromReadableStream(), in Chromium and in Node.
// Knows where the cases run; must not know the cases.
//
//   node --test tests/e2e/readable_stream.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { EventSource } from 'eventsource-wasm';
import { launch } from './browsers.js';
import { cases } from './readable_stream.js';
import { startServer } from './server.js';

describe('a source of a ReadableStream, in Node', () => {
  for (const [name, run, expected] of cases) {
    it(name, async () => assert.deepEqual(await run(EventSource), expected));
  }
});

describe('a source of a ReadableStream, in Chromium', () => {
  let server;
  let browser;
  let page;

  before(async () => {
    server = await startServer();
    browser = await launch('chromium');
    ({ page } = await browser.visit(`${server.addresses.origin}/e2e/blank.html`));
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  cases.forEach(([name, , expected], index) => {
    it(name, async () => {
      const log = await page.evaluate(async (number) => {
        const [pkg, { cases: all }] = await Promise.all(
          ['/pkg/index.js', '/e2e/readable_stream.js'].map((path) => import(path)),
        );
        return all[number][1](pkg.EventSource);
      }, index);
      assert.deepEqual(log, expected);
    });
  });
});
