// Stores results: one JSON file for each benchmark, with the machine and the command.
// Knows files. Must not know the meaning of the figures.

import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { fileURLToPath } from 'node:url';

const fileOf = (name) => fileURLToPath(new URL(`results/${name}.json`, import.meta.url));

/** Replaces the stored results; with `merge`, only those in `figures`. */
export async function record(name, figures, { merge = false } = {}) {
  const before = merge ? ((await readRecord(name))?.figures ?? {}) : {};
  const value = { command: `npm run bench:${name}`, machine: machine(), figures: { ...before, ...figures } };
  await writeFile(fileOf(name), `${JSON.stringify(value, rounded)}\n`);
}

/** The stored results, or undefined. */
export async function readRecord(name) {
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
    load: os.loadavg()[1],
    commit,
    date: new Date().toISOString().slice(0, 10),
  };
}

/** Rounds to five digits, which is more than the accuracy of the measurements. */
const rounded = (_, value) =>
  typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
