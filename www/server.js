// The demo: starts a match, a stock ticker and two servers, and says where to look. `node www/server.js`
// Knows what there is and how fast it goes. Must not know how any of it works.
//
// Two servers in one process, because the switch in the page closes a listening socket for real:
//
//   the page      http://localhost:3000   the page, the package, the switch. It stays, so that a reload, and the
//                                         hand that brings the other one back, always find it.
//   the streams   http://localhost:3001   the match and the prices. This is the one that dies.
//
// So the network panel is easy to read: whatever goes to the second port is a stream or a poll, whatever is red
// there was refused by a socket that is really closed. What it costs: the streams are of another origin, so a
// script's `Last-Event-ID` is preflighted, once in ten minutes.

import { pathToFileURL } from 'node:url';
import { Feed } from './feed.js';
import { Ledger } from './request_log.js';
import { listen, stop } from './listening.js';
import { playMatch } from './match.js';
import { createPageServer } from './page_server.js';
import { StreamServer } from './stream_server.js';
import { runTicker } from './ticker.js';

/** In milliseconds. The match has no `retry` of its own: its reconnection time is the browser's. */
const PACE = {
  minute: 2000,
  pause: 8000,
  tick: 250,
  pollEvery: 3000,
  matchRetry: undefined,
  priceRetry: 1000,
};

/** Starts the demo; port 0 is any free one. `pace` replaces what it names of PACE. */
export async function startDemo({ port = 0, orNext = false, pace = {} } = {}) {
  const { minute, pause, tick, pollEvery, matchRetry, priceRetry } = { ...PACE, ...pace };
  const match = new Feed({ capacity: 1000 });
  const prices = new Feed({ capacity: 4000, newcomers: 240 });
  const ledger = new Ledger();
  const streams = [
    { path: '/match', feed: match, retry: matchRetry },
    { path: '/prices', feed: prices, retry: priceRetry },
  ];
  const streamServer = new StreamServer(streams, ledger);
  const pageServer = createPageServer(streamServer, ledger, { pollEvery });
  const pagePort = await listen(pageServer, port, { orNext });
  await streamServer.listen(port === 0 ? 0 : pagePort + 1);
  const halts = [playMatch(match, { minute, pause }), runTicker(prices, { tick })];
  return {
    address: `http://localhost:${pagePort}`,
    streamAddress: `http://localhost:${streamServer.port}`,
    subscribers: () => match.subscribers + prices.subscribers,
    async close() {
      halts.forEach((halt) => halt());
      await Promise.all([streamServer.kill(), stop(pageServer)]);
    },
  };
}

async function main() {
  const asked = process.env.PORT;
  try {
    const { address } = await startDemo({ port: Number(asked ?? 3000), orNext: asked === undefined });
    console.log(`The demo is at ${address}`);
  } catch (error) {
    console.error(`The demo could not start: ${error.message}`);
    process.exitCode = 1;
  }
}

if (process.argv[1] && pathToFileURL(process.argv[1]).href === import.meta.url) await main();
