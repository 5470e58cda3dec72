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
async function inSituation(browser, { clients: names = CLIENTS }, setup, run) {
  const ends = [];
  const onEnd = (thing, end) => {
    ends.unshift(end);
    return thing;
  };
  try {
    const PORT = await freePort();
    const situation = { clients: [] };
    const startServer = async () => {
      situation.program = await start(node(setup.program ?? 'http.js'), { PORT });
    };
    await startServer();
    ends.unshift(() => situation.program.stop());
    situation.relay = await startRelay(PORT);
    ends.unshift(async () => situation.relay.close());
    const isRestarted = run.name.includes('Restart');
    const inner = await startNginx({ upstream: isRestarted ? PORT : situation.relay.port, ...setup });
    situation.proxy = onEnd(inner, inner.stop);
    if (setup.outer) {
      const outer = await startNginx({ upstream: inner.port, ...setup.outer });
      situation.proxy = onEnd(outer, outer.stop);
    }
    situation.release = (key) => read(`http://127.0.0.1:${PORT}/release?key=${key}`);
    situation.restart = async () => {
      await situation.program.stop();
      await pause(DOWN);
      await startServer();
    };
    if (setup.encoding) await assertEncoding(situation.proxy.origin, setup.encoding);
    await runWithClients(browser, names, situation, run, onEnd);
  } finally {
    for (const end of ends) await end();
  }
}

/** All clients at once; one after the other where they would share the browser's connections. */
async function runWithClients(browser, names, situation, run, onEnd) {
  const { origin } = situation.proxy;
  const alone = !names.includes('node');
  for (const name of names) {
    const client = name === 'node' ? nodeClient(origin) : await browser.client(name, origin);
    if (alone) {
      await run({ ...situation, clients: [client] });
      await client.end();
    } else {
      situation.clients.push(onEnd(client, client.end));
    }
  }
  if (!alone) await run(situation);
}

/** That the response is compressed. The end of /end makes nginx send what it holds. */
async function assertEncoding(origin, encoding) {
  const { headers } = await read(`${origin}/end`, undefined, { 'accept-encoding': encoding });
  assert.equal(headers['content-encoding'], encoding);
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
