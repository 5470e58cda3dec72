// The demo of www/ on a cluster: its page unchanged, its match and its prices published to the cluster.
// Knows the parts of the demo and of the cluster. Must not know the form of the cluster, or how the parts work.
//
//   the page       http://localhost:3000         the page server of www/; its switch kills and restarts the cluster
//   the streams    http://localhost:<balancer>   the cluster; Redis keeps the history while it is down
//   this process   writes the match and the prices, and answers polls and questions, which the balancer passes on

import { Answers } from '../../../www/answers.js';
import { Feed } from '../../../www/feed.js';
import { listen, stop } from '../../../www/listening.js';
import { startMatch } from '../../../www/match.js';
import { createPageServer } from '../../../www/page_server.js';
import { RequestLog } from '../../../www/request_log.js';
import { PACE } from '../../../www/server.js';
import { StreamServer } from '../../../www/stream_server.js';
import { startTicker } from '../../../www/ticker.js';
import { Tokens } from '../../../www/tokens.js';
import { startCluster } from '../cluster/cluster.js';
import { createRecorder } from './recorder.js';

/** Starts the demo. Port 0 means any free port. `pace` overrides values of PACE. */
export async function startDemo(form, { port = 0, orNext = false, pace = {}, cluster: options = {} } = {}) {
  const { minute, pause, tick, pollEvery, priceRetry, word, tokenLifetime } = { ...PACE, ...pace };
  const feeds = { match: new Feed({ capacity: HISTORY }), prices: new Feed({ capacity: HISTORY }) };
  const requestLog = new RequestLog();
  const streams = Object.entries(feeds).map(([channel, feed]) => ({ path: `/${channel}`, feed }));
  const tokens = new Tokens({ lifetime: tokenLifetime });
  const writer = new StreamServer(streams, new Answers(tokens, requestLog, { word }), requestLog);
  await writer.listen(0);
  const recorder = createRecorder(requestLog);
  const cluster = await startCluster(form, {
    channels: Object.keys(feeds),
    history: HISTORY,
    // So a new reader of the match begins at its kick-off, or earlier.
    first: 'oldest',
    retry: priceRetry,
    writer: writer.port,
    recorder: await listen(recorder, 0),
    ...options,
  });
  for (const [channel, feed] of Object.entries(feeds)) publishTo(cluster, channel, feed);
  const pageServer = createPageServer(cluster, tokens, requestLog, { pollEvery });
  const pagePort = await listen(pageServer, port, { orNext }).catch(async (error) => {
    await cluster.close();
    throw error;
  });
  const stopFunctions = [startMatch(feeds.match, { minute, pause }), startTicker(feeds.prices, { tick })];
  return {
    address: `http://localhost:${pagePort}`,
    cluster,
    async close() {
      stopFunctions.forEach((stopFeed) => stopFeed());
      await Promise.all([stop(pageServer), writer.kill(), stop(recorder), cluster.close()]);
    },
  };
}

function publishTo(cluster, channel, feed) {
  feed.subscribe(({ type, data }) => {
    cluster.publisher.publish(channel, { type, data: JSON.stringify(data) }).catch(() => {
      // Only a publisher that is closed gives up; then the demo ends.
    });
  });
}

/** Stored events a channel. */
const HISTORY = 1000;
