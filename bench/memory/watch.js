// Looks at a page's memory while it works.
// Knows CDP and Linux's /proc. Must not know what the page does.

import { readFile, writeFile } from 'node:fs/promises';
import { renderersOf } from '../visits.js';

/** Between two looks, in milliseconds. */
const PAUSE = 50;

/** Begins to look; gives what ends it, and tells bytes: peaks, what is left of the heap, and WebAssembly's memory. */
export async function watch(page) {
  const session = await page.createCDPSession();
  await page.evaluate(findMemory);
  const before = await collected(session);
  const id = await rendererOf(page);
  await forgetPeak(id);
  let peakHeap = 0;
  let going = true;
  const looking = (async () => {
    while (going) {
      peakHeap = Math.max(peakHeap, await heapOf(session));
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  })().catch(() => {});
  return async () => {
    going = false;
    await looking;
    const peakProcess = await peakOf(id);
    const after = await collected(session);
    const wasm = await page.evaluate(() => globalThis.wasmMemory?.buffer.byteLength ?? 0);
    return { peakHeap: peakHeap - before, peakProcess, retained: after - before, wasm };
  };
}

/** In the page, before the core is there. */
function findMemory() {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(...parameters) {
      super(...parameters);
      // Not every module has one of its own.
      globalThis.wasmMemory ??= Object.values(this.exports).find((it) => it instanceof WebAssembly.Memory);
    }
  };
}

async function collected(session) {
  for (let time = 0; time < 3; time += 1) await session.send('HeapProfiler.collectGarbage');
  return heapOf(session);
}

/** Of JavaScript, of the engine's own objects, and of array buffers. */
async function heapOf(session) {
  const {
    usedSize,
    embedderHeapUsedSize = 0,
    backingStorageSize = 0,
  } = await session.send('Runtime.getHeapUsage');
  return usedSize + embedderHeapUsedSize + backingStorageSize;
}

/** The process of the page: the one that works when the page does. */
async function rendererOf(page) {
  const before = await renderersOf(page);
  await page.evaluate(() => {
    const end = performance.now() + 100;
    while (performance.now() < end);
  });
  const spent = (await renderersOf(page)).map(({ id, cpuTime }) => ({
    id,
    time: cpuTime - (before.find((it) => it.id === id)?.cpuTime ?? 0),
  }));
  return spent.sort((one, other) => other.time - one.time)[0].id;
}

/** Resets VmHWM. */
const forgetPeak = (id) => writeFile(`/proc/${id}/clear_refs`, '5').catch(() => {});

async function peakOf(id) {
  const status = await readFile(`/proc/${id}/status`, 'utf8');
  return Number(/VmHWM:\s*(\d+)/.exec(status)[1]) * 1024;
}
