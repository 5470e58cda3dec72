// The package in strict TypeScript: with each module resolution, with and without lib.dom and @types/node, and with
// several versions of the compiler. The declarations of libraries are checked too (no skipLibCheck).
// Knows the compiler's options. What must compile, and what must not, is in fixtures/types.
//
//   node --test tests/package/typescript.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { project, removeProjects } from './project.js';

const NODE_MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));
const STRICT = ['--strict', '--noEmit', '--skipLibCheck', 'false', '--target', 'es2022'];

/** Folders of node_modules: the oldest compiler that is supported, one between, and the repository's own. */
const COMPILERS = ['typescript-5.0', 'typescript-5.4', 'typescript'];
const NODE16 = ['--module', 'node16', '--moduleResolution', 'node16'];
const ENVIRONMENTS = [
  ['without lib.dom', ['--lib', 'es2022', '--typeRoots', 'none'], ['everywhere.mts', 'no_globals.mts']],
  ['with @types/node', ['--lib', 'es2022', '--types', 'node'], ['everywhere.mts', 'node.mts']],
  ['with lib.dom', ['--lib', 'es2022,dom', '--typeRoots', 'none'], ['everywhere.mts', 'dom.mts']],
];

describe('in TypeScript', () => {
  let root;
  before(async () => {
    root = await project('types');
    for (const name of ['consumer.mts', 'consumer.cts'])
      await cp(join(root, 'consumer.ts'), join(root, name));
    for (const name of ['@types', 'undici-types'])
      await symlink(join(NODE_MODULES, name), join(root, 'node_modules', name));
  });
  after(removeProjects);

  function tsc(compiler, ...args) {
    const path = join(NODE_MODULES, compiler, 'bin', 'tsc');
    return promisify(execFile)(process.execPath, [path, ...STRICT, ...args], { cwd: root }).catch((failed) =>
      assert.fail(failed.stdout),
    );
  }

  /** Returns the files of the package that the compiler has read. Fails on an error of the compiler. */
  async function compile(file, module, moduleResolution) {
    const options = ['--module', module, '--moduleResolution', moduleResolution, '--lib', 'es2022,dom'];
    const { stdout } = await tsc('typescript', ...options, '--listFiles', file);
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

  for (const compiler of COMPILERS) {
    for (const [environment, options, files] of ENVIRONMENTS) {
      it(`compiles with ${compiler} ${environment}`, async () => {
        await tsc(compiler, ...NODE16, ...options, ...files);
      });
    }
  }
});
