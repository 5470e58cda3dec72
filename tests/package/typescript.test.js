// The package in strict TypeScript, with each module resolution of the compiler.
// Knows the compiler's options. Must not know the declarations: tests/types tests those.
//
//   node --test tests/package/typescript.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { project, removeProjects } from './project.js';

const TSC = fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url));
const STRICT = ['--ignoreConfig', '--strict', '--noEmit', '--target', 'es2022', '--lib', 'es2022,dom'];

describe('in TypeScript', () => {
  let root;
  before(async () => {
    root = await project('types');
    for (const name of ['consumer.mts', 'consumer.cts'])
      await cp(join(root, 'consumer.ts'), join(root, name));
  });
  after(removeProjects);

  /** Returns the files of the package that the compiler has read. Fails on an error of the compiler. */
  async function compile(file, module, moduleResolution) {
    const args = [...STRICT, '--module', module, '--moduleResolution', moduleResolution, '--listFiles', file];
    const { stdout } = await promisify(execFile)(TSC, args, { cwd: root }).catch((failed) =>
      assert.fail(failed.stdout),
    );
    const found = stdout.match(/eventsource-wasm\/\S+/g).map((path) => path.split('eventsource-wasm/')[1]);
    return found;
  }

  for (const [file, module, moduleResolution, found] of [
    ['consumer.ts', 'esnext', 'bundler', ['auto.d.ts', 'index.d.ts']],
    ['consumer.mts', 'node16', 'node16', ['auto.d.ts', 'index.d.ts']],
    ['consumer.cts', 'node16', 'node16', ['dist/auto.d.cts', 'dist/index.d.cts']],
  ]) {
    it(`has types for ${file} with moduleResolution ${moduleResolution}`, async () => {
      assert.deepEqual(await compile(file, module, moduleResolution), found);
    });
  }
});
