// Every server with every client: what the server sends reaches the page as the standard says, and as Chromium's own class
// has it. The result is a table, which must be that of docs/servers.md.
// Knows the order of the steps. Must not know how a server writes, nor what a behaviour is.
//
//   node --test tests/servers/servers.test.js     after tests/servers/install.sh
//   MATCH=axum …                                  runs the servers whose name contains this
//   SERVERS=write …                               writes the table into docs/servers.md

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { behaviours, overHttp2 } from './behaviours.js';
import { CLIENTS, nodeClient, startBrowser } from './clients.js';
import { startNginx } from './nginx.js';
import { start } from './programs.js';
import { startRelay } from './relay.js';
import { servers } from './servers.js';
import { compareWithDocument, serverTable } from './report.js';
import { read, styleOf } from './wire.js';

const { MATCH = '' } = process.env;
const chosen = servers.filter(({ name }) => name.toLowerCase().includes(MATCH.toLowerCase()));

/** For each server by name: its style, its heartbeat, and the cells of the table. */
const results = new Map();
let keys = 0;

describe('servers', () => {
  let browser;
  before(async () => (browser = await startBrowser()));
  after(() => browser?.close());

  for (const server of chosen) testServer(server, () => browser);

  it(
    'are in docs/servers.md as they behave, which SERVERS=write updates',
    {
      skip: MATCH ? 'this run is a part' : false,
    },
    async () => {
      await compareWithDocument('servers', serverTable(servers, [...behaviours, overHttp2], results));
    },
  );
});

function testServer(server, browserOf) {
  describe(server.name, () => {
    const scheme = server.secure ? 'https' : 'http';
    const clients = [];
    let program;
    const cells = {};
    results.set(server.name, { cells });

    before(async () => {
      program = await start(server.command);
      for (const name of CLIENTS) {
        const relay = await startRelay(program.port);
        const origin = `${scheme}://127.0.0.1:${relay.port}`;
        const client = name === 'node' ? nodeClient(origin, server) : await browserOf().client(name, origin);
        clients.push({ client, relay });
      }
    });
    after(async () => {
      for (const { client, relay } of clients) {
        await client.end();
        relay.close();
      }
      await program?.stop();
    });

    const release = (key) => read(`${scheme}://127.0.0.1:${program.port}/release?key=${key}`);
    const url = (path) => `${scheme}://127.0.0.1:${program.port}${path}`;

    it('writes events in its own style', async () => {
      const { text, headers } = await read(url('/grammar'), (all) => /^event: ?end[^]*\n\r?\n$/m.test(all));
      assert.match(headers['content-type'], /^text\/event-stream/);
      const heartbeat = await heartbeatOf(url('/heartbeat?key=wire'));
      Object.assign(results.get(server.name), { style: styleOf(text), heartbeat });
    });

    for (const behaviour of behaviours) {
      it(behaviour.name, async () => {
        if (behaviour.encoding) await assertEncoding(server, behaviour.encoding, url);
        const runs = clients.map(({ client, relay }) => check(behaviour, client, { server, relay, release }));
        await Promise.all(runs);
        cells[behaviour.name] = true;
      });
    }

    it(overHttp2.name, async () => {
      const proxy = server.secure ? undefined : await startNginx({ ...HTTP2, upstream: program.port });
      const origin = proxy ? proxy.origin : url('');
      const opened = [];
      try {
        for (const name of ['native', 'fetch', 'xhr']) opened.push(await browserOf().client(name, origin));
        for (const client of opened) assert.equal(await client.protocol(), 'h2');
        await Promise.all(opened.map((client) => check(overHttp2, client, { server, release })));
      } finally {
        for (const client of opened) await client.end();
        await proxy?.stop();
      }
      cells[overHttp2.name] = true;
    });
  });
}

/** What nginx needs in front of a server without HTTP/2. */
const HTTP2 = { listen: 'ssl http2', location: 'proxy_buffering off;' };

async function check(behaviour, client, context) {
  const key = `key-${(keys += 1)}`;
  const actual = await behaviour.run(client, { ...context, key });
  assert.deepEqual(actual, behaviour.expected(context.server, client), client.name);
}

/** The text between the first event and what follows it. */
async function heartbeatOf(url) {
  const { text } = await read(url, (all) => all.trim().split(/(?:\r?\n){2}/).length > 2);
  const heartbeat = text.split(/(?:\r?\n){2}/)[text.includes('retry:100') ? 2 : 1];
  return heartbeat.replace(/\d{4}-.*/, '<time>').replaceAll('\n', ' ');
}

/** That a response is compressed exactly where the server is said to compress. */
async function assertEncoding(server, encoding, url) {
  const { headers } = await read(url(`/${encoding}/grammar`), undefined, { 'accept-encoding': encoding });
  const actual = headers['content-encoding'] === 'identity' ? undefined : headers['content-encoding'];
  // A server of another format has no route of this name.
  assert.equal(actual, server.encodings.includes(encoding) ? encoding : undefined);
}
