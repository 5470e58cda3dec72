// The package in Node, by `import` and by `require`, as a server or a test runner takes it: without a DOM.
// Knows the names of the doors. Must not know what a browser does with them.
//
//   node --test tests/package/node.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { project, removeProjects } from './project.js';
import { HEARD, startStreams } from './live_stream.js';

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
    it(`hears a live stream, its doors sharing one class: ${script}`, async () => {
      assert.deepEqual(await node(script, streams.url()), { same: true, heard: HEARD });
    });
  }

  const say = (names) => `console.log(JSON.stringify(${names}))`;
  const NAMES = ['EventSource', 'EventSourcePolyfill', 'NativeEventSource', 'adopt', 'engine'];

  it('is named alike by import and by require', async () => {
    const imported = `import * as all from 'eventsource-wasm'; ${say('Object.keys(all).sort()')}`;
    const required = `const all = require('eventsource-wasm'); ${say('Object.keys(all).sort()')}`;
    assert.deepEqual(await node('--input-type=module', '--eval', imported), NAMES);
    assert.deepEqual(await node('--input-type=commonjs', '--eval', required), NAMES);
  });

  it('asks nothing of a DOM, and compiles nothing, until there is a source', async () => {
    const source = `
      delete globalThis.WebAssembly; delete globalThis.fetch; delete globalThis.navigator;
      require('eventsource-wasm'); require('eventsource-wasm/auto');
      ${say('typeof document')}`;
    assert.equal(await node('--input-type=commonjs', '--eval', source), 'undefined');
  });
});
