// The demo: starts a match, a stock ticker, answers and two servers, and prints the URL. `node www/server.js`
// Knows its parts and their speed. Must not know how they work.
//
// There are two servers in one process, because the switch in the page really closes a listening socket:
//
//   the page      http://localhost:3000   the page, the package, the switch. It always runs, so that the page can be
//                                         reloaded and can restart the other server.
//   the streams   http://localhost:3001   the match, the prices and the answers. The switch stops
//                                         this one.
//
// This makes the network panel easy to read: every request to the second port is a stream or a poll, and a failed one
// was refused by a closed socket. The cost: the streams have another origin, so a script's `Last-Event-ID` needs a
// preflight every ten minutes.

import { pathToFileURL } from 'node:url';
import { Answers } from './answers.js';
import { Feed } from './feed.js';
import { RequestLog } from './request_log.js';
import { listen, stop } from './listening.js';
import { startMatch } from './match.js';
import { createPageServer } from './page_server.js';
import { StreamServer } from './stream_server.js';
import { startTicker } from './ticker.js';
import { Tokens } from './tokens.js';

/** In milliseconds. The match sends no `retry`, so its reconnection time is the client's default. */
export const PACE = {
  minute: 2000,
  pause: 8000,
  tick: 250,
  pollEvery: 3000,
  matchRetry: undefined,
  priceRetry: 1000,
  word: 90,
  tokenLifetime: 60_000,
};

/** Starts the demo. Port 0 means any free port. `pace` overrides values of PACE. */
export async function startDemo({ port = 0, orNext = false, pace = {} } = {}) {
  const { minute, pause, tick, pollEvery, matchRetry, priceRetry, word, tokenLifetime } = {
    ...PACE,
    ...pace,
  };
  const match = new Feed({ capacity: 1000 });
  const prices = new Feed({ capacity: 4000, initial: 240 });
  const requestLog = new RequestLog();
  const streams = [
    { path: '/match', feed: match, retry: matchRetry },
    { path: '/prices', feed: prices, retry: priceRetry },
  ];
  const tokens = new Tokens({ lifetime: tokenLifetime });
  const answers = new Answers(tokens, requestLog, { word });
  const streamServer = new StreamServer(streams, answers, requestLog);
  const pageServer = createPageServer(streamServer, tokens, requestLog, { pollEvery });
  const pagePort = await listen(pageServer, port, { orNext });
  await streamServer.listen(port === 0 ? 0 : pagePort + 1);
  const stopFunctions = [startMatch(match, { minute, pause }), startTicker(prices, { tick })];
  return {
    address: `http://localhost:${pagePort}`,
    streamAddress: `http://localhost:${streamServer.port}`,
    subscribers: () => match.subscribers + prices.subscribers,
    answering: () => answers.open,
    async close() {
      stopFunctions.forEach((stopFeed) => stopFeed());
      await Promise.all([streamServer.kill(), stop(pageServer)]);
    },
  };
}

async function main() {
  const wanted = process.env.PORT;
  try {
    const { address } = await startDemo({ port: Number(wanted ?? 3000), orNext: wanted === undefined });
    console.log(`The demo is at ${address}`);
  } catch (error) {
    console.error(`The demo could not start: ${error.message}`);
    process.exitCode = 1;
  }
}

if (process.argv[1] && pathToFileURL(process.argv[1]).href === import.meta.url) await main();
