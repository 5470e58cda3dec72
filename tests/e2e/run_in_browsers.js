// Plays the scenarios on every implementation in every scope of a browser, and gathers their logs.
// Knows how a run is started and when it is over. Must not know what a log should be.
//
//   const { version, logs } = await perform(matrix, 'BOM', wrong).firefox
//   logs.worker.fetch   → Map: scenario → log; or the error that kept it from being played
//
// `wrong({ engine, scope, implementation }, logs)` names the scenarios whose logs, of all implementations of the scope, are
// not what they should be. A few of them are played once more when all is done and the machine is quiet, and the run
// says which: the second log counts. Many are no accident, and stay as they are.

import { launch } from './browsers.js';
import { difference } from './compare.js';
import { bundled } from './old/bundle.js';
import { oldEngines } from './old/engines.js';
import { startServer } from './server.js';

const { LOGS } = process.env;
const SILENCE = 40_000;

/** More than the five seconds for which Chromium may drain a body before it lets go of its connection. */
const DRAINS = {
  chromium: 6500,
  firefox: 5000,
  webkit: 2500,
  phantomjs: 2500,
  qtwebkit: 2500,
  chromium65: 6500,
};

/** Engines of a round play at once, one round after the other: most of a run is waiting. */
const ROUNDS = [['chromium'], ['firefox', 'webkit'], Object.keys(oldEngines)];

/** How many runs an engine plays at once. Firefox slows pages in the background, and WebKitGTK has one window. */
const LANES = { chromium: 2 };

export const UNNOTICED = 'no error of the page went unnoticed';

const sources = {
  native: 'const { EventSource } = globalThis;',
  ours: "import { EventSource } from '/pkg/index.js';",
  legacy: "import { EventSource } from '/pkg/dist/legacy.mjs';",
};

/** The script that a page or worker runs: bytes import(), which service workers do not have. */
function entry(query) {
  const settings = query.get('settings');
  const { implementation, engine } = JSON.parse(settings);
  if (oldEngines[engine]) return bundled();
  return `${sources[implementation] ?? sources.ours}
import { run } from '/e2e/run_in_scope.js';
const over = run(EventSource, ${settings});
// A service worker lives for as long as an event needs it.
if (globalThis.registration) addEventListener('install', (event) => event.waitUntil(over));
`;
}

/** How many scenarios of an engine may be played a second time. */
const ACCIDENTS = 10;

/** Begins to play everything: engine → the promise of its part. */
export function perform(matrix, match, wrong) {
  const parts = {};
  let earlier = Promise.resolve();
  for (const round of ROUNDS) {
    const here = matrix.filter(({ engine }) => round.includes(engine));
    const start = earlier;
    for (const part of here) parts[part.engine] = start.then(() => play({ ...part, match, wrong }));
    earlier = Promise.allSettled([start, ...here.map(({ engine }) => parts[engine])]);
  }
  return parts;
}

async function play({ engine, scopes, match, wrong }) {
  const browser = await launch(engine);
  try {
    const logs = await gatherAll({ browser, engine, scopes, match });
    await repeat({ browser, engine, scopes, wrong, logs });
    return { version: browser.version, logs };
  } finally {
    await browser.close();
  }
}

/** Plays once more what is wrong, beside the native object where that is the oracle, and puts the new logs in place. */
async function repeat({ browser, engine, scopes, wrong, logs }) {
  const accidents = scopes.flatMap(({ implementations, ...scope }) =>
    implementations
      .filter((implementation) => logs[scope.scope][implementation] instanceof Map)
      .map((implementation) => ({
        ...scope,
        implementation,
        names: wrong({ engine, scope: scope.scope, implementation }, logs[scope.scope]).filter(
          (name) => name !== UNNOTICED,
        ),
      }))
      .filter(({ names }) => names.length),
  );
  if (accidents.reduce((number, { names }) => number + names.length, 0) > ACCIDENTS) return;
  for (const { names, ...run } of accidents) {
    console.error(`# ${engine}, ${run.scope}, ${run.implementation}: once more: ${names.join('; ')}`);
    const oracle = logs[run.scope].native instanceof Map && 'native';
    for (const implementation of new Set([oracle, run.implementation].filter(Boolean))) {
      const server = await startServer({ entry });
      const again = await gather({ browser, server, engine, ...run, names, implementation }).catch(
        (error) => error,
      );
      await server.close();
      if (again instanceof Error) return;
      for (const name of names) logs[run.scope][implementation].set(name, again.get(name));
    }
  }
}

async function gatherAll({ browser, engine, scopes, match }) {
  const logs = Object.fromEntries(scopes.map(({ scope }) => [scope, {}]));
  const runs = scopes
    .flatMap(({ implementations, ...scope }) =>
      implementations.map((implementation) => ({ ...scope, implementation })),
    )
    .values();
  const lane = async () => {
    for (const run of runs) {
      // A server each, because an engine has few connections for one.
      const server = await startServer({ entry });
      logs[run.scope][run.implementation] = await gather({ browser, server, engine, match, ...run }).catch(
        (error) => error,
      );
      await server.close();
    }
  };
  await Promise.all(Array.from({ length: LANES[engine] ?? 1 }, lane));
  return logs;
}

/** Plays everything once: scenario → log. */
function gather({ browser, server, engine, scope, implementation, bytes, match, names, without }) {
  const settings = JSON.stringify({
    engine,
    implementation,
    scope,
    match,
    names,
    bytes,
    without,
    drains: DRAINS[engine],
    addresses: server.addresses,
  });
  const logs = new Map();
  return new Promise((resolve, reject) => {
    let watchdog;
    const fed = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(finish, SILENCE, new Error(`silence after ${logs.size} scenarios`));
    };
    const finish = async (error) => {
      clearTimeout(watchdog);
      server.reports.removeListener('report', take);
      await visited.then(({ close }) => close()).catch(() => {});
      if (error) reject(error);
      else resolve(logs);
    };
    const take = ({ scenario, log, took, done, broken }) => {
      fed();
      if (broken) return finish(new Error(`the page could not start: ${broken}`));
      if (done) {
        console.error(`# ${engine}, ${scope}, ${implementation}: ${logs.size} scenarios in ${took} ms`);
        return finish();
      }
      logs.set(scenario, log);
      if (LOGS) console.error(`${implementation} · ${scenario} · ${took} ms\n${difference(log, log)}`);
    };
    fed();
    server.reports.on('report', take);
    const query = `settings=${encodeURIComponent(settings)}`;
    const page = oldEngines[engine] ? 'old/page.html' : 'page.html';
    const visited = browser.visit(`${server.addresses.origin}/e2e/${page}?${query}`);
    visited.catch(finish);
  });
}
