// The form of a cluster whose nodes are Node processes that read Redis streams.
// Knows how its nodes and its publisher are made. Must not know the rest of a cluster.

import { freePort } from './port.js';
import { streamNode } from './stream_node.js';
import { StreamPublisher } from './stream_publisher.js';

/** @type {import('./cluster.js').Form} */
export const streamForm = {
  async makeNode(folder, { redisPort, channels, first, retry, restartAfter }) {
    const port = await freePort();
    return { port, program: streamNode(folder, { port, redisPort, channels, first, retry, restartAfter }) };
  },
  makePublisher: ({ redisPort, history }) => new StreamPublisher({ redisPort, history }),
};
