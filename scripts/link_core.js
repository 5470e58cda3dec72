// Joins what wasm-bindgen and wasm-opt have made of the core to the modules that pkg/lib/ imports.
// Knows how those tools name things, and that both cores have the same glue. Must not know what the core does.
//
//   node scripts/link_core.js target/dist
//
// | reads | writes | |
// |---|---|---|
// | release/…_bg.js, names.json | glue.js | wasm-bindgen's glue, with the short names that wasm-opt has given |
// | portable/…_bg.js, portable.js | portable_core.js | the core as JavaScript, with the same names |
// | src/connection/retry.rs, src/parser/notices.rs | constants.js | numbers that JavaScript has to know |

import { build, transform } from 'esbuild';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asFunction } from './portable_core.js';

const NAME = 'eventsource_wasm_bg.js';
const folder = process.argv[2];
const read = (name) => readFile(join(folder, name), 'utf8');
const write = (name, text) => writeFile(join(folder, name), text);

const [glue, portableGlue] = [await readGlue('release'), await readGlue('portable')];
const names = JSON.parse(await read('names.json'));
const portable = await read('portable.js');
const imports = names.imports.map(([, long, short]) => [long, short]);
/** What needs no glue: the core imports it from hand-written modules. */
const direct = names.imports.filter(([from]) => !from.endsWith(NAME));
// The core as JavaScript is optimised in another way, and may import more.
for (const [, long] of glue.matchAll(/^export function (__wb\w+)/gm)) {
  if (portable.includes(`.${long};`) && !imports.some(([known]) => known === long)) {
    imports.push([long, `_${imports.length}`]);
  }
}
const module = names.modules?.[0]?.[1] ?? 'a';
/** Long name → short name. */
const short = Object.fromEntries([...imports, ...names.exports]);

await write('glue.js', await shortGlue());
await write('portable_core.js', await portableCore());
await write('constants.js', await constants());

/** Without its comments about types, which have numbers of each build. */
async function readGlue(profile) {
  return (await read(`${profile}/${NAME}`)).replace(/^ *\/\/ Cast intrinsic .*$/gm, '');
}

/** The glue as a module that exports the class, and what the core's instance needs. */
async function shortGlue() {
  const entries = imports.map(([long, short]) => `${short}: ${long}`);
  const contents = `
    ${direct.map(([from, name]) => `import { ${name} } from '${from}';`).join('\n')}
    ${forOldEngines(glue)}
    // A view on the memory of the core as JavaScript does not become empty when that memory grows.
    function grown() { cachedUint8ArrayMemory0 = null; }
    /** Takes what the core exports. Gives its memory. */
    export function setExports(exports) { __wbg_set_wasm(exports); return exports.memory; }
    export const imports = { ${module}: { ${entries.join(', ')} }, grown };`;
  const { outputFiles } = await build({
    stdin: {
      contents: contents.replace(/^export (?=function (?!setExports))/gm, ''),
      resolveDir: join(folder, 'release'),
    },
    bundle: true,
    format: 'esm',
    charset: 'ascii',
    mangleProps: /^(__wbg_|__wbindgen_|__wasm_bindgen_|wasm_bindgen__|eventsourcecore_|parsercore_)|^memory$/,
    mangleCache: { ...short },
    write: false,
    logLevel: 'warning',
  });
  return `// @ts-nocheck\n${outputFiles[0].text}`;
}

/** Old engines' arrays cannot fill themselves, and need not. */
function forOldEngines(text) {
  const changed = text.replace('new Array(1024).fill(undefined)', 'new Array(1024)');
  if (changed === text) throw new Error('The glue does not make its heap as it did');
  return changed;
}

/** Its names of closures are other ones; nothing else may be. */
async function portableCore() {
  const closure = /\b\w+_invoke__h[0-9a-f]+|__wasm_bindgen_func_elem_\d+/g;
  const [ours, theirs] = [glue.match(closure) ?? [], portableGlue.match(closure) ?? []];
  const pairs = Object.fromEntries(theirs.map((name, index) => [name, ours[index]]));
  if (portableGlue.replace(closure, (name) => pairs[name]) !== glue) {
    throw new Error('The two cores do not import and export the same');
  }
  const cache = { ...short };
  for (const [theirs, ours] of Object.entries(pairs)) cache[theirs] = short[ours];
  const { code } = await transform(asFunction(portable, module), {
    minify: true,
    charset: 'ascii',
    format: 'esm',
    mangleProps: new RegExp(`^(${Object.keys(cache).map(escaped).join('|')})$`),
    mangleQuoted: true,
    mangleCache: cache,
  });
  return `// @ts-nocheck\n${code}`;
}

async function constants() {
  const source = await readFile(new URL('../src/connection/retry.rs', import.meta.url), 'utf8');
  const [, time] = /const DEFAULT_RECONNECTION_TIME: u32 = ([\d_]+);/.exec(source) ?? [];
  if (!time) throw new Error('src/connection/retry.rs has no DEFAULT_RECONNECTION_TIME any more');
  return `export const RECONNECTION_TIME = ${Number(time.replaceAll('_', ''))};\n${await notices()}`;
}

/** What a notice of the parser is about, and what can be wanted. */
async function notices() {
  const source = await readFile(new URL('../src/parser/notices.rs', import.meta.url), 'utf8');
  const numbers = [...source.matchAll(/pub const (\w+): u32 = (\w+);/g)];
  if (numbers.length !== 6) throw new Error('src/parser/notices.rs has other constants than it had');
  return numbers
    .map(([, name, number]) => `export const ${name} = ${Number(number.replaceAll('_', ''))};\n`)
    .join('');
}

function escaped(name) {
  return name.replaceAll('$', '\\$');
}
