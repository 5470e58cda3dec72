// `eventsource-wasm/parser` and `eventsource-wasm/fetch-event-source` in Chromium: in pages, workers, hidden tabs, and where a
// policy forbids WebAssembly.
//
// Knows the public interfaces, and how a tab is hidden. Must not know how the package works.
//
//   node --test tests/entry_points/chromium.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { launch } from '../e2e/browsers.js';
import { begin, startAnswers, until } from './answers.js';

const DIST = new URL('../../pkg/dist/', import.meta.url);
const HTML = 'text/html;charset=utf-8';
const SCRIPT = 'text/javascript;charset=utf-8';

/** The entry points, the table of streams, and pages: one of them with a policy that forbids WebAssembly. */
async function siteFiles() {
  const files = {
    '/page': { type: HTML, body: '<!doctype html>' },
    '/strict': {
      type: HTML,
      body: `<!doctype html><meta http-equiv="content-security-policy" content="script-src 'self'">`,
    },
    '/streams.js': { type: SCRIPT, body: await readFile(new URL('streams.js', import.meta.url)) },
    '/worker.js': {
      type: SCRIPT,
      body: `import { createParser } from '/parser.js';
        import { fetchEventSource } from '/fetch_event_source.js';
        import { check } from '/streams.js';
        onmessage = async ({ data: url }) => {
          const messages = [];
          await fetchEventSource(url, { onmessage: ({ data }) => messages.push(data) });
          postMessage({ messages, ...check(createParser) });
        };`,
    },
  };
  for (const name of (await readdir(DIST)).filter((name) => name.endsWith('.js'))) {
    files[`/${name}`] = { type: SCRIPT, body: await readFile(new URL(name, DIST)) };
  }
  return files;
}

describe('in Chromium', () => {
  let browser;
  let files;
  before(async () => {
    files = await siteFiles();
    browser = await launch('chromium');
  });
  after(() => browser?.close());

  /** A page at a path of a server with these answers. */
  async function open(path, answer, use) {
    const server = await startAnswers(answer, files);
    const visit = await browser.visit(new URL(path, server.url).href);
    try {
      await use(visit.page, server);
    } finally {
      await visit.close();
      server.close();
    }
  }
  const nothing = (_, response) => response.end();
  const three = (_, response) => begin(response, 'data:1\n\ndata:2\n\ndata:3\n\n').end();

  it('parses every stream, however it is cut, before feed() returns', () =>
    open('page', nothing, async (page) => {
      const { differences, cut } = await page.evaluate(async () => {
        const [{ createParser }, { check }] = await Promise.all(
          ['/parser.js', '/streams.js'].map((name) => import(name)),
        );
        return check(createParser);
      });
      assert.deepEqual(differences, []);
      assert.ok(cut > 1000);
    }));

  it('sends and compiles one core for all entry points', () =>
    open('page', three, async (page) => {
      const requested = [];
      page.on('request', (request) => requested.push(new URL(request.url()).pathname));
      const result = await page.evaluate(async () => {
        let compiled = 0;
        const { Module } = WebAssembly;
        WebAssembly.Module = /** @type {any} */ (
          new Proxy(Module, {
            construct(target, [bytes, ...rest]) {
              if (bytes.length > 4096) compiled += 1;
              return Reflect.construct(target, [bytes, ...rest]);
            },
          })
        );
        const [{ createParser }, { fetchEventSource }, { EventSource, engine }] = await Promise.all(
          ['/parser.js', '/fetch_event_source.js', '/index.js'].map((name) => import(name)),
        );
        const before = [compiled, engine === undefined];
        const events = [];
        createParser({ onEvent: ({ data }) => events.push(data) }).feed('data:0\n\n');
        await fetchEventSource('/s', { onmessage: ({ data }) => events.push(data) });
        const source = new EventSource('/s');
        await new Promise((resolve) => (source.onmessage = resolve));
        source.close();
        return { before, compiled, events };
      });
      assert.deepEqual(result, { before: [0, true], compiled: 1, events: ['0', '1', '2', '3'] });
      for (const name of ['/index.js', '/parser.js']) {
        assert.equal(requested.filter((path) => path === name).length, 1, name);
      }
      assert.ok(!requested.includes('/without_wasm.js'));
    }));

  it('waits for the core where a policy forbids WebAssembly, and calls back at once after load()', () =>
    open('strict', three, async (page) => {
      const result = await page.evaluate(async () => {
        const [parser, { check, recorder }, { fetchEventSource }, main] = await Promise.all(
          ['/parser.js', '/streams.js', '/fetch_event_source.js', '/index.js'].map((name) => import(name)),
        );
        const early = [];
        const { feed, reset } = parser.createParser(recorder(early));
        const chunk = new TextEncoder().encode('data:1\n\ndata:');
        feed(chunk);
        chunk.fill(0);
        reset();
        feed('data:2\n\nretry:3');
        reset({ consume: true });
        const before = early.length;
        await parser.load();
        const messages = [];
        await fetchEventSource('/s', { onmessage: ({ data }) => messages.push(data) });
        return { before, early, engine: main.engine, messages, ...check(parser.createParser) };
      });
      const { cut, ...rest } = result;
      assert.ok(cut > 1000);
      const event = (data) => ['event', null, null, data];
      assert.deepEqual(JSON.parse(JSON.stringify(rest)), {
        before: 0,
        early: [event('1'), event('2'), ['retry', 3]],
        engine: 'js',
        messages: ['1', '2', '3'],
        differences: [],
      });
    }));

  it('works in a worker, which has no document', () =>
    open('page', three, async (page) => {
      const result = await page.evaluate(
        () =>
          new Promise((resolve, reject) => {
            const worker = new Worker('/worker.js', { type: 'module' });
            worker.onmessage = ({ data }) => resolve(data);
            worker.onerror = ({ message }) => reject(new Error(message));
            worker.postMessage('/s');
          }),
      );
      assert.deepEqual([result.messages, result.differences], [['1', '2', '3'], []]);
    }));

  it('turns the body of a fetch into events', () =>
    open('page', three, async (page) => {
      const events = await page.evaluate(async () => {
        const { EventSourceParserStream } = await import(String('/parser.js'));
        const { body } = await fetch('/s');
        const reader = body.pipeThrough(new EventSourceParserStream()).getReader();
        const events = [];
        for (let read; !(read = await reader.read()).done;) events.push(read.value.data);
        return events;
      });
      assert.deepEqual(events, ['1', '2', '3']);
    }));

  it('leaves no listener on the document', () =>
    open('page', three, async (page) => {
      const listeners = await page.evaluate(async () => {
        let listeners = 0;
        for (const [name, change] of Object.entries({ addEventListener: 1, removeEventListener: -1 })) {
          const method = document[name];
          document[name] = function (...rest) {
            listeners += change;
            return Reflect.apply(method, this, rest);
          };
        }
        const { fetchEventSource } = await import(String('/fetch_event_source.js'));
        const open = fetchEventSource('/s');
        const during = listeners;
        await open;
        const onopen = () => Promise.reject(new Error('fatal'));
        const onerror = (error) => {
          throw error;
        };
        await fetchEventSource('/s', { onopen, onerror }).catch(() => {});
        return [during, listeners];
      });
      assert.deepEqual(listeners, [1, 0]);
    }));

  describe('a tab that is hidden', () => {
    /** Begins a subscription in the page; `calls()` gives what it has called. */
    const subscribe = (page, options = {}) =>
      page.evaluate(async (options) => {
        const { fetchEventSource } = await import(String('/fetch_event_source.js'));
        const calls = (globalThis['calls'] = []);
        const controller = (globalThis['controller'] = new AbortController());
        globalThis['done'] = fetchEventSource('/s', {
          ...options,
          signal: controller.signal,
          onmessage: ({ data }) => calls.push(data),
          onclose: () => calls.push('close'),
          onerror: () => {
            calls.push('error');
            return 20;
          },
        });
      }, options);
    const calls = (page) => page.evaluate(() => globalThis['calls']);
    const isHidden = (page) => page.evaluate(() => document.hidden);
    const hide = async (page) => {
      const other = await browser.visit('about:blank');
      await other.page.bringToFront();
      await until(() => isHidden(page), 'the page is hidden');
      return async () => {
        await page.bringToFront();
        await other.close();
        await until(async () => !(await isHidden(page)), 'the page is visible');
      };
    };
    const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    const endless = (_, response, n) => begin(response, `id:${n}\ndata:${n}\n\n`);

    it('ends its request, and makes it again with the last event ID when it is shown', () =>
      open('page', endless, async (page, { requests, unfinished }) => {
        await subscribe(page);
        await until(async () => (await calls(page)).length === 1);
        const show = await hide(page);
        await until(() => unfinished() === 0, 'the request is aborted');
        await pause(100);
        assert.equal(requests.length, 1);
        await show();
        await until(async () => (await calls(page)).length === 2);
        assert.deepEqual(
          requests.map(({ headers }) => headers['last-event-id']),
          [undefined, '0'],
        );
        assert.deepEqual(await calls(page), ['0', '1']);
        await page.evaluate(() => (globalThis['controller'].abort(), globalThis['done']));
      }));

    it('makes no request at the start, before it is shown', () =>
      open('page', endless, async (page, { requests }) => {
        const show = await hide(page);
        await subscribe(page);
        await pause(200);
        assert.equal(requests.length, 0);
        await show();
        await until(async () => (await calls(page)).length === 1);
        assert.equal(requests.length, 1);
      }));

    it('makes no request between two attempts, and one when it is shown', () =>
      open(
        'page',
        (_, response) => response.destroy(),
        async (page, { requests }) => {
          await subscribe(page);
          await until(() => requests.length > 1);
          const show = await hide(page);
          await pause(100);
          const { length } = requests;
          await pause(300);
          assert.equal(requests.length, length);
          await show();
          await until(() => requests.length > length);
        },
      ));

    it('makes no request again after the stream has ended', () =>
      open('page', three, async (page, { requests }) => {
        await subscribe(page);
        await page.evaluate(() => globalThis['done']);
        const show = await hide(page);
        await show();
        await pause(100);
        assert.equal(requests.length, 1);
        assert.deepEqual(await calls(page), ['1', '2', '3', 'close']);
      }));

    it('keeps its request with openWhenHidden', () =>
      open('page', endless, async (page, { requests, unfinished }) => {
        await subscribe(page, { openWhenHidden: true });
        await until(async () => (await calls(page)).length === 1);
        const show = await hide(page);
        await pause(200);
        assert.deepEqual([requests.length, unfinished()], [1, 1]);
        await show();
        assert.equal(requests.length, 1);
      }));
  });
});
