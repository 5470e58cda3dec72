// Memory leaks: a closed source is garbage-collected, however it was closed, and the memories do not grow.
// Knows Chromium's garbage collector and the memory of WebAssembly; must not know how resources are released.
//
//   node --test tests/e2e/memory.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { launch } from './browsers.js';
import { startServer } from './server.js';

const SOURCES = 1_000;
const AT_A_TIME = 100;

describe('a thousand closed sources', () => {
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
      ['before the response', null],
      ['by a response with a wrong status', 'error'],
    ]) {
      it(`are garbage-collected, over ${transport}, closed ${when}`, async () => {
        const { page, close } = await browser.visit(`${server.addresses.origin}/e2e/blank.html`);
        try {
          await page.evaluate(watchMemory);
          const testStream = type === 'error' ? 'status?status=404&' : 'drop-after-one?';
          const path = `/s/${testStream}key=${transport}-${type}-`;
          const measure = async (number) => {
            let left;
            // Collects after each group, so that the maximum of WebAssembly's memory does not depend on the collector.
            for (let done = 0; done < number; done += AT_A_TIME) {
              await page.evaluate(openAndClose, { number: AT_A_TIME, transport, path, type });
              left = await collected(page);
            }
            return left;
          };
          // The first sources make the engine compile, and WebAssembly's memory grow to the size for one group.
          const before = await measure(2 * AT_A_TIME);
          const after = await measure(SOURCES);
          assert.equal(after.alive, 0, 'closed sources have not been collected');
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

/** In the page, before the package is loaded: finds WebAssembly's memory. */
function watchMemory() {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(...parameters) {
      super(...parameters);
      // Some modules have no memory.
      globalThis.memory ??= Object.values(this.exports).find((one) => one instanceof WebAssembly.Memory);
    }
  };
  globalThis.sources = [];
  globalThis.opened = 0;
}

/** In the page: opens and closes sources, four at a time, and keeps only weak references to them. */
async function openAndClose({ number, transport, path, type }) {
  const { EventSource } = await import('/pkg/index.js');
  const one = () =>
    new Promise((resolve) => {
      let source;
      // The functions lead back to the source.
      const options = { transport, headers: () => (source, {}), retryOn: () => !source };
      source = new EventSource(path + (globalThis.opened += 1), options);
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

/** Collects all garbage, and returns the number of remaining sources and the sizes of both memories. */
async function collected(page) {
  const session = await page.createCDPSession();
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
  for (let time = 0; time < 4; time += 1) await session.send('HeapProfiler.collectGarbage');
  const remaining = await page.evaluate(() => ({
    alive: globalThis.sources.filter((source) => source.deref()).length,
    wasm: globalThis.memory.buffer.byteLength,
  }));
  await page.evaluate(() => void (globalThis.sources = []));
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize: heap } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return { ...remaining, heap };
}
