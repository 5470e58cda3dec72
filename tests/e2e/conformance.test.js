// The conformance suite: every scenario on the browser's own EventSource, and on this package over each transport;
// the native log is the oracle, or the standard where the scenario states it.
// Knows the order of things and how they are judged. Must not know what scenarios contain, nor how they are played.
//
//   node --test tests/e2e/conformance.test.js
//   MATCH='BOM' IMPLEMENTATIONS=native,fetch ENGINE=chromium SCOPE=window …   only some of it
//   LOGS=1 …                                                                  prints every log
//   CONFORMANCE=write …                                                       writes tests/conformance.md

import { before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { applying, difference, verdict } from './compare.js';
import { exclusions, tolerances } from './exclusions.js';
import { matrix, MATCH, whole } from './matrix.js';
import { perform, UNNOTICED } from './run_in_browsers.js';
import { chosen, scenarios } from './scenarios/index.js';
import { table } from './table.js';

const TABLE = new URL('../conformance.md', import.meta.url);

/** What came out: { engine, scope, implementation, group, scenario, exclusion }. */
const results = [];
const used = new Set();
const versions = {};

const runs = perform(matrix, MATCH, (run, logs) =>
  [...logs[run.implementation].keys()].filter((name) => look(scenarioOf(name), run, logs).wrong),
);

for (const { engine, scopes } of matrix) {
  describe(`conformance in ${engine}`, () => {
    let logs = {};
    before(async () => {
      const { version, logs: all } = await runs[engine];
      versions[engine] = version;
      logs = all;
    });
    for (const each of scopes) conformanceIn({ engine, ...each }, () => logs[each.scope]);
  });
}

describe('all of conformance', { skip: !whole && 'only a part was asked for' }, () => {
  it('has no exclusion that speaks of nothing', () => {
    const idle = exclusions.filter((exclusion) => !used.has(exclusion));
    assert.deepEqual(
      idle.map(({ scenario, reason }) => `${scenario}: ${reason}`),
      [],
    );
  });

  it('is what tests/conformance.md says: CONFORMANCE=write writes it anew', async () => {
    const config = await prettier.resolveConfig(fileURLToPath(TABLE));
    const found = await prettier.format(table(results, versions, tolerances), {
      ...config,
      parser: 'markdown',
    });
    if (process.env.CONFORMANCE === 'write') await writeFile(TABLE, found);
    assert.equal(withoutVersions(await readFile(TABLE, 'utf8')), withoutVersions(found));
  });
});

const scenarioOf = (name) => scenarios.find((scenario) => scenario.name === name) ?? { name };

/** A newer browser that does the same is no other result. */
const withoutVersions = (text) => text.replace(/^\S+[ /][\d.]+$/gm, '');

/** Judges one scope, implementation by implementation and group by group. */
function conformanceIn({ engine, scope, bytes, implementations }, logsOfScope) {
  const played = [
    ...chosen({ scope, match: MATCH, bytes }),
    { name: UNNOTICED, group: UNNOTICED, standard: [['strays', []]] },
  ];
  const groups = new Set(played.map(({ group }) => group));

  describe(scope, () => {
    for (const implementation of implementations) {
      for (const group of groups) {
        const here = played.filter((scenario) => scenario.group === group);
        it(`${scope}, ${implementation}: ${group} (${here.length})`, () => {
          const logs = logsOfScope();
          if (logs[implementation] instanceof Error) throw logs[implementation];
          const run = { engine, scope, implementation };
          const wrong = here.map((scenario) => judge(scenario, run, logs)).filter(Boolean);
          if (wrong.length) assert.fail(`${wrong.length} of ${here.length}\n${wrong.join('\n')}`);
        });
      }
    }
  });
}

/** What is wrong with a log in words, or undefined; and takes down what came out. */
function judge(scenario, run, logs) {
  const { wrong, exclusion } = look(scenario, run, logs);
  used.add(exclusion);
  if (wrong) return `${scenario.name}\n  ${wrong}`;
  results.push({ ...run, group: scenario.group, scenario: scenario.name, exclusion });
}

/** What is `wrong` with a log in words, and the `exclusion` that speaks of it. */
function look({ name, standard }, run, logs) {
  const log = logs[run.implementation].get(name);
  if (!log) return { wrong: 'was not played' };
  const [exclusion, ...others] = applying(exclusions, { ...run, scenario: name });
  if (others.length)
    return { wrong: `several exclusions: ${[exclusion, ...others].map(({ reason }) => reason).join('; ')}` };
  const oracle = run.implementation === 'native' ? log : logs.native?.get?.(name);
  const [tolerance] = exclusion ? [] : applying(tolerances, { ...run, scenario: name });
  const judged = verdict({ standard, log, oracle }, exclusion);
  const wrong = judged && tolerance ? verdict({ standard, log, oracle }, tolerance) : judged;
  return {
    exclusion,
    wrong: wrong && `${wrong.message}\n${difference(wrong.actual, wrong.expected)}`,
  };
}
