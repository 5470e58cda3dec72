// Parse: from bytes to the strings of events, without requests and without DOM events.
// Knows the engines and workloads. Must not know how streams are parsed and timed.
//
//   npm run bench:parse                                     everything, takes some minutes
//   npm run bench:parse -- --engine=node --workload=ticker  one engine, workloads with this text in their name
//   npm run bench:parse -- --parser=ours --rounds=5         this parser and the baseline; results are not stored

import { parseArgs } from 'node:util';
import { bundle } from '../bundle.js';
import { start } from '../engines.js';
import { record } from '../record.js';
import { speedup, summary } from '../statistics.js';
import { BASELINE, parsers } from './parsers/names.js';
import { workloads } from './workloads.js';

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', multiple: true, default: ['node', 'chromium', 'firefox'] },
    workload: { type: 'string', default: '' },
    parser: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '15' },
  },
});
const only = options.parser ? [BASELINE, ...options.parser] : parsers;
const script = await bundle('bench/parse/measure.js');
const results = {};

for (const engine of options.engine) {
  const { call, close, version } = await start(engine, script);
  console.log(`\n${version}: times as fast as ${BASELINE}\n`);
  console.log(' '.repeat(34), ...only.map((parser) => parser.slice(0, 12).padStart(12)));
  const measured = [];
  for (const name of workloads.filter((it) => it.includes(options.workload))) {
    const result = figures(await call('measure', name, { rounds: Number(options.rounds), only }));
    measured.push(result);
    console.log(name.padEnd(34), ...only.map((parser) => cell(result.parsers[parser]).padStart(12)));
    for (const parser of only) {
      if (result.parsers[parser].wrong) console.log(`    ${parser}: ${result.parsers[parser].wrong}`);
    }
  }
  results[engine] = { version, workloads: measured };
  await close();
}
if (!options.parser && !options.workload) await record('parse', results, { merge: true });

/** Summarises the times of a workload. */
function figures({ name, bytes, events, times, wrong }) {
  const entries = only.map((parser) => [
    parser,
    wrong[parser] === undefined || wrong[parser] === null
      ? { milliseconds: summary(times[parser]), speedup: speedup(times[parser], times[BASELINE]) }
      : { wrong: wrong[parser] },
  ]);
  return { name, bytes, events, parsers: Object.fromEntries(entries) };
}

function cell({ speedup, wrong }) {
  return wrong
    ? 'wrong'
    : `${speedup.median.toFixed(2)} \u00b1${((speedup.high - speedup.low) / 2).toFixed(2)}`;
}
