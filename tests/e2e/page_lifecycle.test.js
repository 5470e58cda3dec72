// A source whose page enters and leaves the back/forward cache, and whose network goes offline and online.
// Knows Chromium's back/forward cache and its emulated network; must not know how a source is notified of them.
//
//   node --test tests/e2e/page_lifecycle.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import http from 'node:http';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launch } from './browsers.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Far longer than a test, so that a reconnection in a test did not wait for it. In milliseconds. */
const RETRY = 60_000;

for (const transport of ['fetch', 'xhr']) {
  describe(`a page and its source, over ${transport}`, () => {
    const requests = [];
    let server;
    let address;
    let browser;
    let visit;

    before(async () => {
      server = http.createServer((request, response) => handle(request, response, requests));
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      address = `http://localhost:${server.address().port}`;
      browser = await launch('chromium');
    });
    after(async () => {
      await browser?.close();
      server.close();
      server.closeAllConnections();
    });

    /** Opens a page with a source. Its events are in `globalThis.log`. */
    const open = async () => {
      requests.length = 0;
      visit = await browser.visit(`${address}/page`);
      await visit.page.evaluate(listen, transport);
      await logs(visit.page, 2);
      return visit.page;
    };

    it('closes its connection when the page enters the back/forward cache, and reconnects when it leaves it', async () => {
      const page = await open();
      await page.goto(`${address}/elsewhere`);
      await until(() => requests[0].closed, 'the server to notice the closed connection');
      assert.equal(requests.length, 1);
      await page.goBack();
      assert.equal(await page.evaluate(() => globalThis.persisted), true, 'the page was in the cache');
      assert.deepEqual(await logs(page, 5), [
        [1, 'open'],
        [1, 'message', '1'],
        [0, 'error'],
        [1, 'open'],
        [1, 'message', '2'],
      ]);
      assert.equal(requests[1].lastEventId, '1');
      await visit.close();
    });

    it('stays closed after the back/forward cache if it was closed before', async () => {
      const page = await open();
      await page.evaluate(() => globalThis.source.close());
      await page.goto(`${address}/elsewhere`);
      await page.goBack();
      assert.equal(await page.evaluate(() => globalThis.persisted), true, 'the page was in the cache');
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
      assert.equal(await page.evaluate(() => globalThis.source.readyState), 2);
      assert.equal(requests.length, 1);
      await visit.close();
    });

    it('fires no event while its page is unloaded', async () => {
      const page = await open();
      await page.evaluate(() => {
        globalThis.source.onerror = () => navigator.sendBeacon('/stray');
        addEventListener('unload', () => {}); // prevents the use of the cache
      });
      await page.goto(`${address}/elsewhere`);
      await until(() => requests[0].closed, 'the server to notice the closed connection');
      assert.deepEqual(
        requests.map(({ path }) => path),
        ['/stream'],
      );
      await visit.close();
    });

    it('reconnects at once when the network is back', async () => {
      const page = await open();
      await page.setOfflineMode(true);
      requests[0].destroy();
      await logs(page, 3);
      await page.setOfflineMode(false);
      assert.deepEqual((await logs(page, 5)).slice(2), [
        [0, 'error'],
        [1, 'open'],
        [1, 'message', '2'],
      ]);
      await visit.close();
    });
  });
}

async function handle(request, response, requests) {
  const { pathname } = new URL(request.url, 'http://localhost');
  if (/^\/(pkg|src)\//.test(pathname)) {
    response.setHeader('content-type', 'text/javascript');
    return response.end(await readFile(ROOT + pathname));
  }
  if (pathname === '/page' || pathname === '/elsewhere') {
    response.setHeader('content-type', 'text/html');
    return response.end('<!doctype html><title>A page</title><link rel="icon" href="data:," />');
  }
  const record = { path: pathname, lastEventId: request.headers['last-event-id'], closed: false };
  requests.push({ ...record, destroy: () => response.destroy() });
  const index = requests.length;
  response.on('close', () => (requests[index - 1].closed = true));
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(`retry:${RETRY}\nid:${index}\ndata:\n\n`);
}

/** In the page. */
async function listen(transport) {
  const path = '/pkg/index.js';
  const { EventSource } = await import(path);
  const log = [];
  const source = new EventSource('/stream', { transport });
  source.onopen = source.onerror = ({ type }) => log.push([source.readyState, type]);
  source.onmessage = ({ type, lastEventId }) => log.push([source.readyState, type, lastEventId]);
  addEventListener('pageshow', ({ persisted }) => Object.assign(globalThis, { persisted }));
  Object.assign(globalThis, { log, source });
}

/** The page's log, as soon as it has `length` entries. */
async function logs(page, length) {
  await until(async () => (await page.evaluate(() => globalThis.log.length)) >= length, `${length} events`);
  return page.evaluate(() => globalThis.log);
}

async function until(holds, what) {
  for (const end = Date.now() + 10_000; Date.now() < end;) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail(`timed out, waiting for ${what}`);
}
