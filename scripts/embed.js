// Writes a file as a JavaScript module that has its bytes, in the notation of pkg/lib/embedded_bytes.js.
// Knows the notation. Must not know what the bytes are.
//
//   node scripts/embed.js core.wasm core.js     core.js exports the text, and how many bytes it stands for

import { readFile, writeFile } from 'node:fs/promises';
import { decodeEmbedded, PAGE } from '../pkg/lib/embedded_bytes.js';

const [source, target] = process.argv.slice(2);
const bytes = await readFile(source);
const text = Array.from(bytes, character).join('');
if (!bytes.equals(decodeEmbedded(text, bytes.length)))
  throw new Error(`${source} does not survive its notation`);
// Such a text may stand inside of a page's <script>.
if (/<\/script|<!--/i.test(text)) throw new Error(`${source} has what ends a script`);
await writeFile(
  target,
  `// Made of ${source} by scripts/embed.js.
export const length = ${bytes.length};
export const text = "${text}";
`,
);

function character(byte) {
  const code = (byte % PAGE) + 35;
  return ['', '}', '~'][Math.floor(byte / PAGE)] + String.fromCharCode(code < 92 ? code : code + 1);
}
