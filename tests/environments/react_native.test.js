// The package in a realm like React Native's, as its bundler finds it: by the condition `react-native`, or by the folders.
// Knows what Metro resolves. Must not know how the package works.
//
//   node --test tests/environments/react_native.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import vm from 'node:vm';
import { project, removeProjects } from '../package/project.js';
import { createRealm } from './react_native/realm.js';
import { receive } from './receive.js';
import { EVENTS, startStreams } from './streams.js';

describe('in a realm like that of React Native', () => {
  let root;
  let manifest;
  let streams;
  before(async () => {
    root = join(await project('unused'), 'node_modules/eventsource-wasm');
    manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    streams = await startStreams();
  });
  after(async () => {
    streams?.close();
    await removeProjects();
  });

  /** By entry point: what Metro takes with `exports`, and what it takes without. */
  const FILES = {
    '.': (exports) => [exports['react-native'].default, manifest['react-native']],
    './auto': (exports) => [exports.require.default, './dist/es2017/auto.js'],
    './legacy': (exports) => [exports.require.default],
  };
  for (const [entry, filesOf] of Object.entries(FILES)) {
    it(`receives the events of a live stream while it arrives: ${entry}`, async () => {
      for (const file of filesOf(manifest.exports[entry])) {
        const context = createRealm();
        const exported = load(join(root, file), context);
        const EventSource = exported.EventSource ?? (await globalClass(context));
        assert.deepEqual(await receive(EventSource, `${streams.url}/resumed`), EVENTS, file);
        const source = new EventSource(`${streams.url}/endless`);
        const message = await new Promise((resolve) => {
          source.onmessage = resolve;
        });
        assert.deepEqual([message.data, source.readyState, source.transport], ['again', 1, 'xhr']);
        source.close();
      }
    });
  }

  it('throws a SyntaxError for a URL that is invalid', () => {
    const context = createRealm();
    const { EventSource } = load(join(root, manifest['react-native']), context);
    assert.throws(() => new EventSource('http://['), { name: 'SyntaxError' });
  });

  it('says what the build with WebAssembly needs', () => {
    const { EventSource } = load(join(root, manifest.main), createRealm());
    assert.throws(() => new EventSource(streams.url), {
      name: 'TypeError',
      message: 'EventSource needs EventTarget, which is missing here.',
    });
  });
});

/** Metro's modules are functions that are called in the realm. */
function load(path, context) {
  const module = { exports: {} };
  const code = `(function (module, exports, require) {${readFileSync(path, 'utf8')}\n})`;
  const evaluate = vm.runInContext(code, context);
  evaluate(module, module.exports, (name) => load(join(dirname(path), name), context));
  return module.exports;
}

/** `auto` loads it in a microtask. */
async function globalClass(context) {
  await new Promise((resolve) => setTimeout(resolve));
  return context.EventSource;
}
