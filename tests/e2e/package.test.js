// The package as applications use it: imported in Node, bundled without configuration, and as a polyfill. The stream
// comes from a real server, except where a test replaces fetch, a reader or XMLHttpRequest.
// Knows the exports of the package. Must not know its internals, nor the details of the standard.
//
//   node --test tests/e2e/package.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { launch } from './browsers.js';
import { startServer } from './server.js';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const STREAM = '/s/drop-after-one?key=';
const EXPECTED_EVENTS = [
  ['open', null, null],
  ['message', 'a', '1'],
  ['error', null, null],
  ['open', null, null],
  ['end', 'end', '1'],
];

/** Source text: listens until the event `end` or a failure. Resolves with [type, data, lastEventId] of each event. */
const RECEIVE = `function receive(EventSource, url) {
  return new Promise((resolve) => {
    const events = [];
    const source = new EventSource(url);
    for (const type of ['open', 'message', 'error', 'end']) {
      source.addEventListener(type, (event) => {
        events.push([event.type, event.data ?? null, event.lastEventId ?? null]);
        if (type === 'end' || source.readyState === 2) { source.close(); resolve(events); }
      });
    }
  });
}`;

describe('the package', () => {
  let server;
  let streams = 0;
  const stream = () => `${server.addresses.origin}${STREAM}package-${(streams += 1)}`;

  before(async () => {
    server = await startServer();
  });
  after(() => server.close());

  describe('in Node', () => {
    it('can be imported, changes no global, and exports the native object if there is one', async () => {
      const { added, exported, native } = await inNode(`
        const before = Reflect.ownKeys(globalThis);
        const module = await import('eventsource-wasm');
        const added = Reflect.ownKeys(globalThis).filter((key) => !before.includes(key)).map(String);
        print({ added, exported: Object.keys(module).sort(), native: module.NativeEventSource === globalThis.EventSource });
      `);
      assert.deepEqual(added, []);
      assert.deepEqual(exported, [
        'EventSource',
        'EventSourcePolyfill',
        'NativeEventSource',
        'adopt',
        'engine',
        'shared',
      ]);
      assert.ok(native);
    });

    it('receives the events of a stream, and resumes it', async () => {
      const { events, same } = await inNode(`
        const { EventSource, EventSourcePolyfill } = await import('eventsource-wasm');
        print({ events: await receive(EventSource, ${JSON.stringify(stream())}), same: EventSource === EventSourcePolyfill });
      `);
      assert.deepEqual(events, EXPECTED_EVENTS);
      assert.ok(same);
    });

    it('lets the process end once its source is closed', async () => {
      const begin = Date.now();
      await inNode(`
        const { EventSource } = await import('eventsource-wasm');
        const source = new EventSource(${JSON.stringify(stream())});
        source.onmessage = () => { source.close(); print({}); };
      `);
      assert.ok(Date.now() - begin < 8000, 'the process did not end');
    });

    it('sends the first request once, also if the core is compiled later, and none if the source is closed before', async () => {
      const { received, requests } = await inNode(`
        const { fetch } = globalThis;
        let requests = 0;
        globalThis.fetch = (url, init) => {
          requests += 1;
          return fetch(url, init);
        };
        // As on a page that must compile large modules asynchronously.
        WebAssembly.Module = class {
          constructor() {
            throw new RangeError('too large');
          }
        };
        const { EventSource } = await import('eventsource-wasm');
        const closed = new EventSource(${JSON.stringify(stream())});
        closed.close();
        const source = new EventSource(${JSON.stringify(stream())});
        const received = await new Promise((resolve) => {
          source.onopen = ({ type }) => {
            source.close();
            resolve(type);
          };
        });
        print({ received, requests });
      `);
      assert.deepEqual({ received, requests }, { received: 'open', requests: 1 });
    });

    it("may be closed by the page's own fetch, which also reads its properties", async () => {
      const { seen, aborted, events } = await inNode(`
        const { EventSource } = await import('eventsource-wasm');
        const { fetch } = globalThis;
        const seen = [];
        let signal;
        globalThis.fetch = (url, init) => {
          seen.push(source?.readyState, source?.lastEventId);
          if (source) { source.close(); signal = init.signal; }
          return fetch(url, init);
        };
        let source;
        source = new EventSource(${JSON.stringify(stream())});
        const events = [];
        for (const type of ['open', 'message', 'error', 'end']) source.addEventListener(type, () => events.push(type));
        setTimeout(() => {
          globalThis.fetch = fetch;
          print({ seen: seen.map(String), aborted: signal.aborted, events });
        }, 300);
      `);
      assert.deepEqual(seen, ['undefined', 'undefined', '0', '1']);
      assert.ok(aborted);
      assert.deepEqual(events, ['open', 'message', 'error']);
    });

    it("may be closed by the page's own reader", async () => {
      const { events, cancelled } = await inNode(`
        const { EventSource } = await import('eventsource-wasm');
        let cancelled = 0;
        const events = [];
        const chunks = ['data: a\\n\\n', 'data: b\\n\\n'].map((text) => new TextEncoder().encode(text));
        const reader = {
          read() {
            if (chunks.length === 1) source.close();
            return Promise.resolve({ done: false, value: chunks.shift() });
          },
          cancel() { cancelled += 1; return Promise.resolve(); },
        };
        const source = EventSource.fromReadableStream({ getReader: () => reader });
        for (const type of ['open', 'message', 'error']) source.addEventListener(type, () => events.push(type));
        setTimeout(() => print({ events, cancelled }), 100);
      `);
      assert.deepEqual(events, ['open', 'message']);
      assert.equal(cancelled, 1);
    });

    for (const [result, fetch] of [
      ['nothing', 'async () => undefined'],
      ['a locked body', 'async () => { const it = response(); it.body.getReader(); return it; }'],
      ['a body that has been read', 'async () => { const it = response(); await it.text(); return it; }'],
      ['a response without headers', 'async () => ({ status: 200, body: response().body })'],
    ]) {
      it(`treats it as a network error if the page's own fetch resolves with ${result}`, async () => {
        const { received } = await inNode(`
          const { EventSource } = await import('eventsource-wasm');
          const response = () => new Response('data: a\\n\\n', { headers: { 'content-type': 'text/event-stream' } });
          globalThis.fetch = ${fetch};
          const source = new EventSource('http://localhost:1/');
          const received = [];
          for (const type of ['open', 'message', 'error']) {
            source.addEventListener(type, () => received.push(type + source.readyState));
          }
          setTimeout(() => {
            print({ received });
            source.close();
          }, 200);
        `);
        assert.deepEqual(received, ['error0']);
      });
    }

    for (const [behaviour, reader] of [
      ['throws', '{ read() { throw new Error(); }, cancel: async () => {} }'],
      ['returns no promise', '{ read: () => undefined, cancel: async () => {} }'],
      ['resolves with no chunk', '{ read: async () => undefined, cancel: async () => {} }'],
      ['cannot be cancelled', '{ read: async () => ({ value: 1 }), cancel() {} }'],
      [
        'returns a thenable that is not a promise',
        '{ read: () => ({ then: (resolve) => resolve({ done: true }) }), cancel() {} }',
      ],
    ]) {
      it(`fails if the page's own reader ${behaviour}`, async () => {
        const { received } = await inNode(`
          const { EventSource } = await import('eventsource-wasm');
          const source = EventSource.fromReadableStream({ getReader: () => (${reader}) });
          const received = [];
          for (const type of ['open', 'message', 'error']) {
            source.addEventListener(type, () => received.push(type + source.readyState));
          }
          setTimeout(() => print({ received }), 100);
        `);
        assert.deepEqual(received, ['open1', 'error2']);
      });
    }

    it('stops reading responseText when it does not grow, even if reading it is slow', async () => {
      const { reads, events } = await inNode(`
        let xhr;
        let reads = 0;
        globalThis.XMLHttpRequest = class {
          readyState = 0;
          status = 0;
          text = '';
          open() { this.readyState = 1; }
          overrideMimeType() {}
          setRequestHeader() {}
          getResponseHeader() { return 'text/event-stream'; }
          send() { xhr = this; }
          abort() {}
          get responseText() {
            reads += 1;
            const end = Date.now() + 10;
            while (Date.now() < end);
            return this.text;
          }
          deliver(text) {
            this.readyState = 3;
            this.status = 200;
            this.text += text;
            this.onreadystatechange({ type: 'readystatechange' });
          }
        };
        const { EventSource } = await import('eventsource-wasm');
        const source = new EventSource('http://localhost:1/', { transport: 'xhr' });
        const events = [];
        source.onmessage = ({ data }) => events.push(data);
        xhr.deliver('data: a\\n\\n');
        await new Promise((resolve) => setTimeout(resolve, 5));
        // During the pause after the first read, and then nothing more.
        xhr.deliver('data: b\\n\\n');
        await new Promise((resolve) => setTimeout(resolve, 500));
        print({ reads, events });
        source.close();
      `);
      assert.deepEqual(events, ['a', 'b']);
      assert.equal(reads, 2);
    });

    it('installs a working global EventSource by the entry point "auto"', async () => {
      const { descriptor, events } = await inNode(`
        delete globalThis.EventSource;
        await import('eventsource-wasm/auto');
        const { value, ...descriptor } = Object.getOwnPropertyDescriptor(globalThis, 'EventSource');
        print({ descriptor, events: await receive(EventSource, ${JSON.stringify(stream())}) });
      `);
      assert.deepEqual(descriptor, { writable: true, enumerable: false, configurable: true });
      assert.deepEqual(events, EXPECTED_EVENTS);
    });

    it('handles each source of the entry point "auto" by itself before the core is loaded', async () => {
      const { early, received, bad, native } = await inNode(`
        delete globalThis.EventSource;
        await import('eventsource-wasm/auto');
        const url = () => ${JSON.stringify(stream())} + Math.random();
        let unconstructed;
        try { EventSource(url()); } catch (error) { unconstructed = error.name; }
        const bad = [{ transport: 'websocket' }, 5, { get withCredentials() { throw new Error('mine'); } }];
        const before = receive(EventSource, url());
        const errors = [];
        for (const init of bad) {
          try {
            new EventSource(url(), init);
          } catch (error) {
            errors.push(error.message);
          }
        }
        const last = new EventSource(url());
        const early = [last.readyState, last.transport, unconstructed];
        last.close();
        const received = [await before, await receive(EventSource, url())];
        const { NativeEventSource } = await import('eventsource-wasm');
        print({ early, received, bad: errors, native: String(NativeEventSource) });
      `);
      assert.deepEqual(early, [0, 'auto', 'TypeError']);
      assert.deepEqual(received, [EXPECTED_EVENTS, EXPECTED_EVENTS]);
      assert.deepEqual(bad, [
        `The option transport takes one of 'auto', 'fetch', 'xhr', and not "websocket".`,
        'eventSourceInitDict is not an object.',
        'mine',
      ]);
      assert.equal(native, 'undefined');
    });

    it('does not replace a native object by the entry point "auto"', async () => {
      const { kept } = await inNode(`
        const own = globalThis.EventSource = class {};
        await import('eventsource-wasm/auto');
        print({ kept: globalThis.EventSource === own });
      `);
      assert.ok(kept);
    });
  });

  describe('in a bundle, in Chromium', () => {
    let browser;
    before(async () => {
      browser = await launch('chromium');
    });
    after(() => browser?.close());

    /** Bundles `source` and runs it in a blank page, after `first`. Returns the value of `globalThis.result`. */
    async function inPage(source, { format = 'iife', minify = false, first = () => {} } = {}) {
      const script = await bundle(source, { format, minify });
      const { page, close } = await browser.visit(`${server.addresses.origin}/e2e/blank.html`);
      const errors = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      try {
        await page.evaluate(first);
        await page.addScriptTag({ content: script, type: format === 'esm' ? 'module' : 'text/javascript' });
        await page.waitForFunction(() => 'result' in globalThis, { timeout: 10_000 }).catch(() => {});
        const result = await page.evaluate(() => globalThis.result);
        assert.deepEqual(errors, []);
        return result;
      } finally {
        await close();
      }
    }

    for (const [format, minify] of [
      ['esm', false],
      ['iife', false],
      ['iife', true],
    ]) {
      it(`receives the events of a stream as ${format}${minify ? ', minified' : ''}`, async () => {
        const events = await inPage(
          `import { EventSource } from 'eventsource-wasm';
           globalThis.result = receive(EventSource, ${JSON.stringify(stream())});`,
          { format, minify },
        );
        assert.deepEqual(events, EXPECTED_EVENTS);
      });
    }

    it('does not replace the native object, and exports it', async () => {
      const result = await inPage(
        `import { EventSource, NativeEventSource } from 'eventsource-wasm';
         globalThis.result = {
           kept: globalThis.EventSource === globalThis.before,
           named: NativeEventSource === globalThis.before,
           own: EventSource !== globalThis.before,
         };`,
        { first: () => void (globalThis.before = globalThis.EventSource) },
      );
      assert.deepEqual(result, { kept: true, named: true, own: true });
    });

    it('does not replace the native object by the entry point "auto"', async () => {
      const kept = await inPage(
        `import 'eventsource-wasm/auto'; globalThis.result = globalThis.EventSource === globalThis.before;`,
        { first: () => void (globalThis.before = globalThis.EventSource) },
      );
      assert.equal(kept, true);
    });

    it('is the global EventSource by the entry point "auto" if there was none', async () => {
      const result = await inPage(
        `import 'eventsource-wasm/auto';
         const { value, ...descriptor } = Object.getOwnPropertyDescriptor(globalThis, 'EventSource');
         globalThis.result = receive(EventSource, ${JSON.stringify(stream())}).then((events) => ({
           descriptor, events, listed: Object.keys(globalThis).includes('EventSource'), native: /native code/.test(value),
         }));`,
        { first: () => void delete globalThis.EventSource },
      );
      const descriptor = { writable: true, enumerable: false, configurable: true };
      assert.deepEqual(result, { descriptor, events: EXPECTED_EVENTS, listed: false, native: false });
    });
  });
});

/** Runs `source` in a new Node process, and returns the value that it prints. */
async function inNode(source) {
  const script = `${RECEIVE}\nconst print = (value) => console.log(JSON.stringify(value));\n${source}`;
  const args = ['--input-type=module', '--unhandled-rejections=strict', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: HERE, timeout: 20_000 });
  return JSON.parse(stdout);
}

/** Bundles `source` with esbuild, without configuration. Fails on a warning. */
async function bundle(source, { format, minify }) {
  const { outputFiles, warnings } = await build({
    stdin: { contents: `${RECEIVE}\n${source}`, resolveDir: HERE },
    bundle: true,
    write: false,
    logLevel: 'silent',
    format,
    minify,
  });
  assert.deepEqual(warnings, []);
  return outputFiles[0].text;
}
