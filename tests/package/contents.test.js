// What `npm publish` sends: its files, its package.json, and what the linters of packages say of them.
// Knows names. Must not know what the code does.
//
//   node --test tests/package/contents.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { project, removeProjects, tarball } from './project.js';

const ATTW = fileURLToPath(new URL('../../node_modules/.bin/attw', import.meta.url));

/** The doors, by the names of their files. */
const DOORS = { '.': 'index', './auto': 'auto' };
const FILES = [
  'LICENSE-APACHE',
  'LICENSE-MIT',
  'README.md',
  'package.json',
  'dist/without_wasm.cjs',
  'dist/without_wasm.js',
  ...Object.values(DOORS).flatMap((door) => [
    `${door}.d.ts`,
    ...['.cjs', '.d.cts', '.js'].map((end) => `dist/${door}${end}`),
  ]),
];

describe('the tarball', () => {
  let root;
  let manifest;
  before(async () => {
    root = join(await project('unused'), 'node_modules', 'eventsource-wasm');
    manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  });
  after(removeProjects);

  it('holds the doors with their types, licences and README, and nothing else', async () => {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const paths = files.map(({ parentPath, path = parentPath, name }) => relative(root, join(path, name)));
    assert.deepEqual(paths.sort(), FILES.toSorted());
  });

  it('exports each door to import and to require, with its types first', () => {
    const { './package.json': itself, ...doors } = manifest.exports;
    assert.equal(itself, './package.json');
    assert.deepEqual(Object.keys(doors), Object.keys(DOORS));
    for (const conditions of Object.values(doors)) {
      assert.deepEqual(Object.keys(conditions), ['import', 'require']);
      for (const condition of Object.values(conditions)) {
        assert.deepEqual(Object.keys(condition), ['types', 'default']);
      }
    }
  });

  it('runs nothing when it is installed, and needs no other package', () => {
    assert.deepEqual(Object.keys(manifest.scripts), ['prepack']);
    const kinds = Object.keys(manifest).filter((key) => /dependencies/i.test(key));
    assert.deepEqual(kinds, []);
  });

  it('has JavaScript of ASCII alone, for pages that declare no charset', async () => {
    const scripts = FILES.filter((file) => /\.c?js$/.test(file));
    assert.ok(scripts.length > 0);
    for (const script of scripts)
      assert.match(await readFile(join(root, script), 'latin1'), /^[\n\x20-\x7e]+$/);
  });

  it('gives publint nothing to say', async () => {
    const { buffer } = new Uint8Array(await readFile(await tarball()));
    const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg)),
      [],
    );
  });

  it('has types that are right however they are resolved', async () => {
    const args = [await tarball(), '--format', 'json'];
    const { stdout } = await promisify(execFile)(ATTW, args).catch((failed) => failed);
    const { analysis } = JSON.parse(stdout);
    assert.deepEqual(analysis.problems, []);
    assert.deepEqual(Object.keys(analysis.entrypoints), Object.keys(manifest.exports));
  });
});
