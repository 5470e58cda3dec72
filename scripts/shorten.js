// Gives what the WebAssembly and JavaScript know each other by the short names that wasm-opt has chosen.
// Knows how wasm-bindgen and wasm2js write such names. Must not know what they are names of.
//
//   node scripts/shorten.js names.json name     in the bindings name_bg.js; name.js becomes what imports them and the snippet
//   node scripts/shorten.js names.json file.js  in the output of wasm2js
//
// names.json is what `wasm-opt --minify-imports-and-exports-and-modules` prints.

import { readFile, writeFile } from 'node:fs/promises';

/** Of the snippet, what pkg/core.js and pkg/occupant.js ask for. */
const ASKED_FOR = ['admit', 'beginRequest', 'fetchStreams', 'isFetchable', 'lastEventId', 'report', 'serve'];

const [names, target] = process.argv.slice(2);
const { imports, exports } = JSON.parse(await readFile(names, 'utf8'));
const shortImports = new Map(imports.map(([, long, short]) => [long, short]));
const shortExports = new Map(exports);

/** Replaces what stands in the first group. */
async function replace(file, pattern, short) {
  const found = new Set();
  const text = (await readFile(file, 'utf8')).replace(pattern, (whole, long) => {
    if (!short.has(long)) return whole;
    found.add(long);
    return whole.replace(long, short.get(long));
  });
  await writeFile(file, text);
  return found;
}

/** Every name has to be found, or somebody would look for it in vain. */
function demand(wanted, found, file) {
  const missing = [...wanted].filter((name) => !found.has(name));
  if (missing.length) throw new Error(`${file} has no ${missing.join(', ')}`);
}

if (target.endsWith('.js')) {
  demand(shortImports.keys(), await replace(target, /^ var \S+ = \$\w+\.(\w+);$/gm, shortImports), target);
  demand(shortExports.keys(), await replace(target, /^ {2}"(\w+)": /gm, shortExports), target);
} else {
  const bindings = `${target}_bg.js`;
  await replace(bindings, /\bwasm\.(\w+)/g, shortExports);
  const own = await replace(bindings, /^export function (\w+)/gm, shortImports);
  const [snippet] = imports.map(([module]) => module).filter((module) => module.includes('/snippets/'));
  const others = [...shortImports].filter(([long]) => !own.has(long));
  const exported = [...ASKED_FOR, ...others.map(([long, short]) => `${long} as ${short}`)];
  await writeFile(
    `${target}.js`,
    `export * from './${bindings}';
export { ${exported.join(', ')} } from '${snippet}';
export const MEMORY = '${shortExports.get('memory')}';
`,
  );
}
