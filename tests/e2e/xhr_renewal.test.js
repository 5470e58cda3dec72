// An endless stream over XMLHttpRequest. Its responseText grows until the request ends, so a source replaces a large
// request by a new one, without events for the page. Without event IDs it cannot, and keeps the request.
// Knows how large responseText may become, and Chromium's heap. Must not know when exactly a request is replaced.
//
//   node --test tests/e2e/xhr_renewal.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch } from './browsers.js';
import { startServer } from './server.js';

/** In UTF-16 code units, as in src/transport/xhr.rs. */
const LARGE = 4 << 20;

const BUILDS = { 'with WebAssembly': '/pkg/index.js', legacy: '/pkg/dist/legacy.mjs' };

/** The data of each event. It is source text, because the page evaluates it too. */
const DATA = `(number) => number + (number % 2 ? ' lorem' : ' Zoë 𝄞').repeat((number * 7) % 300)`;
const dataOf = eval(DATA);
const total = (sizeOf) =>
  Array.from({ length: 600 }, (_, number) => sizeOf(dataOf(number))).reduce((sum, size) => sum + size);
const UNITS = total((data) => data.length) / 600;
const BYTES = total(Buffer.byteLength) / 600;

describe('a stream that is larger than the limit for one XMLHttpRequest', () => {
  let server;
  let browser;
  /** The Last-Event-ID of each request. */
  let requested;

  before(async () => {
    const routes = {
      '/numbered': (request, response) => sendEvents(request, response, (number) => `id: ${number}\n`),
      '/unnumbered': (request, response) => sendEvents(request, response, () => ''),
      // Sends IDs, but ignores Last-Event-ID, and starts from the beginning each time.
      '/restarting': (request, response) => sendEvents(request, response, (number) => `id: ${number}\n`, 0),
      '/redirected': (_, response) =>
        response.writeHead(302, { location: `${server.addresses.host}/other-origin` }).end(),
      // Allows other origins, but none of their request headers.
      '/other-origin': (request, response) => {
        response.setHeader('access-control-allow-origin', '*');
        return request.method === 'GET'
          ? sendEvents(request, response, (number) => `id: ${number}\n`)
          : response.writeHead(204).end();
      },
    };
    server = await startServer({ routes });
    browser = await launch('chromium');
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  /** Sends the events after Last-Event-ID, in chunks with arbitrary boundaries. */
  async function sendEvents(request, response, idOf, begin = Number(request.headers['last-event-id'] ?? 0)) {
    requested.push(request.headers['last-event-id']);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    let number = begin;
    let rest = Buffer.alloc(0);
    for (let chunk = 1; !response.destroyed; chunk += 1) {
      const events = [rest];
      const size = 1 + ((chunk * 48_271) % 65_537);
      for (let length = rest.length; length < size; length += events.at(-1).length) {
        number += 1;
        events.push(Buffer.from(`${idOf(number)}data: ${dataOf(number)}\n\n`));
      }
      const all = Buffer.concat(events);
      rest = all.subarray(size);
      response.write(all.subarray(0, size));
      while (response.writableNeedDrain && !response.destroyed) await sleep(1);
    }
  }

  /**
   * Receives a number of events in a page. Returns the result, the largest size of responseText, and the heap's growth.
   */
  async function receive(build, path, events) {
    requested = [];
    const { page, close } = await browser.visit(`${server.addresses.origin}/e2e/blank.html`);
    try {
      const session = await page.createCDPSession();
      const heaps = [];
      let finished;
      const receiving = page.evaluate(listen, { build, path, events, data: DATA });
      receiving.finally(() => (finished = true)).catch(() => {});
      while (!finished) {
        await session.send('HeapProfiler.collectGarbage');
        heaps.push((await session.send('Runtime.getHeapUsage')).usedSize);
        await sleep(100);
      }
      const { texts, ...result } = await receiving;
      const half = Math.ceil(heaps.length / 2);
      const grown = Math.min(...heaps.slice(half)) - Math.min(...heaps.slice(0, half));
      console.error(
        `# ${build}${path}: ${requested.length} requests, ${Math.max(...texts)} units of text at most, ${grown} bytes of heap`,
      );
      return { result, largest: Math.max(...texts), grown };
    } finally {
      await close();
    }
  }

  for (const [name, build] of Object.entries(BUILDS)) {
    it(`${name}: continues over new requests, and its heap does not grow over 60 MB`, async () => {
      const events = Math.ceil(60e6 / BYTES);
      const { result, largest, grown } = await receive(build, '/numbered', events);
      assert.deepEqual(result, { messages: events, open: 1, error: 0, wrong: null });
      const [first, ...ids] = requested;
      assert.equal(first, undefined);
      assert.ok(ids.length >= 3, `${requested.length} requests`);
      for (const [index, id] of ids.entries()) {
        const units = (Number(id) - Number(ids[index - 1] ?? 0)) * (UNITS + 'id: \ndata: \n\n'.length + 5);
        assert.ok(units > 0.9 * LARGE, `${id} is requested too early: ${requested}`);
      }
      assert.ok(largest < 6 * LARGE, `${largest} units of text at once`);
      assert.ok(grown < 10e6, `the heap has grown by ${grown} bytes`);
    });

    it(`${name}: receives all events over one request if they have no IDs`, async () => {
      const events = Math.ceil((3.2 * LARGE) / UNITS);
      const { result, largest } = await receive(build, '/unnumbered', events);
      assert.deepEqual(result, { messages: events, open: 1, error: 0, wrong: null });
      assert.deepEqual(requested, [undefined]);
      assert.ok(largest > 3 * LARGE, `${largest} units of text: fewer than expected`);
    });

    it(`${name}: keeps the request after a redirect to an origin that does not allow Last-Event-ID`, async () => {
      const events = Math.ceil((2.2 * LARGE) / UNITS);
      const { result } = await receive(build, '/redirected', events);
      assert.deepEqual(result, { messages: events, open: 1, error: 0, wrong: null });
      assert.deepEqual(requested, [undefined]);
    });

    it(`${name}: sends one new request at most to a server that starts from the beginning`, async () => {
      const events = Math.ceil((5 * LARGE) / UNITS);
      const { result } = await receive(build, '/restarting', events);
      assert.deepEqual(result, { messages: events, open: 1, error: 0, wrong: null });
      assert.equal(requested.length, 2);
    });
  }
});

/** In the page: receives a number of events, and measures the size of all responseTexts from time to time. */
async function listen({ build, path, events, data }) {
  const { EventSource } = await import(build);
  const dataOf = eval(data);
  const requests = [];
  const { open } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (...parameters) {
    requests.push(this);
    return open.apply(this, parameters);
  };
  const received = { messages: 0, open: 0, error: 0, wrong: null, texts: [] };
  const source = new EventSource(path, { transport: 'xhr' });
  let number = 0;
  return new Promise((resolve) => {
    source.onopen = source.onerror = ({ type }) => (received[type] += 1);
    source.onmessage = (event) => {
      received.messages += 1;
      number = path === '/restarting' && event.lastEventId === '1' ? 1 : number + 1;
      const isRight = event.data === dataOf(number) && [String(number), ''].includes(event.lastEventId);
      if (!isRight) received.wrong = [number, event.lastEventId, event.data.slice(0, 20)];
      if (number % 200 === 0) {
        received.texts.push(requests.reduce((sum, { responseText }) => sum + responseText.length, 0));
      }
      if (isRight && received.messages < events) return;
      source.close();
      resolve(received);
    };
  });
}
