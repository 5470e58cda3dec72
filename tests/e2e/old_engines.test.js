// The build for old engines, in old engines: the scenarios of the conformance suite where there is no WebAssembly, and
// in PhantomJS nothing of ES2015 either. The oracle is the native object of today's Chromium.
// Knows the order of things. Must not know what scenarios contain, nor how they are played.
//
//   node --test tests/e2e/old_engines.test.js
//   MATCH='BOM' ENGINE=phantomjs,qtwebkit …   only some of it
//   IMPLEMENTATIONS=native …                  the engine's own object instead: it says how many are equal, and never fails
//   LOGS=1 …                                  prints every log

import { before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { applying, difference, verdict } from './compare.js';
import { exclusions } from './exclusions.js';
import { oldEngines } from './old/engines.js';
import { LEFT_OUT, oldExclusions, oldTolerances } from './old/exclusions.js';
import { perform, UNNOTICED } from './run_in_browsers.js';
import { chosen } from './scenarios/index.js';

const { MATCH: match = '', ENGINE, IMPLEMENTATIONS: implementation = 'legacy' } = process.env;
const ENGINES = ENGINE ? ENGINE.split(',') : Object.keys(oldEngines);

const scope = 'window';
const here = { scope, bytes: true, without: Object.keys(LEFT_OUT) };
const played = [
  ...chosen({ ...here, match }),
  { name: UNNOTICED, group: UNNOTICED, standard: [['strays', []]] },
];
const groups = [...new Set(played.map(({ group }) => group))];

const used = new Set();
const runs = perform(
  [
    { engine: 'chromium', scopes: [{ ...here, implementations: ['native'] }] },
    ...ENGINES.map((engine) => ({ engine, scopes: [{ ...here, implementations: [implementation] }] })),
  ],
  match,
  // Native is the oracle, and comes from another engine.
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
    const wrong = (scenarios) =>
      scenarios.map((scenario) => judge(scenario, engine, log, oracle)).filter(Boolean);

    if (implementation === 'native') {
      it('for information', (t) => {
        const differ = wrong(played).length;
        t.diagnostic(`${played.length - differ} of ${played.length} as they should be`);
      });
    } else {
      for (const group of groups) {
        const scenarios = played.filter((scenario) => scenario.group === group);
        it(`${group} (${scenarios.length})`, () => {
          const found = wrong(scenarios);
          if (found.length) assert.fail(`${found.length} of ${scenarios.length}\n${found.join('\n')}`);
        });
      }
    }
  });
}

describe('all of the old engines', { skip: Boolean(match || ENGINE || implementation !== 'legacy') }, () => {
  it('have no exclusion that speaks of nothing', () => {
    const idle = oldExclusions.filter((exclusion) => !used.has(exclusion));
    assert.deepEqual(
      idle.map(({ engine, scenario, reason }) => `${engine}: ${scenario}: ${reason}`),
      [],
    );
  });
});

/** Scenario → log. */
function logsOf({ logs }, implementation) {
  const log = logs[scope][implementation];
  if (log instanceof Error) throw log;
  return log;
}

/** What is wrong with a log in words, or undefined. */
function judge({ name, standard }, engine, logs, oracles) {
  const log = logs.get(name);
  if (!log) return `${name}\n  was not played`;
  const run = { engine, scope, implementation, scenario: name };
  const [exclusion] = [...applying(oldExclusions, run), ...applying(exclusions, run)];
  used.add(exclusion);
  const [tolerance] = applying(oldTolerances, run);
  const judged = verdict({ standard, log, oracle: oracles.get(name) }, exclusion);
  const wrong =
    judged && tolerance ? verdict({ standard, log, oracle: oracles.get(name) }, tolerance) : judged;
  return wrong && `${name}\n  ${wrong.message}\n${difference(wrong.actual, wrong.expected)}`;
}
