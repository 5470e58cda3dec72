// Plays the scenarios in whatever scope this is, some at once, and posts each log to the server.
// Knows scenarios, time-outs and how logs are made comparable. Must not know the scope (no window, no document), nor
// what a log should be.
//
//   run(EventSource, { implementation: 'fetch', scope: 'window', match: 'BOM', bytes: false, drains, addresses })
//
// `drains` is how many milliseconds the engine may take to let go of a connection that nobody needs any more.

import { Scene, thrown } from './context.js';
import { chosen } from './scenarios/index.js';

const AT_ONCE = 4;
const PATIENCE = 10_000;

/** What each implementation is asked to carry its streams with; none, for the one that is not ours. */
const TRANSPORTS = { fetch: 'fetch', xhr: 'xhr', legacy: 'xhr' };

export async function run(EventSource, { implementation, drains, addresses, ...which }) {
  const { scope } = which;
  const scenarios = chosen(which);
  const report = (body) =>
    fetch(`${addresses.control}/report`, {
      method: 'POST',
      body: JSON.stringify({ implementation, scope, ...body }),
    });
  const strays = collectStrays();
  const started = performance.now();
  const play = async (scenario) => {
    const begun = performance.now();
    const log = await playOne(scenario, { EventSource, implementation, drains, addresses });
    await report({ scenario: scenario.name, log, took: Math.round(performance.now() - begun) });
  };
  const together = scenarios.filter(({ alone }) => !alone);
  const queue = together.values();
  const lane = async () => {
    for (const scenario of queue) await play(scenario);
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    for (const scenario of scenarios.filter(({ alone }) => alone)) await play(scenario);
  } catch (error) {
    await report({ broken: String(error?.stack) });
  }
  await report({ scenario: 'no error of the page went unnoticed', log: [['strays', strays]] });
  await report({ done: true, took: Math.round(performance.now() - started) });
}

/** The scenario's log, whatever happens: a time-out and an exception are entries. */
async function playOne(scenario, { EventSource, implementation, drains, addresses }) {
  const transport = TRANSPORTS[implementation];
  const key = `${implementation}-${scenario.number}`;
  const scene = new Scene({ EventSource, transport, addresses, key, drains });
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => {
      scene.note('timed out, waiting for', scene.waiting);
      resolve();
    }, scenario.patience ?? PATIENCE);
  });
  try {
    await Promise.race([scenario.play(scene), late]);
    clearTimeout(timer);
    const requests = scenario.quiet ? [] : await scene.requests();
    return comparable(
      [...scene.log, ...requests.map((request) => seen(request, scenario))],
      scene.addresses,
      key,
    );
  } catch (error) {
    return comparable(
      [...scene.log, ['the scenario broke', thrown(error), String(error?.stack)]],
      addresses,
      key,
    );
  } finally {
    clearTimeout(timer);
    await scene.leave();
  }
}

/** A request as an entry: what everybody must agree on. Preflights and probes show by method and mode. */
function seen({ method, headers, ended }, { ends = true }) {
  const mode = headers['sec-fetch-mode'] ?? 'cors';
  const id = headers['last-event-id'];
  const entry = ['request', method, id ?? null];
  if (ends) entry.push(ended ? `ended by ${ended}` : 'never ended');
  return mode === 'cors' ? entry : [...entry, `mode ${mode}`];
}

/** The log with addresses and keys replaced by their names, as plain JSON. */
function comparable(log, addresses, key) {
  const here = globalThis.location.href.replace(/#.*/, '');
  const names = { here, file: here.replace(/.*\//, ''), ...addresses };
  let json = JSON.stringify(log);
  for (const [name, address] of Object.entries(names)) json = json.replaceAll(address, `<${name}>`);
  return JSON.parse(json.replaceAll(key, '<key>'));
}

/** Errors that no scenario has claimed (by `preventDefault`) end up here. */
function collectStrays() {
  const strays = [];
  globalThis.addEventListener('error', (event) => {
    setTimeout(() => event.defaultPrevented || strays.push(String(event.message)));
  });
  globalThis.addEventListener('unhandledrejection', (event) => strays.push(`rejection: ${event.reason}`));
  return strays;
}
