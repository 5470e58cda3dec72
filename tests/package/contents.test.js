// The contents of the published package: its files, its package.json, and the results of linters for packages.
// Knows names of files and exports. Must not know what the code does.
//
//   node --test tests/package/contents.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { project, removeProjects, tarball } from './project.js';

const BIN = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url));
const ATTW = join(BIN, 'attw');
const ES_CHECK = join(BIN, 'es-check');

/** The entry points, with the names of their files. */
const ENTRY_POINTS = {
  '.': 'index',
  './auto': 'auto',
  './legacy': 'legacy',
  './static': 'static',
  './parser': 'parser',
  './fetch-event-source': 'fetch_event_source',
};
/** Those for tools that do not know `exports`: folders that have only a package.json, and what it names. */
const FOLDERS = ['auto', 'legacy', 'static', 'parser', 'fetch-event-source'];
const ES2017 = ['index', 'auto', 'static', 'parser', 'fetch_event_source', 'without_wasm'];
/** The classic scripts, for `<script>`. */
const SCRIPTS = ['classic', 'legacy', 'loader'];
const FILES = [
  'LICENSE-APACHE',
  'LICENSE-MIT',
  'README.md',
  'package.json',
  'dist/es2017/package.json',
  'dist/script/package.json',
  'dist/without_wasm.cjs',
  'dist/without_wasm.js',
  ...Object.values(ENTRY_POINTS).flatMap((name) => [
    `${name}.d.ts`,
    ...['.cjs', '.d.cts', name === 'legacy' ? '.mjs' : '.js'].map((end) => `dist/${name}${end}`),
  ]),
  ...FOLDERS.map((name) => `${name}/package.json`),
  ...ES2017.map((name) => `dist/es2017/${name}.js`),
  ...SCRIPTS.flatMap((script) => [`dist/script/${script}.js`, `dist/script/${script}.d.ts`]),
];

/** The typed arrays over one buffer that wasm2js creates for the memory. */
const WASM2JS = /new Int8Array\(\w+\)[^]{0,40}new Int16Array\(\w+\)/;

describe('the tarball', () => {
  let root;
  let manifest;
  before(async () => {
    root = join(await project('unused'), 'node_modules', 'eventsource-wasm');
    manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  });
  after(removeProjects);

  it('contains the entry points with their types, the licences and the README, and nothing else', async () => {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    const paths = files.map(({ parentPath, path = parentPath, name }) => relative(root, join(path, name)));
    assert.deepEqual(paths.sort(), FILES.toSorted());
  });

  it('exports each entry point for import and require, with its types first, and each script', () => {
    const { './package.json': itself, ...entryPoints } = manifest.exports;
    assert.equal(itself, './package.json');
    const scripts = SCRIPTS.map((name) => `./dist/script/${name}.js`);
    assert.deepEqual(Object.keys(entryPoints), [...Object.keys(ENTRY_POINTS), ...scripts]);
    for (const name of Object.keys(ENTRY_POINTS)) {
      const forReactNative = name === '.' ? ['react-native'] : [];
      assert.deepEqual(Object.keys(entryPoints[name]), [...forReactNative, 'import', 'require']);
      for (const condition of Object.values(entryPoints[name])) {
        assert.deepEqual(Object.keys(condition), ['types', 'default']);
      }
    }
    for (const script of scripts) assert.deepEqual(Object.keys(entryPoints[script]), ['types', 'default']);
  });

  it('has either WebAssembly or the core as JavaScript in a file, not both', async () => {
    const text = (file) => readFile(join(root, 'dist', file), 'latin1');
    for (const file of [
      'script/legacy.js',
      'legacy.cjs',
      'legacy.mjs',
      'without_wasm.js',
      'static.js',
      'static.cjs',
      'es2017/static.js',
    ]) {
      assert.doesNotMatch(await text(file), /WebAssembly/, file);
      assert.match(await text(file), WASM2JS, file);
    }
    for (const file of ['index.js', 'index.cjs', 'es2017/index.js', 'script/classic.js']) {
      assert.match(await text(file), /WebAssembly/, file);
      assert.doesNotMatch(await text(file), WASM2JS, file);
    }
  });

  it('has no core in the files that take it from the main entry point', async () => {
    for (const name of ['parser', 'fetch_event_source']) {
      for (const file of [`${name}.js`, `${name}.cjs`, `es2017/${name}.js`]) {
        const text = await readFile(join(root, 'dist', file), 'latin1');
        assert.doesNotMatch(text, /WebAssembly\.Module/, file);
        assert.doesNotMatch(text, WASM2JS, file);
        assert.match(text, /["']\.\/(index|parser)\.c?js["']/, file);
        const { length } = brotliCompressSync(text);
        assert.ok(length < 3600, `${file} has ${length} bytes`);
      }
    }
  });

  it('is ES5 in the files for old engines', async () => {
    const scripts = ['script/legacy.js', 'legacy.cjs', 'script/loader.js'].map((file) =>
      join(root, 'dist', file),
    );
    await promisify(execFile)(ES_CHECK, ['es5', ...scripts]);
    await promisify(execFile)(ES_CHECK, ['es5', '--module', join(root, 'dist', 'legacy.mjs')]);
  });

  it('is ES2017 in the files for tools that do not know `exports`', async () => {
    const files = ES2017.map((name) => join(root, 'dist', 'es2017', `${name}.js`));
    await promisify(execFile)(ES_CHECK, ['es2017', ...files]);
  });

  it('needs little on a page with a native EventSource', async () => {
    // The loader is ES5.
    for (const [file, most] of Object.entries({ 'auto.js': 3600, 'script/loader.js': 4100 })) {
      const { length } = brotliCompressSync(await readFile(join(root, 'dist', file)));
      assert.ok(length <= most, `${file} has ${length} bytes`);
    }
  });

  it('has no install script and no dependencies', () => {
    assert.deepEqual(Object.keys(manifest.scripts), ['prepack']);
    const kinds = Object.keys(manifest).filter((key) => /dependencies/i.test(key));
    assert.deepEqual(kinds, []);
  });

  it('has only ASCII in its JavaScript, for pages that declare no charset', async () => {
    const scripts = FILES.filter((file) => /\.[cm]?js$/.test(file));
    assert.ok(scripts.length > 0);
    for (const script of scripts)
      assert.match(await readFile(join(root, script), 'latin1'), /^[\n\x20-\x7e]+$/);
  });

  it('has no problem that publint reports', async () => {
    const { buffer } = new Uint8Array(await readFile(await tarball()));
    const { messages, pkg } = await publint({ pack: { tarball: buffer }, strict: true });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg)),
      [],
    );
  });

  it('has types that are right for every module resolution', async () => {
    const args = [await tarball(), '--format', 'json'];
    const { stdout } = await promisify(execFile)(ATTW, args).catch((failed) => failed);
    const { analysis } = JSON.parse(stdout);
    assert.deepEqual(analysis.problems, []);
    assert.deepEqual(Object.keys(analysis.entrypoints), Object.keys(manifest.exports));
  });
});
