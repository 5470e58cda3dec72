// nginx between the server and every client: each row of docs/proxies.md shows its symptom, and each cure ends it.
// Knows how a situation is set up. Must not know directives, nor what a symptom is.
//
//   node --test tests/servers/proxies.test.js     after tests/servers/install.sh
//   ROW=restart …                                 runs the rows whose symptom contains this
//   SERVERS=write …                               writes the table into docs/proxies.md

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { CLIENTS, nodeClient, startBrowser } from './clients.js';
import { freePort, startNginx } from './nginx.js';
import { node, start } from './programs.js';
import { rows } from './proxies.js';
import { startRelay } from './relay.js';
import { compareWithDocument, proxyTable } from './report.js';
import { read } from './wire.js';

const { ROW = '' } = process.env;

/** How long the server is down in a restart. */
const DOWN = 1500;

describe('behind nginx', () => {
  let browser;
  before(async () => (browser = await startBrowser()));
  after(() => browser?.close());

  for (const row of rows.filter(({ symptom }) => symptom.includes(ROW))) {
    describe(row.symptom, () => {
      it(`with ${row.cause.says}`, () => inSituation(browser, row, row.cause, row.shows));
      for (const cure of row.cures) {
        it(`not with ${cure.says}`, () => inSituation(browser, row, cure, cure.cured ?? row.cured));
      }
    });
  }

  it(
    'the rows are those of docs/proxies.md, which SERVERS=write updates',
    {
      skip: ROW ? 'this run is a part' : false,
    },
    async () => {
      await compareWithDocument('proxies', proxyTable(rows));
    },
  );
});

/** Starts the server, a relay, one or two nginx and the clients; runs; and ends them all. */
async function inSituation(browser, row, setup, run) {
  const ends = [];
  try {
    const situation = await situationOf(row, setup, ends);
    if (setup.encoding) await assertEncoding(situation.proxy.origin, setup.encoding);
    await runWithClients(browser, row, situation, run, ends);
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

/** Puts a function into `ends` for each thing that it starts. */
async function situationOf({ direct = false }, setup, ends) {
  const PORT = await freePort();
  const startServer = () => start(node(setup.program ?? 'http.js'), { PORT });
  let program = await startServer();
  ends.push(() => program.stop());
  const relay = await startRelay(PORT);
  ends.push(relay.close);
  let proxy = await startNginx({ upstream: direct ? PORT : relay.port, ...setup });
  ends.push(proxy.stop);
  if (setup.outer) {
    proxy = await startNginx({ upstream: proxy.port, ...setup.outer });
    ends.push(proxy.stop);
  }
  return {
    relay,
    proxy,
    release: (key) => read(`http://127.0.0.1:${PORT}/release?key=${key}`),
    async restart() {
      await program.stop();
      await pause(DOWN);
      program = await startServer();
    },
  };
}

/** All clients at once; one after the other where they would share the browser's connections. */
async function runWithClients(browser, { clients: names = CLIENTS }, situation, run, ends) {
  const { origin } = situation.proxy;
  const clients = [];
  for (const name of names) {
    const client = name === 'node' ? nodeClient(origin) : await browser.client(name, origin);
    ends.push(client.end);
    clients.push(client);
  }
  if (names.includes('node')) return run({ ...situation, clients });
  for (const client of clients) {
    await run({ ...situation, clients: [client] });
    await client.closeAll();
  }
}

/** That the response is compressed. The end of /end makes nginx send what it holds. */
async function assertEncoding(origin, encoding) {
  const { headers } = await read(`${origin}/end`, undefined, { 'accept-encoding': encoding });
  assert.equal(headers['content-encoding'], encoding);
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
