// Where results are kept: one JSON file a benchmark, with the machine and the command that made it.
// Knows files. Must not know what the figures say.

import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { fileURLToPath } from 'node:url';

const fileOf = (name) => fileURLToPath(new URL(`results/${name}.json`, import.meta.url));

/** Replaces what was kept; with `merge`, only the figures that are there anew. */
export async function record(name, figures, { merge = false } = {}) {
  const before = merge ? ((await recall(name))?.figures ?? {}) : {};
  const value = { command: `npm run bench:${name}`, machine: machine(), figures: { ...before, ...figures } };
  await writeFile(fileOf(name), `${JSON.stringify(value, rounded)}\n`);
}

/** What was recorded, or undefined. */
export async function recall(name) {
  try {
    return JSON.parse(await readFile(fileOf(name), 'utf8'));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

function machine() {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const cpus = os.cpus();
  return {
    processor: `${cpus[0].model.trim()}, ${cpus.length} cores`,
    memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
    system: `${os.type()} ${os.arch()}`,
    node: process.version,
    commit,
    date: new Date().toISOString().slice(0, 10),
  };
}

/** Five digits are more than any of them is worth. */
const rounded = (_, value) =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
