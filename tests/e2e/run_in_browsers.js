// Runs the scenarios on every implementation in every scope of a browser, and collects their logs.
// Knows how a run is started and when it has finished. Must not know the expected content of a log.
//
//   const { version, logs } = await runInBrowsers(matrix, 'BOM', unexpected).firefox
//   logs.worker.fetch   → Map: scenario → log; or the error because of which the scenarios could not run
//
// `unexpected({ engine, scope, implementation }, logs)` returns the names of the scenarios whose logs are not as
// expected; `logs` has all implementations of the scope. If there are only a few, they may be due to the machine's
// load: they run once more when everything else has finished, the console says which, and the second log counts. If
// there are many, the logs stay as they are.

import { launch } from './browsers.js';
import { difference } from './compare.js';
import { bundled } from './old/bundle.js';
import { oldEngines } from './old/engines.js';
import { startServer } from './server.js';

const { LOGS } = process.env;
/** A run fails after this time without a report from the page, in milliseconds. */
const SILENCE = 40_000;

/** In milliseconds. Chromium may read a body for five seconds more before it closes the connection. */
const DRAIN_TIMES = {
  chromium: 6500,
  firefox: 5000,
  webkit: 2500,
  phantomjs: 2500,
  qtwebkit: 2500,
  chromium65: 6500,
};

/** The engines of a round run at the same time, and rounds one after the other: a run mostly waits for timers. */
const ROUNDS = [['chromium'], ['firefox', 'webkit'], Object.keys(oldEngines)];

/**
 * The number of pages at a time, if not one. Firefox throttles pages in the background, and WebKitGTK has one window.
 */
const CONCURRENCY = { chromium: 2 };

export const NO_UNCAUGHT_ERROR = 'the page has no uncaught error';

const sources = {
  native: 'const { EventSource } = globalThis;',
  ours: "import { EventSource } from '/pkg/index.js';",
  legacy: "import { EventSource } from '/pkg/dist/legacy.mjs';",
};

/** The script of a page or worker. Its imports are static, because service workers do not have import(). */
function entry(query) {
  const settings = query.get('settings');
  const { implementation, engine } = JSON.parse(settings);
  if (oldEngines[engine]) return bundled();
  return `${sources[implementation] ?? sources.ours}
import { runScenarios } from '/e2e/run_in_scope.js';
const finished = runScenarios(EventSource, ${settings});
// A service worker is only kept alive for as long as an event waits for a promise.
if (globalThis.registration) addEventListener('install', (event) => event.waitUntil(finished));
`;
}

/** The maximum number of scenarios of an engine that run a second time. */
const MAX_RERUNS = 10;

/** Starts all runs: engine → the promise of its version and logs. */
export function runInBrowsers(matrix, match, unexpected) {
  const results = {};
  let earlier = Promise.resolve();
  for (const round of ROUNDS) {
    const parts = matrix.filter(({ engine }) => round.includes(engine));
    const start = earlier;
    for (const part of parts) {
      results[part.engine] = start.then(() => runInBrowser({ ...part, match, unexpected }));
    }
    earlier = Promise.allSettled([start, ...parts.map(({ engine }) => results[engine])]);
  }
  return results;
}

async function runInBrowser({ engine, scopes, match, unexpected }) {
  const browser = await launch(engine);
  try {
    const logs = await collectAll({ browser, engine, scopes, match });
    await rerun({ browser, engine, scopes, unexpected, logs });
    return { version: browser.version, logs };
  } finally {
    await browser.close();
  }
}

/** Runs unexpected scenarios again, on the native object too if that is the oracle, and replaces their logs. */
async function rerun({ browser, engine, scopes, unexpected, logs }) {
  const runs = scopes.flatMap(({ implementations, ...scope }) =>
    implementations
      .filter((implementation) => logs[scope.scope][implementation] instanceof Map)
      .map((implementation) => ({
        ...scope,
        implementation,
        names: unexpected({ engine, scope: scope.scope, implementation }, logs[scope.scope]).filter(
          (name) => name !== NO_UNCAUGHT_ERROR,
        ),
      }))
      .filter(({ names }) => names.length),
  );
  if (runs.reduce((number, { names }) => number + names.length, 0) > MAX_RERUNS) return;
  for (const { names, ...run } of runs) {
    console.error(`# ${engine}, ${run.scope}, ${run.implementation}: once more: ${names.join('; ')}`);
    const oracle = logs[run.scope].native instanceof Map && 'native';
    for (const implementation of new Set([oracle, run.implementation].filter(Boolean))) {
      const server = await startServer({ entry });
      const again = await collect({ browser, server, engine, ...run, names, implementation }).catch(
        (error) => error,
      );
      await server.close();
      if (again instanceof Error) return;
      for (const name of names) logs[run.scope][implementation].set(name, again.get(name));
    }
  }
}

async function collectAll({ browser, engine, scopes, match }) {
  const logs = Object.fromEntries(scopes.map(({ scope }) => [scope, {}]));
  const runs = scopes
    .flatMap(({ implementations, ...scope }) =>
      implementations.map((implementation) => ({ ...scope, implementation })),
    )
    .values();
  const worker = async () => {
    for (const run of runs) {
      // Each run has its own server, because an engine opens few connections to one host.
      const server = await startServer({ entry });
      logs[run.scope][run.implementation] = await collect({ browser, server, engine, match, ...run }).catch(
        (error) => error,
      );
      await server.close();
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY[engine] ?? 1 }, worker));
  return logs;
}

/** Runs all scenarios of one implementation in one scope: scenario → log. */
function collect({ browser, server, engine, scope, implementation, bytes, match, names, without }) {
  const settings = JSON.stringify({
    engine,
    implementation,
    scope,
    match,
    names,
    bytes,
    without,
    drainTime: DRAIN_TIMES[engine],
    addresses: server.addresses,
  });
  const logs = new Map();
  return new Promise((resolve, reject) => {
    let watchdog;
    const restartWatchdog = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(finish, SILENCE, new Error(`no report after ${logs.size} scenarios`));
    };
    const finish = async (error) => {
      clearTimeout(watchdog);
      server.reports.removeListener('report', onReport);
      await visit.then(({ close }) => close()).catch(() => {});
      if (error) reject(error);
      else resolve(logs);
    };
    const onReport = ({ scenario, log, took, done, failure }) => {
      restartWatchdog();
      if (failure) return finish(new Error(`the page could not run: ${failure}`));
      if (done) {
        console.error(`# ${engine}, ${scope}, ${implementation}: ${logs.size} scenarios in ${took} ms`);
        return finish();
      }
      logs.set(scenario, log);
      if (LOGS) console.error(`${implementation} · ${scenario} · ${took} ms\n${difference(log, log)}`);
    };
    restartWatchdog();
    server.reports.on('report', onReport);
    const query = `settings=${encodeURIComponent(settings)}`;
    const page = oldEngines[engine] ? 'old/page.html' : 'page.html';
    const visit = browser.visit(`${server.addresses.origin}/e2e/${page}?${query}`);
    visit.catch(finish);
  });
}
