// Writes bench/results.md and bench/results.svg from what the benchmarks have recorded in bench/results/.
// Knows files. Must not know what the figures say.
//
//   npm run bench:report

import { writeFile } from 'node:fs/promises';
import { BASELINE } from '../parse/parsers/names.js';
import { recall } from '../record.js';
import { plot } from './plot.js';
import { sections } from './sections.js';

const FOLDER = new URL('../', import.meta.url);

const parts = [
  '# Results',
  'Made by `npm run bench:report` from `bench/results/*.json`; how each is measured says [the README](README.md). ' +
    'Medians of interleaved rounds, \u00b1 half the width of the middle half.',
  `![Ours against ${BASELINE}](results.svg)`,
];
for (const [name, section] of Object.entries(sections)) {
  const recorded = await recall(name);
  if (!recorded) {
    console.warn(`SKIPPED: ${name}, because nothing is recorded: npm run bench:${name}`);
    continue;
  }
  const { command, figures, machine } = recorded;
  const { commit, date, memory, node, processor, system } = machine;
  parts.push(
    section(figures),
    `\`${command}\` at ${commit} on ${date}: ${processor}, ${memory}, ${system}, Node ${node.slice(1)}`,
  );
}
await writeFile(new URL('results.md', FOLDER), `${parts.join('\n\n')}\n`);

const parse = (await recall('parse'))?.figures;
if (parse) {
  const engines = Object.values(parse);
  const rows = engines[0].workloads.map(({ name }) => name);
  const series = engines.map(({ version, workloads }) => ({
    name: version,
    ratios: rows.map((row) => workloads.find(({ name }) => name === row)?.parsers.ours?.speedup),
  }));
  const title = `Parsing: how many times faster ours is than ${BASELINE}`;
  await writeFile(new URL('results.svg', FOLDER), plot(title, rows, series));
}
