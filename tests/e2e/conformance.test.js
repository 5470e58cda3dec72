// The conformance suite: every scenario on the browser's own EventSource, and on this package over each transport. The
// expected log is that of the native object, or of the standard if the scenario states it.
// Knows the order of the steps, and how logs are compared. Must not know the content of scenarios, nor how they run.
//
//   node --test tests/e2e/conformance.test.js
//   MATCH='BOM' IMPLEMENTATIONS=native,fetch ENGINE=chromium SCOPE=window …   runs a part of it
//   LOGS=1 …                                                                  prints every log
//   CONFORMANCE=write …                                                       writes tests/conformance.md

import { before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as prettier from 'prettier';
import { applying, difference, verdict } from './compare.js';
import { exclusions, tolerances } from './exclusions.js';
import { isComplete, matrix, MATCH } from './matrix.js';
import { NO_UNCAUGHT_ERROR, runInBrowsers } from './run_in_browsers.js';
import { chosen, scenarios } from './scenarios/index.js';
import { table } from './table.js';

const TABLE = new URL('../conformance.md', import.meta.url);

/** The rows of the table: { engine, scope, implementation, group, scenario, exclusion }. */
const results = [];
const used = new Set();
const versions = {};

const runs = runInBrowsers(matrix, MATCH, (run, logs) =>
  [...logs[run.implementation].keys()].filter((name) => check(scenarioOf(name), run, logs).message),
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

describe('the complete conformance run', { skip: !isComplete && 'this run is a part' }, () => {
  it('uses every exclusion', () => {
    const unused = exclusions.filter((exclusion) => !used.has(exclusion));
    assert.deepEqual(
      unused.map(({ scenario, reason }) => `${scenario}: ${reason}`),
      [],
    );
  });

  it('has the results of tests/conformance.md, which CONFORMANCE=write updates', async () => {
    const config = await prettier.resolveConfig(fileURLToPath(TABLE));
    const current = await prettier.format(table(results, versions, tolerances), {
      ...config,
      parser: 'markdown',
    });
    if (process.env.CONFORMANCE === 'write') await writeFile(TABLE, current);
    assert.equal(withoutVersions(await readFile(TABLE, 'utf8')), withoutVersions(current));
  });
});

const scenarioOf = (name) => scenarios.find((scenario) => scenario.name === name) ?? { name };

/** The version of a browser does not belong to the compared result. */
const withoutVersions = (text) => text.replace(/^\S+[ /][\d.]+$/gm, '');

/** Defines the tests of one scope: one for each implementation and group. */
function conformanceIn({ engine, scope, bytes, implementations }, logsOfScope) {
  const all = [
    ...chosen({ scope, match: MATCH, bytes }),
    { name: NO_UNCAUGHT_ERROR, group: NO_UNCAUGHT_ERROR, standard: [['uncaught errors', []]] },
  ];
  const groups = new Set(all.map(({ group }) => group));

  describe(scope, () => {
    for (const implementation of implementations) {
      for (const group of groups) {
        const ofGroup = all.filter((scenario) => scenario.group === group);
        it(`${scope}, ${implementation}: ${group} (${ofGroup.length})`, () => {
          const logs = logsOfScope();
          if (logs[implementation] instanceof Error) throw logs[implementation];
          const run = { engine, scope, implementation };
          const failures = ofGroup.map((scenario) => checkAndRecord(scenario, run, logs)).filter(Boolean);
          if (failures.length) assert.fail(`${failures.length} of ${ofGroup.length}\n${failures.join('\n')}`);
        });
      }
    }
  });
}

/** Records the result. Returns a message if the log is not as expected. */
function checkAndRecord(scenario, run, logs) {
  const { message, exclusion } = check(scenario, run, logs);
  used.add(exclusion);
  if (message) return `${scenario.name}\n  ${message}`;
  results.push({ ...run, group: scenario.group, scenario: scenario.name, exclusion });
}

/** Returns a `message` if a log is not as expected, and the `exclusion` that applies to it. */
function check({ name, standard }, run, logs) {
  const log = logs[run.implementation].get(name);
  if (!log) return { message: 'did not run' };
  const [exclusion, ...others] = applying(exclusions, { ...run, scenario: name });
  if (others.length)
    return {
      message: `several exclusions: ${[exclusion, ...others].map(({ reason }) => reason).join('; ')}`,
    };
  const oracle = run.implementation === 'native' ? log : logs.native?.get?.(name);
  const [tolerance] = exclusion ? [] : applying(tolerances, { ...run, scenario: name });
  const strict = verdict({ standard, log, oracle }, exclusion);
  const found = strict && tolerance ? verdict({ standard, log, oracle }, tolerance) : strict;
  return {
    exclusion,
    message: found && `${found.message}\n${difference(found.actual, found.expected)}`,
  };
}
