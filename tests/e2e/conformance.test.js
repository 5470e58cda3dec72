// The conformance suite: every scenario on the browser's own EventSource, and on this package over each transport;
// the native log is the oracle, or the standard where the scenario states it.
// Knows how runs are started and gathered. Must not know what scenarios contain.
//
//   node --test tests/e2e/conformance.test.js
//   MATCH='BOM' IMPLEMENTATIONS=native,fetch ENGINE=chromium SCOPE=window …   only some of it
//   LOGS=1 …                                                                    prints every log

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { launch } from './browsers.js';
import { applying, difference, verdict } from './compare.js';
import { exclusions } from './exclusions.js';
import { scenarios } from './scenarios/index.js';
import { startServer } from './server.js';

const {
  MATCH = '',
  ENGINE = 'chromium',
  SCOPE = 'window',
  IMPLEMENTATIONS = 'native,fetch,xhr',
  LOGS,
} = process.env;
const IMPLEMENTED = IMPLEMENTATIONS.split(',');
const SILENCE = 40_000;
const UNNOTICED = { name: 'no error of the page went unnoticed', standard: [['strays', []]] };

const played = [...scenarios, UNNOTICED].filter(
  ({ name, scopes }) =>
    name === UNNOTICED.name || (name.includes(MATCH) && (!scopes || scopes.includes(SCOPE))),
);
const sources = {
  native: 'const { EventSource } = globalThis;',
  ours: "import { EventSource } from '/pkg/index.js';",
};

/** The module that a page or worker runs: without import(), which service workers do not have. */
function entry(query) {
  const settings = query.get('settings');
  const source = JSON.parse(settings).implementation === 'native' ? sources.native : sources.ours;
  return `${source}\nimport { run } from '/e2e/run.js';\nrun(EventSource, ${settings});\n`;
}

/** Plays everything on one implementation: scenario → log. */
function gather(browser, server, implementation) {
  const settings = JSON.stringify({
    implementation,
    scope: SCOPE,
    match: MATCH,
    addresses: server.addresses,
  });
  const logs = new Map();
  return new Promise((resolve, reject) => {
    let watchdog;
    const fed = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => finish(new Error(`silence; not played: ${missing(logs)}`)), SILENCE);
    };
    const finish = (error, visit = visited) => {
      clearTimeout(watchdog);
      server.reports.removeListener('report', take);
      visit.then(({ close }) => close()).catch(() => {});
      if (error) reject(error);
      else resolve(logs);
    };
    const take = ({ scenario, log, took, done, broken }) => {
      fed();
      if (broken) return finish(new Error(`the page could not start: ${broken}`));
      if (done) return finish(console.error(`# ${implementation}: ${logs.size} scenarios in ${took} ms`));
      logs.set(scenario, log);
      if (LOGS) console.error(`${implementation} · ${scenario} · ${took} ms\n${difference(log, log)}`);
    };
    fed();
    server.reports.on('report', take);
    const visited = browser.visit(
      `${server.addresses.origin}/e2e/page.html?settings=${encodeURIComponent(settings)}`,
    );
    visited.catch(finish);
  });
}

const missing = (logs) =>
  played
    .filter(({ name }) => !logs.has(name))
    .map(({ name }) => name)
    .join('; ');

describe(`conformance in ${ENGINE}, ${SCOPE}`, () => {
  const logs = {};
  let server;
  let browser;

  before(async () => {
    server = await startServer({ entry });
    browser = await launch(ENGINE);
    console.error(`# ${browser.version}`);
    for (const implementation of IMPLEMENTED) {
      logs[implementation] = await gather(browser, server, implementation).catch((error) => error);
    }
  });

  after(async () => {
    await browser?.close();
    server?.close();
  });

  for (const implementation of IMPLEMENTED) {
    describe(implementation, () => {
      for (const { name, standard } of played) {
        it(name, () => judge({ scenario: name, standard, implementation }, logs));
      }
    });
  }

  it('every exclusion speaks of a scenario that is played', { skip: MATCH && 'only some are played' }, () => {
    const runs = played.flatMap(({ name }) =>
      IMPLEMENTED.map((implementation) => ({ scenario: name, implementation, engine: ENGINE, scope: SCOPE })),
    );
    const here = exclusions.filter(
      ({ engine = ENGINE, scope = SCOPE }) =>
        [engine].flat().includes(ENGINE) && [scope].flat().includes(SCOPE),
    );
    const idle = here.filter((exclusion) => !runs.some((run) => applying([exclusion], run).length));
    assert.deepEqual(
      idle.map(({ reason }) => reason),
      [],
    );
  });
});

function judge({ scenario, standard, implementation }, logs) {
  if (logs[implementation] instanceof Error) throw logs[implementation];
  const log = logs[implementation].get(scenario);
  assert.ok(log, 'was not played');
  const oracle = implementation === 'native' ? log : logs.native?.get?.(scenario);
  const found = applying(exclusions, { scenario, implementation, engine: ENGINE, scope: SCOPE });
  assert.ok(found.length < 2, `several exclusions: ${found.map(({ reason }) => reason).join('; ')}`);
  const wrong = verdict({ standard, log, oracle }, found[0]);
  if (wrong) assert.fail(`${wrong.message}\n${difference(wrong.actual, wrong.expected)}`);
}
