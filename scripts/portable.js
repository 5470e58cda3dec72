// Makes a module of what wasm2js has made of the core: one that gives the core when it is called, that old engines take,
// and without what nobody uses.
// Knows how wasm2js writes. Must not know what the core does.
//
//   node scripts/portable.js portable.js wasm2js.js     wasm2js.js exports instantiate(imports)

import { transform } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';

/** What wasm2js writes, and what stands there instead. */
const CHANGES = [
  // Of a module, a function.
  [/^export [^]*$/m, () => 'return retasmFunc; }'],
  [/^import .*$/m, () => 'export function instantiate(imports) {'],
  // Old engines' arrays neither copy inside themselves nor fill themselves.
  [
    /bufferView\.copyWithin\(dest, source, source \+ size\)/,
    () => 'bufferView.set(bufferView.subarray(source, source + size), dest)',
  ],
  [
    /bufferView\.fill\(value, dest, dest \+ size\)/,
    () => 'for (size += dest; dest < size; dest++) bufferView[dest] = value',
  ],
  // Data, most of which is ASCII, in a string of one character a byte: base64 needs somebody to read it.
  [
    / *var base64ReverseLookup[^]*?^function init/m,
    () => `function put(at, bytes) {
      for (var i = 0; i < bytes.length; i++) bufferView[at + i] = bytes.charCodeAt(i);
    }
    function init`,
  ],
  [
    /base64DecodeToExistingUint8Array\(bufferView, (\d+), "(.*)"\)/g,
    (_, at, text) => `put(${at}, ${JSON.stringify(Buffer.from(text, 'base64').toString('latin1'))})`,
  ],
  // Old arrays over it do not see that the memory has grown.
  [/buffer = newBuffer;/, (text) => `${text} imports.grown();`],
  // A core without floating point in its memory.
  [/^.*\bHEAPF(32|64) = .*$/gm, () => ''],
  [/^ var (Math_\w+) = .*$/gm, (line, name) => (code.includes(`${name}(`) ? line : '')],
];

const [source, target] = process.argv.slice(2);
let code = await readFile(source, 'utf8');
for (const [pattern, put] of CHANGES) {
  const changed = code.replace(pattern, put);
  if (changed === code) throw new Error(`wasm2js does not write ${pattern} any more`);
  code = changed;
}
const unknown = /\.copyWithin\(|\.fill\(|base64|HEAPF/.exec(code);
if (unknown) throw new Error(`wasm2js writes '${unknown[0]}', which scripts/portable.js does not know`);
const { code: minified } = await transform(code, { minify: true, charset: 'ascii', format: 'esm' });
await writeFile(target, `// @ts-nocheck\n${minified}`);
