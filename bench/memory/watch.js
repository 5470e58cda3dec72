// Samples the memory of a page while it works.
// Knows CDP and Linux's /proc. Must not know what the page does.

import { readFile, writeFile } from 'node:fs/promises';
import { renderersOf } from '../visits.js';

/** The time between two samples, in milliseconds. */
const INTERVAL = 50;

/**
 * Starts to sample. Returns a function that ends it and resolves with bytes: the peaks, the growth of the heap after a
 * collection, and WebAssembly's memory.
 */
export async function watchMemory(page) {
  const session = await page.createCDPSession();
  await page.evaluate(findMemory);
  const before = await heapAfterCollection(session);
  const id = await rendererOf(page);
  await resetPeak(id);
  let peakHeap = 0;
  let isRunning = true;
  const sampling = (async () => {
    while (isRunning) {
      peakHeap = Math.max(peakHeap, await heapOf(session));
      await new Promise((resolve) => setTimeout(resolve, INTERVAL));
    }
  })().catch(() => {});
  return async () => {
    isRunning = false;
    await sampling;
    const peakProcess = await peakOf(id);
    const after = await heapAfterCollection(session);
    const wasm = await page.evaluate(() => globalThis.wasmMemory?.buffer.byteLength ?? 0);
    return { peakHeap: peakHeap - before, peakProcess, retained: after - before, wasm };
  };
}

/** In the page, before the core is loaded: finds WebAssembly's memory. */
function findMemory() {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class extends Instance {
    constructor(...parameters) {
      super(...parameters);
      // Some modules have no memory.
      globalThis.wasmMemory ??= Object.values(this.exports).find((it) => it instanceof WebAssembly.Memory);
    }
  };
}

async function heapAfterCollection(session) {
  for (let time = 0; time < 3; time += 1) await session.send('HeapProfiler.collectGarbage');
  return heapOf(session);
}

/** The bytes of JavaScript objects, of the engine's own objects, and of array buffers. */
async function heapOf(session) {
  const {
    usedSize,
    embedderHeapUsedSize = 0,
    backingStorageSize = 0,
  } = await session.send('Runtime.getHeapUsage');
  return usedSize + embedderHeapUsedSize + backingStorageSize;
}

/** The process of the page: the one that uses the processor while the page is busy. */
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

/** Resets VmHWM, the peak of the process. */
const resetPeak = (id) => writeFile(`/proc/${id}/clear_refs`, '5').catch(() => {});

async function peakOf(id) {
  const status = await readFile(`/proc/${id}/status`, 'utf8');
  return Number(/VmHWM:\s*(\d+)/.exec(status)[1]) * 1024;
}
