// Publishing: a message whose answer is lost is stored once, and texts that could break a stream do not.
// Knows both publishers. Must not know subscribers beyond what they receive.
//
//   node --test tests/scale_out/publishing.test.js

import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { EventSource } from 'eventsource-wasm';
import { startCuttingProxy } from './cutting_proxy.js';
import { FORMS, start } from './forms.js';
import { numbers, publishNumbered } from './numbered.js';
import { openResponse } from './response.js';
import { until } from './waiting.js';

/** For each form: the port behind which answers are lost, the requests, and a publisher that goes through the proxy. */
const CUTS = {
  nchan: {
    target: ({ nodes }) => nodes[0].publisherPort,
    mark: /POST/,
    publisher: ({ nodes }, port) => FORMS.nchan.makePublisher({ nodes: [{ publisherPort: port }, nodes[1]] }),
  },
  stream: {
    target: ({ redisPort }) => redisPort,
    mark: /xadd/i,
    publisher: (_, port) => FORMS.stream.makePublisher({ redisPort: port, history: 1000 }),
  },
};

for (const [name, { target, mark, publisher: make }] of Object.entries(CUTS)) {
  it(`${name}: a message is stored once, though the answer to its first request was lost`, async () => {
    const cluster = await start(name, { first: 'oldest' });
    const proxy = await startCuttingProxy(target(cluster));
    const publisher = make(cluster, proxy.port);
    let response;
    try {
      const ids = await publishNumbered(publisher, { to: 3 });
      proxy.cut(mark);
      ids.push(...(await publishNumbered(publisher, { from: 4, to: 8 })));
      assert.equal(proxy.cuts, 1);
      assert.equal(publisher.storedByFailures, 1, 'the request whose answer was lost had been executed');
      response = await openResponse(`${cluster.address}/match`);
      await until(() => response.observed.numbers.length >= 8);
      assert.deepEqual(response.observed.numbers, numbers(1, 8));
      assert.deepEqual(response.observed.ids, ids);
    } finally {
      response?.close();
      publisher.close();
      proxy.close();
      await cluster.close();
    }
  });
}

describe('the text of a message', () => {
  it('nchan: is refused if it has a CR, because nchan would send it, and it would end the field', async () => {
    const publisher = FORMS.nchan.makePublisher({ nodes: [] });
    assert.throws(() => publisher.publish('match', { data: 'a\rid: evil' }), TypeError);
  });

  it('stream: cannot add fields, whatever line ends it has', async () => {
    const cluster = await start('stream', { nodes: 1 });
    const source = new EventSource(`${cluster.address}/match`);
    try {
      const events = [];
      source.addEventListener('goal', ({ data, lastEventId }) => events.push([data, lastEventId]));
      await until(() => source.readyState === EventSource.OPEN);
      await cluster.publisher.publish('match', { type: 'goal', data: 'a\rid: 9\r\nevent: x\n\n: b' });
      await until(() => events.length > 0);
      assert.deepEqual(events, [['a\nid: 9\nevent: x\n\n: b', '1-0']]);
    } finally {
      source.close();
      await cluster.close();
    }
  });

  it('stream: a second publisher of a channel is noticed', async () => {
    const cluster = await start('stream', { nodes: 1 });
    const other = FORMS.stream.makePublisher({ redisPort: cluster.redisPort, history: 1000 });
    try {
      await publishNumbered(cluster.publisher, { to: 2 });
      await publishNumbered(other, { from: 3, to: 3 });
      await assert.rejects(publishNumbered(cluster.publisher, { from: 4, to: 4 }), /equal or smaller/);
    } finally {
      other.close();
      await cluster.close();
    }
  });
});
