// The package in Node, with `import` and `require`, as on a server: without a DOM.
// Knows the names of the entry points. Must not know what a browser does with them.
//
//   node --test tests/package/node.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
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
  const NAMES = ['EventSource', 'EventSourcePolyfill', 'NativeEventSource', 'adopt', 'engine'];

  it('has the same exports for import and require', async () => {
    const imported = `import * as all from 'eventsource-wasm'; ${print('Object.keys(all).sort()')}`;
    const required = `const all = require('eventsource-wasm'); ${print('Object.keys(all).sort()')}`;
    assert.deepEqual(await node('--input-type=module', '--eval', imported), NAMES);
    assert.deepEqual(await node('--input-type=commonjs', '--eval', required), NAMES);
  });

  it('uses no DOM and compiles nothing before a source is constructed', async () => {
    const source = `
      delete globalThis.WebAssembly; delete globalThis.fetch; delete globalThis.navigator;
      require('eventsource-wasm'); require('eventsource-wasm/auto');
      ${print('typeof document')}`;
    assert.equal(await node('--input-type=commonjs', '--eval', source), 'undefined');
  });
});
