// The classic scripts on a page in Chromium, with a live stream: the loader and its choice, and each script by itself.
// Knows the expected events, and the files that a page may request. Must not know the contents of the scripts.
//
//   node --test tests/package/scripts.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { launch } from '../e2e/browsers.js';
import { project, removeProjects } from './project.js';
import { serve } from './serve.js';
import { EXPECTED_EVENTS, startStreams } from './live_stream.js';

const SCRIPT = 'node_modules/eventsource-wasm/dist/script';
const page = (name, attribute = '') => `<!doctype html>
<link rel="icon" href="data:," />
<script src="prelude.js"></script>
<script src="${SCRIPT}/${name}.js" ${attribute}></script>
<script src="main.js"></script>`;

const NO_NATIVE = 'delete globalThis.EventSource;';
const NO_WASM = 'delete globalThis.WebAssembly;';
const COMPILE_ERROR = `const { Module } = WebAssembly;
WebAssembly.Module = function (bytes) {
  if (bytes.length > 4096) throw new WebAssembly.CompileError('not here');
  return new Module(bytes);
};`;
/** Chromium throws a RangeError for large modules, which a page must compile asynchronously. */
const ASYNC_COMPILATION_ONLY = COMPILE_ERROR.replace('new WebAssembly.CompileError', 'new RangeError');
const CSP = { 'content-security-policy': "script-src 'self'" };

const PACKAGE = { after: [2, true, 'fetch', true] };
const LEGACY = { after: [2, true, 'xhr', true], engine: 'js' };

/** [sentence, { script, attribute, prelude, headers }, further files that the page requests, expected result] */
const ROWS = [
  ['does not replace a native class', {}, [], { after: [2, true, null, true] }],
  ['uses WebAssembly', { prelude: NO_NATIVE }, ['classic.js'], { ...PACKAGE, engine: 'wasm' }],
  ['uses JavaScript if there is no WebAssembly', { prelude: NO_NATIVE + NO_WASM }, ['legacy.js'], LEGACY],
  [
    'uses JavaScript if a Content-Security-Policy forbids WebAssembly',
    { prelude: NO_NATIVE, headers: CSP },
    ['legacy.js'],
    LEGACY,
  ],
  [
    'uses JavaScript if the compilation fails',
    { prelude: NO_NATIVE + COMPILE_ERROR },
    ['classic.js', 'without_wasm.js'],
    { ...PACKAGE, engine: 'js' },
  ],
  [
    'waits for an asynchronous compilation',
    { prelude: NO_NATIVE + ASYNC_COMPILATION_ONLY },
    ['classic.js'],
    { ...PACKAGE, engine: 'wasm' },
  ],
  [
    'can be forced to use WebAssembly',
    { attribute: 'data-engine="wasm"' },
    ['classic.js'],
    { ...PACKAGE, engine: 'wasm' },
  ],
  ['can be forced to use JavaScript', { attribute: 'data-engine="legacy"' }, ['legacy.js'], LEGACY],
  [
    'can be forced to use the native class',
    { attribute: 'data-engine="native"' },
    [],
    { after: [2, true, null, true] },
  ],
  [
    'classic.js works without the loader',
    { script: 'classic', prelude: NO_NATIVE },
    [],
    { ...PACKAGE, engine: 'wasm' },
  ],
  ['legacy.js works without the loader', { script: 'legacy', prelude: NO_NATIVE }, [], LEGACY],
];

describe('a classic script', () => {
  let browser;
  let streams;
  before(async () => {
    streams = await startStreams();
    browser = await launch('chromium');
  });
  after(async () => {
    await browser?.close();
    streams?.close();
    await removeProjects();
  });

  for (const [sentence, options, others, expected] of ROWS) {
    const { script = 'loader', attribute, prelude = '', headers } = options;
    it(sentence, async () => {
      const files = { 'index.html': page(script, attribute), 'prelude.js': prelude };
      const { url, requested, close } = await serve(await project('scripts'), { headers, files });
      const visit = await browser.visit('about:blank');
      const errors = [];
      visit.page.on('pageerror', (error) => errors.push(String(error)));
      try {
        await visit.page.goto(`${url}?stream=${encodeURIComponent(streams.url())}`);
        const result = await visit.page.evaluate(async () => globalThis.result);
        const constant = {
          events: EXPECTED_EVENTS,
          before: [true, 0, null, true],
          enumerable: false,
          engine: undefined,
        };
        assert.deepEqual(
          { ...result, engine: result.engine, errors },
          { ...constant, ...expected, errors: [] },
        );
        const own = ['index.html', 'prelude.js', 'main.js', `${script}.js`];
        assert.deepEqual(
          requested.filter((name) => !own.includes(name)),
          others,
        );
        const native = await visit.page.evaluate(() => {
          const { NativeEventSource } = globalThis['EventSourceWasm'] ?? {};
          return NativeEventSource && String(NativeEventSource);
        });
        const isForced = others.length > 0 && !prelude;
        assert.equal(native, isForced ? 'function EventSource() { [native code] }' : undefined);
      } finally {
        await visit.close();
        close();
      }
    });
  }

  it('fires an error event if the loaded file is not a script, and loads it again for the next source', async () => {
    const main = `globalThis.result = [0, 1].reduce((before) => before.then((events) => new Promise((resolve) => {
      const source = new EventSource('/');
      source.onerror = ({ type }) => resolve([...events, [type, source.readyState]]);
    })), Promise.resolve([]));`;
    const files = {
      'index.html': page('loader'),
      'prelude.js': NO_NATIVE,
      'main.js': main,
      'classic.js': '<!doctype html>',
    };
    const { url, requested, close } = await serve(await project('scripts'), {
      files,
      headers: { 'cache-control': 'no-store' },
    });
    const visit = await browser.visit(url);
    try {
      assert.deepEqual(await visit.page.evaluate(async () => globalThis['result']), [
        ['error', 2],
        ['error', 2],
      ]);
      assert.equal(requested.filter((name) => name === 'classic.js').length, 2);
    } finally {
      await visit.close();
      close();
    }
  });
});
