// Makes the files that npm ships, each minified: the entry points as ES modules and as CommonJS with their types, and the
// classic scripts.
// Knows which files there are. Must not know their contents, nor how the WebAssembly is made.
//
//   node scripts/entry_points.js pkg/dist     reads what the build has put there, and writes beside it
//
// | of pkg/ | becomes | for |
// |---|---|---|
// | index.js, auto.js | .js, .cjs, .d.cts | bundlers, Node, pages with modules |
// | parser.js, fetch_event_source.js | .js, .cjs, .d.cts | the same, and edge runtimes |
// | without_wasm.js | .js, .cjs | what the main entry point loads if there is no WebAssembly |
// | index.js, with static/load_core.js | static.js, .cjs, .d.cts | service workers without WebAssembly |
// | all of these | es2017/*.js, as CommonJS | tools that do not know `exports`: webpack 4, Metro |
// | index.js, for old engines | legacy.mjs, legacy.cjs, legacy.d.cts | bundlers of pages for old engines |
// | script.js | script/classic.js; for old engines script/legacy.js | `<script>` |
// | loader.js | script/loader.js | `<script>` that picks one of the two |
//
// script/ and es2017/ each have a package.json of its own, which says that its files are no modules. Tools that do not know
// `exports` find an entry point by a folder of its name, which has nothing but a package.json: pkg/auto/, pkg/parser/ …
//
// An entry point that imports another one keeps the import: so they share one class and one WebAssembly, and each is sent
// once.

import { build } from 'esbuild';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { forOldEngines, toES5 } from './es5.js';
import { smallest } from './minify.js';

const PKG = fileURLToPath(new URL('../pkg', import.meta.url));
const MODULES = ['index', 'auto', 'parser', 'fetch_event_source', 'without_wasm'];
const TYPED = ['index', 'auto', 'parser', 'fetch_event_source', 'legacy', 'static'];
const SCRIPTS = ['classic', 'legacy', 'loader'];
const built = resolve(process.argv[2] ?? join(PKG, 'dist'));

/** What the build has made. */
const made = {
  name: 'made',
  setup(esbuild) {
    esbuild.onResolve({ filter: /^\.\.?\/dist\// }, ({ path }) => ({ path: join(built, basename(path)) }));
  },
};

/** The core as JavaScript in the same file. */
const staticCore = {
  name: 'static-core',
  setup(esbuild) {
    esbuild.onResolve({ filter: /\/(load_core|short_strings)\.js$/ }, ({ path }) => ({
      path: join(PKG, 'static', basename(path)),
    }));
  },
};

/** In CommonJS, what is loaded later is required later: not every host of it can import. */
const COMMON_JS = { format: 'cjs', supported: { 'dynamic-import': false } };

const common = {
  absWorkingDir: PKG,
  bundle: true,
  minify: true,
  charset: 'ascii',
  target: 'es2022',
  write: false,
  logLevel: 'warning',
};

await Promise.all(['script', 'es2017'].map((folder) => mkdir(join(built, folder), { recursive: true })));
await Promise.all([
  put('script/package.json', '{ "type": "commonjs" }\n'),
  put('es2017/package.json', '{ "type": "commonjs" }\n'),
  ...MODULES.flatMap((name) => [
    put(
      `${name}.js`,
      bundle(name, (path) => path.replace('legacy.js', 'legacy.mjs'), { format: 'esm' }),
    ),
    put(
      `${name}.cjs`,
      bundle(name, (path) => path.replace('.js', '.cjs'), COMMON_JS),
    ),
    put(
      `es2017/${name}.js`,
      bundle(name, (path) => path.replace('./legacy.js', '../legacy.cjs'), {
        ...COMMON_JS,
        target: 'es2017',
      }),
    ),
  ]),
  put('static.js', withStaticCore({ format: 'esm' })),
  put('static.cjs', withStaticCore(COMMON_JS)),
  put('es2017/static.js', withStaticCore({ ...COMMON_JS, target: 'es2017' })),
  put(
    'script/classic.js',
    bundle('script', (path) => `.${path}`, { format: 'iife' }),
  ),
  put('script/loader.js', loader()),
  put('script/legacy.js', old('script', 'iife')),
  put('legacy.mjs', old('index', 'esm')),
  put('legacy.cjs', old('index', 'cjs')),
  ...SCRIPTS.map((name) => put(`script/${name}.d.ts`, readFile(join(PKG, 'script.d.ts')))),
  ...TYPED.map(async (name) => {
    const types = await readFile(join(PKG, `${name}.d.ts`), 'utf8');
    await put(`${name}.d.cts`, types.replace(/(['"]\.\/\w+)\.js(['"])/g, '$1.cjs$2'));
  }),
]);

/** `name` returns the path to another entry point, which is not bundled. */
async function bundle(entryPoint, name, { plugins = [], ...options }) {
  const others = {
    name: 'other-entry-points',
    setup(esbuild) {
      esbuild.onResolve(
        { filter: /^\.\.?\/(index|parser|without_wasm|legacy)\.js$/ },
        ({ path, kind, importer }) =>
          kind === 'entry-point' || importer.endsWith('script.js')
            ? null
            : { path: name(`./${basename(path)}`), external: true },
      );
    },
  };
  const built = await build({
    ...common,
    ...options,
    entryPoints: [`./${entryPoint}.js`],
    // What jsdom lacks.
    inject: ['./lib/utf8.js'],
    plugins: [...plugins, others, made],
  });
  return smallest(textOf(built), options.format, options.target === 'es2017' ? 2017 : 2022);
}

function withStaticCore(options) {
  return bundle('index', (path) => path, { ...options, plugins: [staticCore] });
}

async function old(name, format) {
  const { plugins, ...options } = forOldEngines(PKG);
  return toES5(await readable(name, { ...options, plugins: [...plugins, made] }), format);
}

/** Old engines run it, but it asks nothing of them that they lack. */
async function loader() {
  const options = { plugins: [made], define: { globalThis: 'window' } };
  return toES5(await readable('loader', options), 'iife');
}

async function readable(name, options) {
  return textOf(
    await build({ ...common, ...options, format: 'esm', minify: false, entryPoints: [`./${name}.js`] }),
  );
}

function textOf({ outputFiles: [{ text }] }) {
  return text;
}

/** Whole or not at all: a server may be reading it. */
async function put(name, contents) {
  const unfinished = join(built, `${name}.unfinished-${process.pid}`);
  await writeFile(unfinished, await contents);
  await rename(unfinished, join(built, name));
}
