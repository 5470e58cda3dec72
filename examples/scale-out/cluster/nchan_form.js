// The form of a cluster whose nodes are nginx with nchan.
// Knows how its nodes and its publisher are made. Must not know the rest of a cluster.

import { freePort } from './port.js';
import { nchanGuard } from './nchan_guard.js';
import { FIRST_LINE, nchanNode } from './nchan_node.js';
import { NchanPublisher } from './nchan_publisher.js';

/** @type {import('./cluster.js').Form} */
export const nchanForm = {
  /** nchan cannot send `retry`, so the balancer puts it in place of this line. */
  firstLine: FIRST_LINE,
  guard: nchanGuard,
  async makeNode(folder, options) {
    const [port, publisherPort] = [await freePort(), await freePort()];
    return { port, publisherPort, program: nchanNode(folder, { ...options, port, publisherPort }) };
  },
  /**
   * A channel must not be empty: there, a worker of nchan 1.3.6 aborts at the second client with one unknown id, and the
   * streams of all its clients end. So the first message of each channel comes before the first client.
   */
  async begin(publisher, channels) {
    for (const channel of channels) await publisher.publish(channel, { type: 'begin', data: '{}' });
  },
  makePublisher: ({ nodes }) => new NchanPublisher(nodes.map(({ publisherPort }) => publisherPort)),
};
