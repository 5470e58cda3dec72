// Seven sources of one origin in Chromium: over HTTP/1.1 six are open, and the seventh waits; over HTTP/2 all are open.
// Knows how many connections Chromium allows. Must not know how a source is made.
//
//   node --test tests/servers/connections.test.js     after tests/servers/install.sh

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { startBrowser } from './clients.js';
import { node, start } from './programs.js';

const PATIENCE = 10_000;

describe('seven sources of one origin', () => {
  let browser;
  before(async () => (browser = await startBrowser()));
  after(() => browser?.close());

  for (const name of ['native', 'fetch', 'xhr']) {
    it(`${name}: six are open over HTTP/1.1; the seventh opens when one of them is closed`, async () => {
      await withClient({ program: 'http.js', scheme: 'http', name }, async (client) => {
        const sources = await openSeven(client);
        await Promise.all(sources.slice(0, 6).map((source) => client.wait(source, { events: 2 }, PATIENCE)));
        await pause(500);
        const { log, readyState } = await client.state(sources[6]);
        assert.deepEqual({ log, readyState }, { log: [], readyState: 0 });

        await client.close(sources[0]);
        await client.wait(sources[6], { open: 1, events: 2 }, PATIENCE);
      });
    });

    it(`${name}: all are open over HTTP/2`, async () => {
      await withClient({ program: 'http2.js', scheme: 'https', name }, async (client) => {
        const sources = await openSeven(client);
        await Promise.all(sources.map((source) => client.wait(source, { open: 1, events: 2 }, PATIENCE)));
      });
    });
  }

  async function withClient({ program, scheme, name }, run) {
    const server = await start(node(program));
    try {
      const client = await browser.client(name, `${scheme}://127.0.0.1:${server.port}`);
      await run(client);
      await client.end();
    } finally {
      await server.stop();
    }
  }
});

/** Opens them one by one, because Chromium serves requests in the order of their start. */
async function openSeven(client) {
  const sources = [];
  while (sources.length < 7) sources.push(await client.open('/numbered'));
  return sources;
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
