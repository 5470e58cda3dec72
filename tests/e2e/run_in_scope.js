// Runs the scenarios in the scope that imports it, several at a time, and posts each log to the server.
// Knows scenarios, timeouts and how logs are made comparable. Must not know the scope (no window, no document), nor
// the expected content of a log.
//
//   runScenarios(EventSource, { implementation: 'fetch', scope: 'window', match: 'BOM', bytes: false, drainTime, addresses })
//
// `drainTime` is the time in milliseconds that the engine may take to close a connection that is not needed any more.

import { describeError, ScenarioContext } from './context.js';
import { chosen } from './scenarios/index.js';

const CONCURRENCY = 4;
/** The timeout of a scenario, in milliseconds. */
const PATIENCE = 10_000;

/** The `transport` option for each implementation of this package. The native object has no such option. */
const TRANSPORTS = { fetch: 'fetch', xhr: 'xhr', legacy: 'xhr' };

export async function runScenarios(EventSource, { implementation, drainTime, addresses, ...selection }) {
  const { scope } = selection;
  const scenarios = chosen(selection);
  const report = (body) =>
    fetch(`${addresses.control}/report`, {
      method: 'POST',
      body: JSON.stringify({ implementation, scope, ...body }),
    });
  const uncaught = collectUncaughtErrors();
  const started = performance.now();
  const runAndReport = async (scenario) => {
    const begin = performance.now();
    const log = await runOne(scenario, { EventSource, implementation, drainTime, addresses });
    await report({ scenario: scenario.name, log, took: Math.round(performance.now() - begin) });
  };
  const queue = scenarios.filter(({ alone }) => !alone).values();
  const worker = async () => {
    for (const scenario of queue) await runAndReport(scenario);
  };
  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, worker));
    for (const scenario of scenarios.filter(({ alone }) => alone)) await runAndReport(scenario);
  } catch (error) {
    await report({ failure: String(error?.stack) });
  }
  await report({ scenario: 'the page has no uncaught error', log: [['uncaught errors', uncaught]] });
  await report({ done: true, took: Math.round(performance.now() - started) });
}

/** Returns the scenario's log. A timeout and an exception are entries of it. */
async function runOne(scenario, { EventSource, implementation, drainTime, addresses }) {
  const transport = TRANSPORTS[implementation];
  const key = `${implementation}-${scenario.number}`;
  const context = new ScenarioContext({ EventSource, transport, addresses, key, drainTime });
  let timer;
  const timeout = new Promise((resolve) => {
    timer = setTimeout(() => {
      context.note('timed out, waiting for', context.pendingEvents);
      resolve();
    }, scenario.patience ?? PATIENCE);
  });
  try {
    await Promise.race([scenario.run(context), timeout]);
    clearTimeout(timer);
    const requests = scenario.quiet ? [] : await context.requests();
    return comparable(
      [...context.log, ...requests.map((request) => requestEntry(request, scenario))],
      context.addresses,
      key,
    );
  } catch (error) {
    return comparable(
      [...context.log, ['the scenario threw', describeError(error), String(error?.stack)]],
      addresses,
      key,
    );
  } finally {
    clearTimeout(timer);
    await context.cleanUp();
  }
}

/**
 * The log entry of a request, with what must be equal in every implementation. Preflights and CORS probes differ in
 * method and mode.
 */
function requestEntry({ method, headers, ended }, { ends = true }) {
  const mode = headers['sec-fetch-mode'] ?? 'cors';
  const id = headers['last-event-id'];
  const entry = ['request', method, id ?? null];
  if (ends) entry.push(ended ? `ended by ${ended}` : 'never ended');
  return mode === 'cors' ? entry : [...entry, `mode ${mode}`];
}

/** The log as plain JSON, with placeholders instead of addresses and keys. */
function comparable(log, addresses, key) {
  const here = globalThis.location.href.replace(/#.*/, '');
  const names = { here, file: here.replace(/.*\//, ''), ...addresses };
  let json = JSON.stringify(log);
  for (const [name, address] of Object.entries(names)) json = json.replaceAll(address, `<${name}>`);
  return JSON.parse(json.replaceAll(key, '<key>'));
}

/** Collects the messages of errors for which no scenario has called `preventDefault()`. */
function collectUncaughtErrors() {
  const messages = [];
  globalThis.addEventListener('error', (event) => {
    setTimeout(() => event.defaultPrevented || messages.push(String(event.message)));
  });
  globalThis.addEventListener('unhandledrejection', (event) => messages.push(`rejection: ${event.reason}`));
  return messages;
}
