// Start: from the first script to the first open, cold and warm, for every client and every way of loading ours.
// Knows pages and caches. Must not know how a client loads what it needs.
//
//   npm run bench:start                        Chromium
//   npm run bench:start -- --engine=firefox
//
// Cold: a new browser, whose caches are empty. Warm: the page again, whose script the HTTP cache has, and of which
// the engine may have kept the code.

import { parseArgs } from 'node:util';
import { bundle } from '../bundle.js';
import { clientsOf, scriptOf } from '../clients/index.js';
import { record } from '../record.js';
import { serve } from '../serve.js';
import { summary } from '../statistics.js';
import { stream } from '../streams.js';
import { launch } from '../../tests/e2e/browsers.js';

const { values: given } = parseArgs({
  options: {
    engine: { type: 'string', multiple: true, default: ['chromium'] },
    rounds: { type: 'string', default: '7' },
  },
});
const rounds = Number(given.rounds);

/** The watch is inline, so that loading it is no part of what is measured. */
const page = async () => {
  const watch = new TextDecoder().decode(await bundle('bench/start/in_page.js'));
  return watch.replace(/export\s*\{[\s\S]*?\};?\s*$/, 'globalThis.begin = begin;');
};

/** Ways of loading: path → script. */
async function scripts(clients) {
  const routes = {};
  for (const name of clients) {
    const contents = scriptOf(name);
    routes[`/${encodeURIComponent(name)}.js`] = cacheable(await bundle({ contents }, { minify: true }));
  }
  return routes;
}

const cacheable = (body) => (request, response) => {
  response.writeHead(200, {
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=3600',
    'cross-origin-resource-policy': 'same-origin',
  });
  response.end(body);
};

const clients = clientsOf();
const server = await serve({ '/stream': stream, ...(await scripts(clients)) });
const program = await page();
const results = {};
for (const engine of given.engine) results[engine] = await measure(engine);
server.close();
await record('start', results, { merge: true });

async function measure(engine) {
  const taken = Object.fromEntries(clients.map((client) => [client, { cold: [], warm: [] }]));
  let version;
  for (let round = 0; round < rounds; round += 1) {
    for (const client of clients) {
      const browser = await launch(engine);
      version = browser.version.replace('/', ' ');
      // Somebody else's page first: a browser has been running for a while when a page comes.
      await visit(browser, 'native');
      taken[client].cold.push(await visit(browser, client));
      // The third time, engines keep the code.
      await visit(browser, client);
      taken[client].warm.push(await visit(browser, client));
      await browser.close();
    }
  }
  console.log(`\n${version}: milliseconds to load, to open, longest task; cold, then warm`);
  const figures = {};
  for (const client of clients) {
    figures[client] = { cold: summaries(taken[client].cold), warm: summaries(taken[client].warm) };
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
  const script = `/${encodeURIComponent(client)}.js`;
  const value = await page.evaluate((...values) => globalThis.begin(...values), script, '/stream?kind=open');
  await close();
  return value;
}

const summaries = (taken) =>
  Object.fromEntries(
    ['load', 'open', 'longest'].map((key) => [key, summary(taken.map((times) => times[key]))]),
  );

const fixed = ({ median }) => median.toFixed(1).padStart(7);
