// Bundles a module and its imports into one script, in the same way for every engine and every package.
// Knows esbuild. Must not know the content of the script.

import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Returns the bundle, an ES module. `entry` is a path relative to the repository's root, or `{ contents }`. */
export async function bundle(entry, { minify = false } = {}) {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    ...(typeof entry === 'string'
      ? { entryPoints: [entry] }
      : { stdin: { contents: entry.contents, resolveDir: ROOT } }),
    bundle: true,
    // This package only loads it without WebAssembly, which all engines here have.
    external: ['./without_wasm.js'],
    format: 'esm',
    minify,
    platform: 'browser',
    target: 'es2022',
    legalComments: 'none',
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0].contents;
}
