// Both forms of a cluster, in Node: ids and resuming, gaps, what is stored once, and what a client may not do.
// Knows what each form promises. Must not know how its nodes work.
//
//   node --test tests/scale_out/cluster.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { EventSource } from 'eventsource-wasm';
import { FORMS, start } from './forms.js';
import { message, numbers, publishNumbered } from './numbered.js';
import { observe } from './observer.js';
import { openResponse } from './response.js';
import { until } from './waiting.js';

/** In ms. Behind this time an id of nchan is of the past: see examples/scale-out/cluster/nchan_guard.js. */
const PRESENT = 1100;
const addressOf = (node) => `http://127.0.0.1:${node.port}`;

for (const name of Object.keys(FORMS)) {
  describe(`a cluster of the form ${name}`, () => {
    let cluster;
    let ids;
    /** The id of each message that the suite has published: number → id. */
    const idOf = (number) => ids[number - 1];

    before(async () => {
      cluster = await start(name);
      ids = await publishNumbered(cluster.publisher, { to: 10 });
      await delay(PRESENT);
    });
    after(() => cluster?.close());

    it('delivers on each node what was published, with the id that the publisher got', async () => {
      // With an id, because a node of nchan may answer a little before its subscription has begun.
      const query = `last_event_id=${ids.at(-1)}`;
      const sources = cluster.nodes.map((node) => new EventSource(`${addressOf(node)}/match?${query}`));
      const observed = sources.map((source) => observe(source));
      try {
        await until(() => observed.every(({ opens }) => opens === 1));
        const published = await publishOnEachNode(cluster, name, ids.length + 1);
        ids.push(...published);
        await until(() => observed.every((one) => one.numbers.length === published.length));
        for (const one of observed) {
          assert.deepEqual(one.ids, published);
          assert.deepEqual(one.numbers, numbers(ids.length - published.length + 1, ids.length));
        }
      } finally {
        sources.forEach((source) => source.close());
      }
    });

    it('resumes by the header and by the query parameter with the same messages, on each node', async () => {
      for (const address of [...cluster.nodes.map(addressOf), cluster.address]) {
        const responses = [
          await openResponse(`${address}/match`, idOf(4)),
          await openResponse(`${address}/match?last_event_id=${idOf(4)}`),
          await openResponse(`${address}/match?last_event_id=${idOf(1)}`, idOf(4)),
        ];
        try {
          for (const { status, observed } of responses) {
            assert.equal(status, 200);
            await until(() => observed.numbers.length >= ids.length - 4);
            assert.deepEqual(observed.numbers, numbers(5, ids.length));
            assert.deepEqual(observed.ids, ids.slice(4));
            assert.deepEqual(observed.gaps, []);
          }
        } finally {
          responses.forEach((response) => response.close());
        }
      }
    });

    it('lets clients of other origins send Last-Event-ID', async () => {
      const headers = { Origin: 'http://elsewhere.example', 'Access-Control-Request-Method': 'GET' };
      const preflight = await fetch(`${cluster.address}/match`, {
        method: 'OPTIONS',
        headers: { ...headers, 'Access-Control-Request-Headers': 'last-event-id' },
      });
      assert.ok(preflight.ok);
      assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
      assert.match(preflight.headers.get('access-control-allow-headers'), /Last-Event-ID/);
    });

    it('lets no client publish', async () => {
      for (const address of [cluster.address, ...cluster.nodes.map(addressOf)]) {
        for (const method of ['POST', 'PUT', 'DELETE']) {
          await fetch(`${address}/match`, {
            method,
            body: message(666).data,
            signal: AbortSignal.timeout(500),
          })
            .then((response) => response.body?.cancel())
            .catch((error) => assert.equal(error.name, 'TimeoutError'));
        }
      }
      await delay(PRESENT);
      const response = await openResponse(`${cluster.address}/match`, idOf(ids.length - 1));
      try {
        await until(() => response.observed.numbers.length > 0);
        assert.deepEqual(response.observed.numbers, [ids.length]);
      } finally {
        response.close();
      }
    });

    it('answers to unknown channels with status 404', async () => {
      const response = await fetch(`${cluster.address}/else`, { headers: { Accept: 'text/event-stream' } });
      assert.equal(response.status, 404);
    });

    it('keeps its clients when no node answers, and closes them without the fallback', async () => {
      const strict = await start(name, { fallback: false });
      const sources = [cluster, strict].map(({ address }) => new EventSource(`${address}/match`));
      const [kept, closed] = sources.map((source) => observe(source));
      try {
        await until(() => kept.opens === 1 && closed.opens === 1);
        await Promise.all(
          [cluster, strict].flatMap(({ nodes }) => nodes.map(({ program }) => program.end('SIGKILL'))),
        );
        await until(() => closed.readyState === EventSource.CLOSED);
        await until(() => kept.errors >= 3);
        assert.notEqual(kept.readyState, EventSource.CLOSED);
        await cluster.revive();
        ids.push(...(await publishNumbered(cluster.publisher, { from: ids.length + 1, to: ids.length + 1 })));
        await until(() => kept.readyState === EventSource.OPEN && kept.opens > 2);
      } finally {
        sources.forEach((source) => source.close());
        await strict.close();
      }
    });
  });
}

/** In the form nchan a publisher for each node; in the other form publishers write to Redis, and no node publishes. */
async function publishOnEachNode(cluster, name, from) {
  if (name === 'stream') return publishNumbered(cluster.publisher, { from, to: from + 3 });
  const ids = [];
  for (const [index, { publisherPort }] of cluster.nodes.entries()) {
    const publisher = FORMS.nchan.makePublisher({ nodes: [{ publisherPort }] });
    ids.push(...(await publishNumbered(publisher, { from: from + 2 * index, to: from + 2 * index + 1 })));
    publisher.close();
  }
  return ids;
}
