// Makes one script of a module and all that it imports, the same for every engine and every package.
// Knows esbuild. Must not know what is in the script.

import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The text of a bundle, as an ES module. `entry` is a path from the repository's root, or `{ contents }`. */
export async function bundle(entry, { minify = false } = {}) {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    ...(typeof entry === 'string'
      ? { entryPoints: [entry] }
      : { stdin: { contents: entry.contents, resolveDir: ROOT } }),
    bundle: true,
    // Ours loads it where there is no WebAssembly: nowhere here.
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
