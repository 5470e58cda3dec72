// Size: every published file of this package, its parts, and the clients of other packages, bundled by esbuild.
// Knows files and compressors. Must not know the content of files.
//
//   npm run bench:size

import { readFile } from 'node:fs/promises';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { bundle } from './bundle.js';
import { CLIENTS, versionOf } from './peers.js';
import { record } from './record.js';

const DIST = new URL('../pkg/dist/', import.meta.url);

/** Every file that a page or a bundler may load. */
const SHIPPED = [
  'index.js',
  'auto.js',
  'legacy.mjs',
  'without_wasm.js',
  'script/loader.js',
  'script/classic.js',
  'script/legacy.js',
];

/** Parts of these files, which are not published themselves. They show what determines the sizes. */
const PARTS = ['core.wasm', 'portable_core.js'];

const rows = [];
for (const [kind, names] of Object.entries({ ours: SHIPPED, part: PARTS })) {
  for (const name of names) rows.push({ name, kind, ...sizes(await readFile(new URL(name, DIST))) });
}
for (const [name, contents] of Object.entries(CLIENTS)) {
  const script = await bundle({ contents }, { minify: true });
  rows.push({ name: `${name} ${await versionOf(name)}`, kind: 'peer', ...sizes(script) });
}

const NUMBERS = ['raw', 'gzip', 'brotli'];
console.log('bytes'.padEnd(40), ...NUMBERS.map((number) => number.padStart(8)));
for (const row of rows) console.log(row.name.padEnd(40), ...NUMBERS.map((it) => `${row[it]}`.padStart(8)));
await record('size', { rows });

function sizes(bytes) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return {
    raw: bytes.length,
    gzip: gzipSync(bytes, { level: 9 }).length,
    brotli: brotliCompressSync(bytes, { params }).length,
  };
}
