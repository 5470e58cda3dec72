// Makes the files that npm ships, each minified: the doors as ES modules and as CommonJS with their types, and the
// classic scripts.
// Knows which files there are. Must not know what is behind them, nor how the WebAssembly is made.
//
//   node scripts/doors.js pkg/dist     reads what the build has put there, and writes beside it
//
// | of pkg/ | becomes | for |
// |---|---|---|
// | index.js, auto.js | .js, .cjs, .d.cts | bundlers, Node, pages with modules |
// | without_wasm.js | .js, .cjs | what the two load where there is no WebAssembly |
// | index.js, for old engines | legacy.mjs, legacy.cjs, legacy.d.cts | bundlers of pages for old engines |
// | script.js | classic.js; for old engines legacy.js | `<script>` |
// | loader.js | loader.js | `<script>` that picks one of the two |
//
// A door that imports another one keeps the import: so they share one class and one WebAssembly, and each is sent once.

import { build } from 'esbuild';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { forOldEngines, toES5 } from './es5.js';

const PKG = fileURLToPath(new URL('../pkg', import.meta.url));
const MODULES = ['index', 'auto', 'without_wasm'];
const TYPED = ['index', 'auto', 'legacy'];
const GLOBAL = 'EventSourceWasm';
const built = resolve(process.argv[2] ?? join(PKG, 'dist'));

const common = {
  absWorkingDir: PKG,
  bundle: true,
  minify: true,
  charset: 'ascii',
  target: 'es2022',
  write: false,
  logLevel: 'warning',
};

await Promise.all([
  // In CommonJS, what is loaded later is required later: not every host of it can import.
  ...MODULES.flatMap((name) => [
    put(`${name}.js`, bundle(name, { format: 'esm' }, '.js', '.mjs')),
    put(
      `${name}.cjs`,
      bundle(name, { format: 'cjs', supported: { 'dynamic-import': false } }, '.cjs', '.cjs'),
    ),
  ]),
  put(
    'classic.js',
    bundle('script', { format: 'iife', globalName: GLOBAL, target: 'es2018' }, '.js', '.mjs'),
  ),
  put('loader.js', loader()),
  put('legacy.js', old('script', 'iife', GLOBAL)),
  put('legacy.mjs', old('index', 'esm')),
  put('legacy.cjs', old('index', 'cjs')),
  ...TYPED.map(async (name) => {
    const types = await readFile(join(PKG, `${name}.d.ts`), 'utf8');
    await put(`${name}.d.cts`, types.replace(/(['"]\.\/\w+)\.js(['"])/g, '$1.cjs$2'));
  }),
]);

async function bundle(name, options, extension, legacy) {
  const places = { name: 'places', setup: (esbuild) => place(esbuild, extension, legacy) };
  return textOf(await build({ ...common, ...options, entryPoints: [`./${name}.js`], plugins: [places] }));
}

async function old(name, format, globalName) {
  const places = { name: 'places', setup: (esbuild) => place(esbuild) };
  const { plugins, ...options } = forOldEngines(PKG);
  return toES5(await readable(name, { ...options, plugins: [...plugins, places] }), format, globalName);
}

/** Old engines run it, but it asks nothing of them that they lack. */
async function loader() {
  return toES5(await readable('loader', {}), 'iife');
}

async function readable(name, options) {
  return textOf(
    await build({ ...common, ...options, format: 'esm', minify: false, entryPoints: [`./${name}.js`] }),
  );
}

function textOf({ outputFiles: [{ text }] }) {
  return text;
}

/** Where imports lead: to the other doors as they will be named, and to what the build has made. */
function place(esbuild, extension, legacy) {
  if (extension) {
    esbuild.onResolve({ filter: /^\.\/(index|without_wasm|legacy)\.js$/ }, ({ path, kind, importer }) =>
      kind === 'entry-point' || importer.endsWith('script.js')
        ? null
        : { path: path.replace('.js', path.includes('legacy') ? legacy : extension), external: true },
    );
  }
  esbuild.onResolve({ filter: /^\.\.?\/dist\// }, ({ path }) => ({ path: join(built, basename(path)) }));
}

/** Whole or not at all: somebody may be looking. */
async function put(name, contents) {
  const unfinished = join(built, `.unfinished-${process.pid}-${name}`);
  await writeFile(unfinished, await contents);
  await rename(unfinished, join(built, name));
}
