// The form of a cluster whose nodes are nginx with nchan.
// Knows how its nodes and its publisher are made. Must not know the rest of a cluster.

import { freePort } from './port.js';
import { FIRST_LINE, nchanNode } from './nchan_node.js';
import { NchanPublisher } from './nchan_publisher.js';

/** @type {import('./cluster.js').Form} */
export const nchanForm = {
  /** nchan cannot send `retry`, so the balancer puts it in place of this line. */
  firstLine: FIRST_LINE,
  async makeNode(folder, options) {
    const [port, publisherPort] = [await freePort(), await freePort()];
    return { port, publisherPort, program: nchanNode(folder, { ...options, port, publisherPort }) };
  },
  makePublisher: ({ nodes }) => new NchanPublisher(nodes.map(({ publisherPort }) => publisherPort)),
};
