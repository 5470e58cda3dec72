// Makes the doors that npm ships: of each, one minified ES module and the same as CommonJS with its types.
// Knows which doors there are. Must not know what is behind them, nor how the WebAssembly is made.
//
//   node scripts/doors.js pkg/dist     reads what the build has put there, and writes the doors beside it
//
// pkg/index.js → index.js, index.cjs, index.d.cts. A door that imports another one keeps the import: so they share
// one class and one WebAssembly, and each is sent once. So it is with what is loaded only when it is needed: the PARTS.

import { build } from 'esbuild';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const PKG = fileURLToPath(new URL('../pkg', import.meta.url));
const DOORS = ['index', 'auto'];
const PARTS = ['without_wasm'];
const FILES = [...DOORS, ...PARTS];
const FORMATS = { esm: '.js', cjs: '.cjs' };
const built = resolve(process.argv[2] ?? join(PKG, 'dist'));

for (const [format, extension] of Object.entries(FORMATS)) {
  for (const { path, contents } of await bundle(format, extension)) await put(basename(path), contents);
}
for (const door of DOORS) {
  const types = await readFile(join(PKG, `${door}.d.ts`), 'utf8');
  await put(`${door}.d.cts`, types.replace(/(['"]\.\/\w+)\.js(['"])/g, '$1.cjs$2'));
}

async function bundle(format, extension) {
  const { outputFiles } = await build({
    absWorkingDir: PKG,
    entryPoints: FILES.map((file) => `./${file}.js`),
    outdir: built,
    outExtension: { '.js': extension },
    bundle: true,
    minify: true,
    charset: 'ascii',
    format,
    target: 'es2022',
    write: false,
    logLevel: 'warning',
    plugins: [{ name: 'doors', setup: (esbuild) => places(esbuild, extension) }],
  });
  return outputFiles;
}

/** Where imports lead: to the other doors as they will be named, and to what the build has made. */
function places(esbuild, extension) {
  const doors = new RegExp(`^\\./(${FILES.join('|')})\\.js$`);
  esbuild.onResolve({ filter: doors }, ({ path, kind }) =>
    kind === 'entry-point' ? null : { path: path.replace(/\.js$/, extension), external: true },
  );
  esbuild.onResolve({ filter: /^\.\/dist\// }, ({ path }) => ({ path: join(built, basename(path)) }));
}

/** Whole or not at all: somebody may be looking. */
async function put(name, contents) {
  const unfinished = join(built, `.unfinished-${process.pid}`);
  await writeFile(unfinished, contents);
  await rename(unfinished, join(built, name));
}
