// Size: every door and part of ours as npm ships it, and the peers' clients bundled by one esbuild call.
// Knows files and compressors. Must not know what is in them.
//
//   npm run bench:size

import { readFile } from 'node:fs/promises';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { bundle } from './bundle.js';
import { CLIENTS, versionOf } from './peers.js';
import { record } from './record.js';

const DIST = new URL('../pkg/dist/', import.meta.url);

/** Every file that a page, or a bundler on its behalf, may load. */
const SHIPPED = [
  'index.js',
  'auto.js',
  'legacy.mjs',
  'without_wasm.js',
  'script/loader.js',
  'script/classic.js',
  'script/legacy.js',
];

/** Not shipped, but what those are made of: it shows where their bytes go. */
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
