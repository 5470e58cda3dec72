// The legacy build in old engines: the scenarios of the conformance suite without WebAssembly, and in PhantomJS without
// ES2015. The oracle is the native object of the current Chromium.
// Knows the order of the steps. Must not know the content of scenarios, nor how they run.
//
//   node --test tests/e2e/old_engines.test.js
//   MATCH='BOM' ENGINE=phantomjs,qtwebkit …   runs a part of it
//   IMPLEMENTATIONS=native …                  tests the engine's own object: prints how many logs are equal, and never fails
//   LOGS=1 …                                  prints every log

import { before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { applying, difference, verdict } from './compare.js';
import { exclusions } from './exclusions.js';
import { oldEngines } from './old/engines.js';
import { EXCLUDED_GROUPS, oldExclusions, oldTolerances } from './old/exclusions.js';
import { NO_UNCAUGHT_ERROR, runInBrowsers } from './run_in_browsers.js';
import { chosen } from './scenarios/index.js';

const { MATCH: match = '', ENGINE, IMPLEMENTATIONS: implementation = 'legacy' } = process.env;
const ENGINES = ENGINE ? ENGINE.split(',') : Object.keys(oldEngines);

const scope = 'window';
const selection = { scope, bytes: true, without: Object.keys(EXCLUDED_GROUPS) };
const all = [
  ...chosen({ ...selection, match }),
  { name: NO_UNCAUGHT_ERROR, group: NO_UNCAUGHT_ERROR, standard: [['uncaught errors', []]] },
];
const groups = [...new Set(all.map(({ group }) => group))];

const used = new Set();
const runs = runInBrowsers(
  [
    { engine: 'chromium', scopes: [{ ...selection, implementations: ['native'] }] },
    ...ENGINES.map((engine) => ({ engine, scopes: [{ ...selection, implementations: [implementation] }] })),
  ],
  match,
  // Nothing runs again: the logs of one engine cannot be checked without the oracle, which runs in another one.
  () => [],
);

for (const engine of ENGINES) {
  describe(`${implementation} in ${engine}`, () => {
    let log;
    let oracle;
    before(async () => {
      oracle = logsOf(await runs.chromium, 'native');
      const { version, ...run } = await runs[engine];
      log = logsOf(run, implementation);
      console.error(`# ${version}`);
    });
    const failuresOf = (scenarios) =>
      scenarios.map((scenario) => check(scenario, engine, log, oracle)).filter(Boolean);

    if (implementation === 'native') {
      it('prints how many logs are as expected', (t) => {
        const different = failuresOf(all).length;
        t.diagnostic(`${all.length - different} of ${all.length} as expected`);
      });
    } else {
      for (const group of groups) {
        const scenarios = all.filter((scenario) => scenario.group === group);
        it(`${group} (${scenarios.length})`, () => {
          const failures = failuresOf(scenarios);
          if (failures.length)
            assert.fail(`${failures.length} of ${scenarios.length}\n${failures.join('\n')}`);
        });
      }
    }
  });
}

describe(
  'the complete run in old engines',
  { skip: Boolean(match || ENGINE || implementation !== 'legacy') },
  () => {
    it('uses every exclusion', () => {
      const unused = oldExclusions.filter((exclusion) => !used.has(exclusion));
      assert.deepEqual(
        unused.map(({ engine, scenario, reason }) => `${engine}: ${scenario}: ${reason}`),
        [],
      );
    });
  },
);

/** Scenario → log. */
function logsOf({ logs }, implementation) {
  const log = logs[scope][implementation];
  if (log instanceof Error) throw log;
  return log;
}

/** Returns a message if a log is not as expected. */
function check({ name, standard }, engine, logs, oracles) {
  const log = logs.get(name);
  if (!log) return `${name}\n  did not run`;
  const run = { engine, scope, implementation, scenario: name };
  const [exclusion] = [...applying(oldExclusions, run), ...applying(exclusions, run)];
  used.add(exclusion);
  const [tolerance] = applying(oldTolerances, run);
  const strict = verdict({ standard, log, oracle: oracles.get(name) }, exclusion);
  const found =
    strict && tolerance ? verdict({ standard, log, oracle: oracles.get(name) }, tolerance) : strict;
  return found && `${name}\n  ${found.message}\n${difference(found.actual, found.expected)}`;
}
