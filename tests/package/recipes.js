// The code blocks of docs/recipes.md, as files.
// Knows how Markdown marks a block, and that the first line of one names its file. Must not know what a recipe does.
//
//   const written = await writeRecipes(root, ['answer.mjs'])    writes these files, and returns their paths

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const PAGE = new URL('../../docs/recipes.md', import.meta.url);

/** Every block that is a file, by the name of the file. */
export async function recipes() {
  const page = await readFile(PAGE, 'utf8');
  const blocks = page.matchAll(/^```\w+\n(?:\/\/|<!--) ([\w.]+)(?: -->)?\n([^]*?)^```$/gm);
  return new Map([...blocks].map(([, name, code]) => [name, code]));
}

export async function writeRecipes(root, names) {
  const all = await recipes();
  return Promise.all(
    names.map(async (name) => {
      if (!all.has(name)) throw new Error(`docs/recipes.md has no block that begins with the name ${name}`);
      const path = join(root, name);
      await writeFile(path, all.get(name));
      return path;
    }),
  );
}

/** The rows of a table, as texts of cells, below a heading of the page. */
export async function tableBelow(heading) {
  const page = await readFile(PAGE, 'utf8');
  const [, section] = page.split(`### ${heading}\n`);
  const lines = section.split(/^#/m)[0].match(/^\|.*\|$/gm);
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** The blocks in JSON, parsed. */
export async function jsonBlocks() {
  const page = await readFile(PAGE, 'utf8');
  return [...page.matchAll(/^```json\n([^]*?)^```$/gm)].map(([, text]) => JSON.parse(text));
}
