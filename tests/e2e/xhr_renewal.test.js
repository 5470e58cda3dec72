// A stream without an end over XMLHttpRequest, whose text grows for as long as a request lives: it goes on over new
// requests, and the page does not notice. Without ids it cannot, and goes on over the one.
// Knows how large a text may become, and what Chromium holds. Must not know when exactly a request is renewed.
//
//   node --test tests/e2e/xhr_renewal.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { launch } from './browsers.js';
import { startServer } from './server.js';

/** In UTF-16 code units, as in src/transport/xhr.rs. */
const LARGE = 4 << 20;

const BUILDS = { 'with WebAssembly': '/pkg/index.js', 'for old engines': '/pkg/dist/legacy.mjs' };

/** Source text, because the page needs it too: the data of each event. */
const DATA = `(number) => number + (number % 2 ? ' lorem' : ' Zoë 𝄞').repeat((number * 7) % 300)`;
const dataOf = eval(DATA);
const total = (sizeOf) =>
  Array.from({ length: 600 }, (_, number) => sizeOf(dataOf(number))).reduce((sum, size) => sum + size);
const UNITS = total((data) => data.length) / 600;
const BYTES = total(Buffer.byteLength) / 600;

describe('a stream that is larger than what an XMLHttpRequest should hold', () => {
  let server;
  let browser;
  /** The Last-Event-ID of each request. */
  let asked;

  before(async () => {
    const routes = {
      '/numbered': (request, response) => speak(request, response, (number) => `id: ${number}\n`),
      '/unnumbered': (request, response) => speak(request, response, () => ''),
      // A server that gives IDs and asks for none: it begins again each time.
      '/forgetful': (request, response) => speak(request, response, (number) => `id: ${number}\n`, 0),
      '/abroad': (_, response) =>
        response.writeHead(302, { location: `${server.addresses.host}/foreign` }).end(),
      // Lets pages of other origins in, but none of their headers.
      '/foreign': (request, response) => {
        response.setHeader('access-control-allow-origin', '*');
        return request.method === 'GET'
          ? speak(request, response, (number) => `id: ${number}\n`)
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

  /** Says event after event behind the last one that was heard, in chunks cut anywhere. */
  async function speak(request, response, idOf, begin = Number(request.headers['last-event-id'] ?? 0)) {
    asked.push(request.headers['last-event-id']);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    let number = begin;
    let rest = Buffer.alloc(0);
    for (let turn = 1; !response.destroyed; turn += 1) {
      const events = [rest];
      const size = 1 + ((turn * 48_271) % 65_537);
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

  /** What the page has heard of so many events, and what it has held meanwhile. */
  async function hear(build, path, events) {
    asked = [];
    const { page, close } = await browser.visit(`${server.addresses.origin}/e2e/blank.html`);
    try {
      const session = await page.createCDPSession();
      const heaps = [];
      let heard;
      const hearing = page.evaluate(listen, { build, path, events, data: DATA });
      hearing.finally(() => (heard = true)).catch(() => {});
      while (!heard) {
        await session.send('HeapProfiler.collectGarbage');
        heaps.push((await session.send('Runtime.getHeapUsage')).usedSize);
        await sleep(100);
      }
      const { texts, ...result } = await hearing;
      const half = Math.ceil(heaps.length / 2);
      const grown = Math.min(...heaps.slice(half)) - Math.min(...heaps.slice(0, half));
      console.error(
        `# ${build}${path}: ${asked.length} requests, ${Math.max(...texts)} units of text at most, ${grown} bytes of heap`,
      );
      return { result, largest: Math.max(...texts), grown };
    } finally {
      await close();
    }
  }

  for (const [name, build] of Object.entries(BUILDS)) {
    it(`${name}: goes on over new requests, and holds no more of it after 60 MB`, async () => {
      const events = Math.ceil(60e6 / BYTES);
      const { result, largest, grown } = await hear(build, '/numbered', events);
      assert.deepEqual(result, { messages: events, open: 1, error: 0, wrong: null });
      const [first, ...ids] = asked;
      assert.equal(first, undefined);
      assert.ok(ids.length >= 3, `${asked.length} requests`);
      for (const [index, id] of ids.entries()) {
        const told = (Number(id) - Number(ids[index - 1] ?? 0)) * (UNITS + 'id: \ndata: \n\n'.length + 5);
        assert.ok(told > 0.9 * LARGE, `${id} is asked for too early: ${asked}`);
      }
      assert.ok(largest < 6 * LARGE, `${largest} units of text at once`);
      assert.ok(grown < 10e6, `the heap has grown by ${grown} bytes`);
    });

    it(`${name}: hears everything over the one request where there are no ids`, async () => {
      const events = Math.ceil((3.2 * LARGE) / UNITS);
      const { result, largest } = await hear(build, '/unnumbered', events);
      assert.deepEqual(result, { messages: events, open: 1, error: 0, wrong: null });
      assert.deepEqual(asked, [undefined]);
      assert.ok(largest > 3 * LARGE, `${largest} units of text: more were looked for`);
    });

    it(`${name}: goes on over the one request where a redirect has led to who lets no ID in`, async () => {
      const events = Math.ceil((2.2 * LARGE) / UNITS);
      const { result } = await hear(build, '/abroad', events);
      assert.deepEqual(result, { messages: events, open: 1, error: 0, wrong: null });
      assert.deepEqual(asked, [undefined]);
    });

    it(`${name}: makes one new request at most of a server that begins again`, async () => {
      const events = Math.ceil((5 * LARGE) / UNITS);
      const { result } = await hear(build, '/forgetful', events);
      assert.deepEqual(result, { messages: events, open: 1, error: 0, wrong: null });
      assert.equal(asked.length, 2);
    });
  }
});

/** In the page: hears so many events, and looks now and then how much text all requests hold. */
async function listen({ build, path, events, data }) {
  const { EventSource } = await import(build);
  const dataOf = eval(data);
  const requests = [];
  const { open } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (...parameters) {
    requests.push(this);
    return open.apply(this, parameters);
  };
  const heard = { messages: 0, open: 0, error: 0, wrong: null, texts: [] };
  const source = new EventSource(path, { transport: 'xhr' });
  let number = 0;
  return new Promise((resolve) => {
    source.onopen = source.onerror = ({ type }) => (heard[type] += 1);
    source.onmessage = (event) => {
      heard.messages += 1;
      number = path === '/forgetful' && event.lastEventId === '1' ? 1 : number + 1;
      const isRight = event.data === dataOf(number) && [String(number), ''].includes(event.lastEventId);
      if (!isRight) heard.wrong = [number, event.lastEventId, event.data.slice(0, 20)];
      if (number % 200 === 0) {
        heard.texts.push(requests.reduce((sum, { responseText }) => sum + responseText.length, 0));
      }
      if (isRight && heard.messages < events) return;
      source.close();
      resolve(heard);
    };
  });
}
