// Start: from the first script to the first open event, cold and warm, for every client.
// Knows pages and caches. Must not know how a client loads its parts.
//
//   npm run bench:start                        Chromium
//   npm run bench:start -- --engine=firefox
//
// Cold: a new browser with empty caches. Warm: the same page again, with the script in the HTTP cache, and possibly
// with its compiled code in the engine's cache.

import { parseArgs } from 'node:util';
import { bundle } from '../bundle.js';
import { clientsOf, scriptOf } from '../clients/index.js';
import { record } from '../record.js';
import { serve } from '../serve.js';
import { summary } from '../statistics.js';
import { stream } from '../streams.js';
import { launch } from '../../tests/e2e/browsers.js';

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', multiple: true, default: ['chromium'] },
    rounds: { type: 'string', default: '7' },
  },
});
const rounds = Number(options.rounds);

const clients = clientsOf();
const server = await serve({ '/stream': stream, ...(await scripts()) });
const program = await watch();
const results = {};
for (const engine of options.engine) results[engine] = await measure(engine);
server.close();
await record('start', results, { merge: true });

/** The script runs inline, so that its loading is not measured. */
async function watch() {
  const script = new TextDecoder().decode(await bundle('bench/start/in_page.js'));
  return script.replace(/export\s*\{[\s\S]*?\};?\s*$/, 'globalThis.begin = begin;');
}

/** The routes of the server: one script for each client. */
async function scripts() {
  const routes = {};
  for (const name of clients) {
    const contents = scriptOf(name);
    routes[pathOf(name)] = cacheable(await bundle({ contents }, { minify: true }));
  }
  return routes;
}

function pathOf(client) {
  return `/${encodeURIComponent(client)}.js`;
}

function cacheable(body) {
  return (_, response) => {
    response.writeHead(200, {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=3600',
      'cross-origin-resource-policy': 'same-origin',
    });
    response.end(body);
  };
}

async function measure(engine) {
  const measured = Object.fromEntries(clients.map((client) => [client, { cold: [], warm: [] }]));
  let version;
  for (let round = 0; round < rounds; round += 1) {
    for (const client of clients) {
      const browser = await launch(engine);
      version = browser.version.replace('/', ' ');
      // The page of another client first, because a browser usually runs for a while before a page is opened.
      await visit(browser, clients[0]);
      measured[client].cold.push(await visit(browser, client));
      // Engines cache compiled code for the third visit.
      await visit(browser, client);
      measured[client].warm.push(await visit(browser, client));
      await browser.close();
    }
  }
  console.log(`\n${version}: milliseconds to load, to open, longest task; cold, then warm`);
  const figures = {};
  for (const client of clients) {
    figures[client] = { cold: summaries(measured[client].cold), warm: summaries(measured[client].warm) };
    const cells = [figures[client].cold, figures[client].warm].map(
      ({ load, open, longest }) => `${fixed(load)} ${fixed(open)} ${fixed(longest)}`,
    );
    console.log(client.padEnd(24), cells.join('   |'));
  }
  return { version, clients: figures };
}

async function visit(browser, client) {
  const { page, close } = await browser.visit(server.origin);
  await page.evaluate(program);
  const args = [pathOf(client), '/stream?kind=open'];
  const value = await page.evaluate((...values) => globalThis.begin(...values), ...args);
  await close();
  return value;
}

function summaries(measured) {
  const keys = ['load', 'open', 'longest'];
  return Object.fromEntries(keys.map((key) => [key, summary(measured.map((times) => times[key]))]));
}

function fixed({ median }) {
  return median.toFixed(1).padStart(7);
}
