// The classic scripts on a page, in Chromium, against a live stream: the loader and what it chooses, and each by itself.
// Knows what a page must have heard, and which files it may ask for. Must not know what the scripts are made of.
//
//   node --test tests/package/scripts.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { launch } from '../e2e/browsers.js';
import { project, removeProjects } from './project.js';
import { serve } from './serve.js';
import { HEARD, startStreams } from './live_stream.js';

const SCRIPT = 'node_modules/eventsource-wasm/dist/script';
const page = (name, attribute = '') => `<!doctype html>
<link rel="icon" href="data:," />
<script src="prelude.js"></script>
<script src="${SCRIPT}/${name}.js" ${attribute}></script>
<script src="main.js"></script>`;

const NO_NATIVE = 'delete globalThis.EventSource;';
const NO_WASM = 'delete globalThis.WebAssembly;';
const NO_COMPILING = `const { Module } = WebAssembly;
WebAssembly.Module = function (bytes) {
  if (bytes.length > 4096) throw new WebAssembly.CompileError('not here');
  return new Module(bytes);
};`;
const NOT_AT_ONCE = NO_COMPILING.replace('new WebAssembly.CompileError', 'new RangeError');
const CSP = { 'content-security-policy': "script-src 'self'" };

const OURS = { after: [2, true, 'fetch', true] };
const OLD = { after: [2, true, 'xhr', true], engine: 'js' };

/** [sentence, { script, attribute, prelude, headers }, the files beside it, what comes out] */
const ROWS = [
  ['leaves a native class alone', {}, [], { after: [2, true, null, true] }],
  ['takes WebAssembly', { prelude: NO_NATIVE }, ['classic.js'], { ...OURS, engine: 'wasm' }],
  ['takes JavaScript where there is no WebAssembly', { prelude: NO_NATIVE + NO_WASM }, ['legacy.js'], OLD],
  [
    'takes JavaScript where a Content-Security-Policy forbids WebAssembly',
    { prelude: NO_NATIVE, headers: CSP },
    ['legacy.js'],
    OLD,
  ],
  [
    'takes JavaScript where compiling fails',
    { prelude: NO_NATIVE + NO_COMPILING },
    ['classic.js', 'without_wasm.js'],
    { ...OURS, engine: 'js' },
  ],
  [
    'waits where compiling takes its time',
    { prelude: NO_NATIVE + NOT_AT_ONCE },
    ['classic.js'],
    { ...OURS, engine: 'wasm' },
  ],
  [
    'is forced to WebAssembly',
    { attribute: 'data-engine="wasm"' },
    ['classic.js'],
    { ...OURS, engine: 'wasm' },
  ],
  ['is forced to JavaScript', { attribute: 'data-engine="legacy"' }, ['legacy.js'], OLD],
  [
    'is forced to the native class',
    { attribute: 'data-engine="native"' },
    [],
    { after: [2, true, null, true] },
  ],
  ['classic.js needs no loader', { script: 'classic', prelude: NO_NATIVE }, [], { ...OURS, engine: 'wasm' }],
  ['legacy.js needs no loader', { script: 'legacy', prelude: NO_NATIVE }, [], OLD],
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

  for (const [sentence, { script = 'loader', attribute, prelude = '', headers }, others, expected] of ROWS) {
    it(sentence, async () => {
      const files = { 'index.html': page(script, attribute), 'prelude.js': prelude };
      const { url, asked, close } = await serve(await project('scripts'), { headers, files });
      const visit = await browser.visit('about:blank');
      const errors = [];
      visit.page.on('pageerror', (error) => errors.push(String(error)));
      try {
        await visit.page.goto(`${url}?stream=${encodeURIComponent(streams.url())}`);
        const result = await visit.page.evaluate(async () => globalThis.result);
        const constant = {
          heard: HEARD,
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
          asked.filter((name) => !own.includes(name)),
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

  it('the loader says so when what it gets is no script, and tries again with the next source', async () => {
    const main = `globalThis.result = [0, 1].reduce((before) => before.then((heard) => new Promise((resolve) => {
      const source = new EventSource('/');
      source.onerror = ({ type }) => resolve([...heard, [type, source.readyState]]);
    })), Promise.resolve([]));`;
    const files = {
      'index.html': page('loader'),
      'prelude.js': NO_NATIVE,
      'main.js': main,
      'classic.js': '<!doctype html>',
    };
    const { url, asked, close } = await serve(await project('scripts'), {
      files,
      headers: { 'cache-control': 'no-store' },
    });
    const visit = await browser.visit(url);
    try {
      assert.deepEqual(await visit.page.evaluate(async () => globalThis['result']), [
        ['error', 2],
        ['error', 2],
      ]);
      assert.equal(asked.filter((name) => name === 'classic.js').length, 2);
    } finally {
      await visit.close();
      close();
    }
  });
});
