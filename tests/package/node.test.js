// The package in Node, with `import` and `require`, as on a server: without a DOM.
// Knows the names of the entry points. Must not know what a browser does with them.
//
//   node --test tests/package/node.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { project, removeProjects } from './project.js';
import { EXPECTED_EVENTS, startStreams } from './live_stream.js';

describe('in Node', () => {
  let root;
  let streams;
  before(async () => {
    root = await project('node');
    streams = await startStreams();
  });
  after(async () => {
    streams?.close();
    await removeProjects();
  });

  async function node(...args) {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, {
      cwd: root,
      timeout: 20_000,
    });
    assert.equal(stderr, '');
    return JSON.parse(stdout);
  }

  for (const script of ['import.mjs', 'require.cjs']) {
    it(`receives the events of a live stream, with one class in all entry points: ${script}`, async () => {
      assert.deepEqual(await node(script, streams.url()), { same: true, events: EXPECTED_EVENTS });
    });
  }

  const print = (names) => `console.log(JSON.stringify(${names}))`;
  const NAMES = ['EventSource', 'EventSourcePolyfill', 'NativeEventSource', 'adopt', 'engine', 'shared'];

  it('has the same exports for import and require', async () => {
    const imported = `import * as all from 'eventsource-wasm'; ${print('Object.keys(all).sort()')}`;
    const required = `const all = require('eventsource-wasm'); ${print('Object.keys(all).sort()')}`;
    assert.deepEqual(await node('--input-type=module', '--eval', imported), NAMES);
    assert.deepEqual(await node('--input-type=commonjs', '--eval', required), NAMES);
    for (const run of [imported, required]) {
      const type = run === imported ? 'module' : 'commonjs';
      const ofStatic = run.replace("'eventsource-wasm'", "'eventsource-wasm/static'");
      assert.deepEqual(await node(`--input-type=${type}`, '--eval', ofStatic), NAMES);
    }
  });

  // Node ignores `exports` for paths of files and folders, as webpack 4, Jest 27 and Metro do for names of packages.
  for (const name of ['', '/auto', '/legacy', '/static']) {
    it(`is found by a resolver that ignores \`exports\`, and receives the events of a live stream: ${name}`, async () => {
      const source = `
        const { receive } = await import(${JSON.stringify(pathToFileURL(join(root, 'receive.mjs')).href)});
        // Node has no XMLHttpRequest, which is the transport of \`legacy\`.
        const init = { transport: 'fetch' };
        if ('${name}' === '/auto') delete globalThis.EventSource;
        const required = createRequire(${JSON.stringify(join(root, 'main.js'))})('./node_modules/eventsource-wasm${name}');
        const EventSource = required.EventSource ?? globalThis.EventSource;
        const events = await receive(class extends EventSource {
          constructor(url) { super(url, init); }
        }, ${JSON.stringify(streams.url())});
        console.log(JSON.stringify(events));`;
      const run = `import { createRequire } from 'node:module'; ${source}`;
      assert.deepEqual(await node('--input-type=module', '--eval', run), EXPECTED_EVENTS);
    });
  }

  const PARSER = ['EventSourceParserStream', 'ParseError', 'createParser', 'load'];
  const FETCH = ['EventStreamContentType', 'fetchEventSource'];
  for (const [how, load] of Object.entries({
    import: (name) => `await import('eventsource-wasm/${name}')`,
    require: (name) => `require('eventsource-wasm/${name}')`,
    'a resolver that ignores `exports`': (name) => `require('./node_modules/eventsource-wasm/${name}')`,
  })) {
    it(`has the parser and fetchEventSource by ${how}, in which one core runs`, async () => {
      const source = `(async () => {
        delete globalThis.document;
        const { createParser, ...parser } = ${load('parser')};
        const { fetchEventSource, ...others } = ${load('fetch-event-source')};
        const events = [];
        createParser({ onEvent: ({ data }) => events.push(data) }).feed('data:1\\n\\n');
        const fetch = async () => new Response('data:2\\n\\n', { headers: { 'content-type': 'text/event-stream' } });
        await fetchEventSource('http://test.invalid/', { fetch, onmessage: ({ data }) => events.push(data) });
        const main = ${load('.').replace('/.', '')};
        const names = (object, own) => [...Object.keys(object), own].filter((name) => name !== 'default' && name !== 'module.exports').sort();
        ${print('[events, main.engine, names(parser, "createParser"), names(others, "fetchEventSource")]')};
      })()`;
      assert.deepEqual(await node('--eval', source), [['1', '2'], 'wasm', PARSER, FETCH]);
    });
  }

  // A realm has what ECMAScript has, and WebAssembly: no URL, no timer, no event.
  for (const name of ['index', 'auto', 'legacy', 'static']) {
    for (const file of [`${name}.${name === 'legacy' ? 'mjs' : 'js'}`, `${name}.cjs`, `es2017/${name}.js`]) {
      if (file === 'es2017/legacy.js') continue;
      it(`can be imported in an empty realm, and says there what a source needs: ${file}`, async () => {
        const flags = ['--experimental-vm-modules', '--no-warnings'];
        const result = await node(...flags, 'empty_realm.mjs', file);
        const lacking = name === 'legacy' ? 'setTimeout' : 'EventTarget';
        const error = `TypeError: EventSource needs ${lacking}, which is missing here.`;
        // The global class is that of \`legacy\` where there is no event target.
        assert.deepEqual(result, {
          error: name === 'auto' ? error.replace('EventTarget', 'setTimeout') : error,
        });
      });
    }
  }

  it('uses no DOM and compiles nothing before a source is constructed', async () => {
    const source = `
      delete globalThis.WebAssembly; delete globalThis.fetch; delete globalThis.navigator;
      delete globalThis.TransformStream; delete globalThis.TextDecoder; delete globalThis.TextEncoder;
      require('eventsource-wasm'); require('eventsource-wasm/auto');
      require('eventsource-wasm/parser'); require('eventsource-wasm/fetch-event-source');
      ${print('typeof document')}`;
    assert.equal(await node('--input-type=commonjs', '--eval', source), 'undefined');
  });
});
