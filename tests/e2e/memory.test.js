// What a source leaves behind: nothing, once it is closed, however it was closed.
// Knows Chromium's garbage collector and where WebAssembly's memory is; must not know how things are let go.
//
//   node --test tests/e2e/memory.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { launch } from './browsers.js';
import { startServer } from './server.js';

const SOURCES = 1_000;
const AT_A_TIME = 100;

describe('a thousand sources, opened and closed', () => {
  let server;
  let browser;

  before(async () => {
    server = await startServer();
    browser = await launch('chromium');
  });
  after(async () => {
    await browser?.close();
    server.close();
  });

  for (const transport of ['fetch', 'xhr']) {
    for (const [when, type] of [
      ['in the handler of a message', 'message'],
      ['in the handler of open', 'open'],
      ['before anything came', null],
      ['by a response that fails it', 'error'],
    ]) {
      it(`are collected, over ${transport}, closed ${when}`, async () => {
        const { page, close } = await browser.visit(`${server.addresses.origin}/e2e/blank.html`);
        try {
          await page.evaluate(watchMemory);
          const pathology = type === 'error' ? 'status?status=404&' : 'drop-after-one?';
          const path = `/s/${pathology}key=${transport}-${type}-`;
          const measure = async (number) => {
            let left;
            // So that what WebAssembly's memory must hold at once does not depend on the collector's mood.
            for (let done = 0; done < number; done += AT_A_TIME) {
              await page.evaluate(openAndClose, { number: AT_A_TIME, transport, path, type });
              left = await collected(page);
            }
            return left;
          };
          // The first ones make the engine compile, and WebAssembly's memory grow to what so many need at once.
          const before = await measure(2 * AT_A_TIME);
          const after = await measure(SOURCES);
          assert.equal(after.alive, 0, 'sources that nobody holds are still there');
          assert.equal(after.wasm, before.wasm, "WebAssembly's memory has grown");
          const grown = after.heap - before.heap;
          console.error(`# ${transport}, ${when}: ${grown} bytes of heap, ${after.wasm} of WebAssembly`);
          assert.ok(grown < 100 * SOURCES, `the heap has grown by ${grown} bytes`);
        } finally {
          await close();
        }
      });
    }
  }
});

/** In the page, before the package is there: finds WebAssembly's memory. */
function watchMemory() {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(...parameters) {
      super(...parameters);
      // Not every module has one of its own.
      globalThis.memory ??= Object.values(this.exports).find((one) => one instanceof WebAssembly.Memory);
    }
  };
  globalThis.sources = [];
  globalThis.opened = 0;
}

/** In the page: opens and closes so many, some at a time, and keeps only weak references. */
async function openAndClose({ number, transport, path, type }) {
  const { EventSource } = await import('/pkg/index.js');
  const one = () =>
    new Promise((resolve) => {
      const source = new EventSource(path + (globalThis.opened += 1), { transport });
      globalThis.sources.push(new WeakRef(source));
      source.onmessage =
        source.onopen =
        source.onerror =
          (event) => {
            if (event.type !== type) return;
            source.close();
            resolve();
          };
      if (!type) {
        source.close();
        setTimeout(resolve);
      }
    });
  for (let index = 0; index < number; index += 4) {
    await Promise.all([one(), one(), one(), one()]);
  }
}

/** What is left when everything is collected that can be. */
async function collected(page) {
  const session = await page.createCDPSession();
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
  for (let time = 0; time < 4; time += 1) await session.send('HeapProfiler.collectGarbage');
  const seen = await page.evaluate(() => ({
    alive: globalThis.sources.filter((source) => source.deref()).length,
    wasm: globalThis.memory.buffer.byteLength,
  }));
  await page.evaluate(() => void (globalThis.sources = []));
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize: heap } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return { ...seen, heap };
}
