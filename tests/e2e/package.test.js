// The package as its users take it: imported in Node, bundled without configuration, installed where there is no
// native EventSource. The stream is always a real one.
// Knows the names that the package exports. Must not know what is in it, nor the details of the standard.
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
const HEARD = [
  ['open', null, null],
  ['message', 'a', '1'],
  ['error', null, null],
  ['open', null, null],
  ['end', 'end', '1'],
];

/** Source text: hears a stream to its end and gives [type, data, lastEventId] of each event. */
const HEAR = `function hear(EventSource, url) {
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
    it('is imported, touches no global and knows of no native object that is not there', async () => {
      const { added, exported, native } = await inNode(`
        const before = Reflect.ownKeys(globalThis);
        const module = await import('eventsource-wasm');
        const added = Reflect.ownKeys(globalThis).filter((key) => !before.includes(key)).map(String);
        say({ added, exported: Object.keys(module).sort(), native: module.NativeEventSource === globalThis.EventSource });
      `);
      assert.deepEqual(added, []);
      assert.deepEqual(exported, [
        'EventSource',
        'EventSourcePolyfill',
        'NativeEventSource',
        'adopt',
        'engine',
      ]);
      assert.ok(native);
    });

    it('hears a real stream, and resumes it', async () => {
      const { events, same } = await inNode(`
        const { EventSource, EventSourcePolyfill } = await import('eventsource-wasm');
        say({ events: await hear(EventSource, ${JSON.stringify(stream())}), same: EventSource === EventSourcePolyfill });
      `);
      assert.deepEqual(events, HEARD);
      assert.ok(same);
    });

    it('lets the process end once its source is closed', async () => {
      const begun = Date.now();
      await inNode(`
        const { EventSource } = await import('eventsource-wasm');
        const source = new EventSource(${JSON.stringify(stream())});
        source.onmessage = () => { source.close(); say({}); };
      `);
      assert.ok(Date.now() - begun < 8000, 'the process lived on');
    });

    it('makes the first request before the core has come, and once; a source that is closed by then aborts it', async () => {
      const { order, heard, aborted } = await inNode(`
        const { fetch } = globalThis;
        const order = [];
        const signals = [];
        globalThis.fetch = (url, init) => {
          order.push('fetch');
          signals.push(init.signal);
          return fetch(url, init);
        };
        // As where a page may compile large modules only in its own time.
        WebAssembly.Module = class {
          constructor() {
            order.push('compile');
            throw new RangeError('too large');
          }
        };
        const { EventSource } = await import('eventsource-wasm');
        const closed = new EventSource(${JSON.stringify(stream())});
        closed.close();
        const source = new EventSource(${JSON.stringify(stream())});
        const heard = await new Promise((resolve) => {
          source.onopen = ({ type }) => {
            source.close();
            resolve([type, order.filter((what) => what === 'fetch').length]);
          };
        });
        say({ order: order.slice(0, 2), heard, aborted: signals[0].aborted });
      `);
      assert.deepEqual(order, ['fetch', 'compile']);
      assert.deepEqual(heard, ['open', 2]);
      assert.ok(aborted);
    });

    it('asks a fetch of the page, which looks at the source and closes it', async () => {
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
          say({ seen: seen.map(String), aborted: signal.aborted, events });
        }, 300);
      `);
      assert.deepEqual(seen, ['undefined', 'undefined', '0', '1']);
      assert.ok(aborted);
      assert.deepEqual(events, ['open', 'message', 'error']);
    });

    it('asks a reader of the page, which closes the source', async () => {
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
        setTimeout(() => say({ events, cancelled }), 100);
      `);
      assert.deepEqual(events, ['open', 'message']);
      assert.equal(cancelled, 1);
    });

    for (const [what, fetch] of [
      ['nothing', 'async () => undefined'],
      ['a body that is locked', 'async () => { const it = answer(); it.body.getReader(); return it; }'],
      ['a body that has been read', 'async () => { const it = answer(); await it.text(); return it; }'],
      ['a response without headers', 'async () => ({ status: 200, body: answer().body })'],
    ]) {
      it(`takes it for a network error when a fetch of the page gives ${what}`, async () => {
        const { heard } = await inNode(`
          const { EventSource } = await import('eventsource-wasm');
          const answer = () => new Response('data: a\\n\\n', { headers: { 'content-type': 'text/event-stream' } });
          globalThis.fetch = ${fetch};
          const source = new EventSource('http://localhost:1/');
          const heard = [];
          for (const type of ['open', 'message', 'error']) {
            source.addEventListener(type, () => heard.push(type + source.readyState));
          }
          setTimeout(() => {
            say({ heard });
            source.close();
          }, 200);
        `);
        assert.deepEqual(heard, ['error0']);
      });
    }

    for (const [what, reader] of [
      ['throws', '{ read() { throw new Error(); }, cancel: async () => {} }'],
      ['gives no promise', '{ read: () => undefined, cancel: async () => {} }'],
      ['gives no chunk', '{ read: async () => undefined, cancel: async () => {} }'],
      ['cannot be cancelled', '{ read: async () => ({ value: 1 }), cancel() {} }'],
      [
        'gives what is no promise but thenable',
        '{ read: () => ({ then: (take) => take({ done: true }) }), cancel() {} }',
      ],
    ]) {
      it(`fails when a reader of the page ${what}`, async () => {
        const { heard } = await inNode(`
          const { EventSource } = await import('eventsource-wasm');
          const source = EventSource.fromReadableStream({ getReader: () => (${reader}) });
          const heard = [];
          for (const type of ['open', 'message', 'error']) {
            source.addEventListener(type, () => heard.push(type + source.readyState));
          }
          setTimeout(() => say({ heard }), 100);
        `);
        assert.deepEqual(heard, ['open1', 'error2']);
      });
    }

    it('looks no more at an XMLHttpRequest that brings nothing, however dear a look is', async () => {
      const { looks, events } = await inNode(`
        let xhr;
        let looks = 0;
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
            looks += 1;
            const end = Date.now() + 10;
            while (Date.now() < end);
            return this.text;
          }
          bring(text) {
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
        xhr.bring('data: a\\n\\n');
        await new Promise((resolve) => setTimeout(resolve, 5));
        // In the pause, and then nothing more.
        xhr.bring('data: b\\n\\n');
        await new Promise((resolve) => setTimeout(resolve, 500));
        say({ looks, events });
        source.close();
      `);
      assert.deepEqual(events, ['a', 'b']);
      assert.equal(looks, 2);
    });

    it('installs itself by its door "auto", and that works', async () => {
      const { descriptor, events } = await inNode(`
        delete globalThis.EventSource;
        await import('eventsource-wasm/auto');
        const { value, ...descriptor } = Object.getOwnPropertyDescriptor(globalThis, 'EventSource');
        say({ descriptor, events: await hear(EventSource, ${JSON.stringify(stream())}) });
      `);
      assert.deepEqual(descriptor, { writable: true, enumerable: false, configurable: true });
      assert.deepEqual(events, HEARD);
    });

    it('lets no early source of its door "auto" suffer for another one', async () => {
      const { early, heard, bad, native } = await inNode(`
        delete globalThis.EventSource;
        await import('eventsource-wasm/auto');
        const url = () => ${JSON.stringify(stream())} + Math.random();
        let unconstructed;
        try { EventSource(url()); } catch (error) { unconstructed = error.name; }
        const bad = [{ transport: 'websocket' }, 5, { get withCredentials() { throw new Error('mine'); } }];
        const before = hear(EventSource, url());
        const told = [];
        for (const init of bad) {
          try {
            const source = new EventSource(url(), init);
            source.onerror = ({ message }) => {
              source.close();
              told.push([source.readyState, /'websocket'|eventSourceInitDict/.test(message)]);
            };
          } catch (error) {
            told.push(error.message);
          }
        }
        const behind = new EventSource(url());
        const early = [behind.readyState, behind.transport, unconstructed];
        behind.close();
        const heard = [await before, await hear(EventSource, url())];
        const { NativeEventSource } = await import('eventsource-wasm');
        say({ early, heard, bad: told, native: String(NativeEventSource) });
      `);
      assert.deepEqual(early, [0, 'auto', 'TypeError']);
      assert.deepEqual(heard, [HEARD, HEARD]);
      assert.deepEqual(bad, ['mine', [2, true], [2, true]]);
      assert.equal(native, 'undefined');
    });

    it('leaves a native object alone by its door "auto"', async () => {
      const { kept } = await inNode(`
        const own = globalThis.EventSource = class {};
        await import('eventsource-wasm/auto');
        say({ kept: globalThis.EventSource === own });
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

    /** Runs `source`, bundled, in a blank page; `first` runs there before. Gives what `globalThis.result` becomes. */
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
      it(`hears a real stream as ${format}${minify ? ', minified' : ''}`, async () => {
        const events = await inPage(
          `import { EventSource } from 'eventsource-wasm';
           globalThis.result = hear(EventSource, ${JSON.stringify(stream())});`,
          { format, minify },
        );
        assert.deepEqual(events, HEARD);
      });
    }

    it('leaves the native object where it is, and names it', async () => {
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

    it('leaves the native object alone by its door "auto"', async () => {
      const kept = await inPage(
        `import 'eventsource-wasm/auto'; globalThis.result = globalThis.EventSource === globalThis.before;`,
        { first: () => void (globalThis.before = globalThis.EventSource) },
      );
      assert.equal(kept, true);
    });

    it('is the global EventSource by its door "auto" where there was none', async () => {
      const result = await inPage(
        `import 'eventsource-wasm/auto';
         const { value, ...descriptor } = Object.getOwnPropertyDescriptor(globalThis, 'EventSource');
         globalThis.result = hear(EventSource, ${JSON.stringify(stream())}).then((events) => ({
           descriptor, events, listed: Object.keys(globalThis).includes('EventSource'), native: /native code/.test(value),
         }));`,
        { first: () => void delete globalThis.EventSource },
      );
      const descriptor = { writable: true, enumerable: false, configurable: true };
      assert.deepEqual(result, { descriptor, events: HEARD, listed: false, native: false });
    });
  });
});

/** What `source` says in a Node process of its own, run in the repository. */
async function inNode(source) {
  const script = `${HEAR}\nconst say = (value) => console.log(JSON.stringify(value));\n${source}`;
  const args = ['--input-type=module', '--unhandled-rejections=strict', '--eval', script];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: HERE, timeout: 20_000 });
  return JSON.parse(stdout);
}

/** `source` and all that it imports, by esbuild without configuration, and without a warning. */
async function bundle(source, { format, minify }) {
  const { outputFiles, warnings } = await build({
    stdin: { contents: `${HEAR}\n${source}`, resolveDir: HERE },
    bundle: true,
    write: false,
    logLevel: 'silent',
    format,
    minify,
  });
  assert.deepEqual(warnings, []);
  return outputFiles[0].text;
}
