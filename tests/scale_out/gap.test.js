// Ids that are not stored any more: one form sends an event that says so, the other does not.
// Knows what each form promises. Must not know how its nodes work.
//
//   node --test tests/scale_out/gap.test.js

import { it } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { EventSource } from 'eventsource-wasm';
import { start } from './forms.js';
import { numbers, publishNumbered } from './numbered.js';
import { observe } from './observer.js';
import { openResponse } from './response.js';
import { until } from './waiting.js';

/** Redis trims in steps of a hundred entries or so. */
const PUBLISHED = 350;

it('stream: a client whose id is trimmed gets the event gap, then all that is stored, then what is new', async () => {
  const cluster = await start('stream', { history: 5 });
  const responses = [];
  try {
    const ids = await publishNumbered(cluster.publisher, { to: PUBLISHED });
    for (const [asked, { port }] of [ids[2], 'junk', '9999-0'].flatMap((id) =>
      cluster.nodes.map((node) => [id, node]),
    )) {
      const response = await openResponse(`http://127.0.0.1:${port}/match`, asked);
      responses.push({ asked, ...response });
    }
    await until(() => responses.every(({ observed }) => observed.numbers.at(-1) === PUBLISHED));
    ids.push(...(await publishNumbered(cluster.publisher, { from: PUBLISHED + 1, to: PUBLISHED + 2 })));
    await until(() => responses.every(({ observed }) => observed.numbers.at(-1) === PUBLISHED + 2));
    for (const { asked, observed } of responses) {
      const [oldest] = observed.numbers;
      assert.ok(oldest > 100, `the stream was trimmed: it begins at ${oldest}`);
      assert.deepEqual(observed.gaps, [{ asked, oldest: ids[oldest - 1] }]);
      assert.deepEqual(observed.numbers, numbers(oldest, PUBLISHED + 2));
    }
  } finally {
    responses.forEach((response) => response.close());
    await cluster.close();
  }
});

it('stream: after Redis has lost its history, each client that comes back gets the event gap', async () => {
  const cluster = await start('stream', { appendOnly: false });
  const source = new EventSource(`${cluster.address}/match`);
  const observed = observe(source);
  let behind;
  try {
    await until(() => observed.opens === 1);
    await publishNumbered(cluster.publisher, { to: 20 });
    await until(() => observed.numbers.length === 20);
    cluster.redis.kill();
    await until(() => observed.errors > 0 && observed.gaps.length > 0);
    assert.deepEqual(observed.gaps[0], { asked: '20-0', oldest: null });
    await publishNumbered(cluster.publisher, { from: 21, to: 30 });
    await until(() => observed.numbers.at(-1) === 30);
    assert.deepEqual(observed.numbers, numbers(1, 30), 'the publisher goes on with its numbers');
    behind = await openResponse(`${cluster.address}/match`, '15-0');
    await until(() => behind.observed.numbers.length === 10);
    assert.deepEqual(behind.observed.gaps, [{ asked: '15-0', oldest: '21-0' }]);
    assert.deepEqual(behind.observed.numbers, numbers(21, 30));
  } finally {
    behind?.close();
    source.close();
    await cluster.close();
  }
});

it('stream: a client without an id receives all that is published from its open event on', async () => {
  const channels = Array.from({ length: 20 }, (_, index) => `channel${index}`);
  const cluster = await start('stream', { channels });
  try {
    for (const channel of channels) {
      const source = new EventSource(`${cluster.address}/${channel}`);
      const observed = observe(source);
      await new Promise((resolve) => source.addEventListener('open', resolve));
      await publishNumbered(cluster.publisher, { to: 2, channel });
      await until(() => observed.numbers.length >= 2);
      source.close();
      assert.deepEqual(observed.numbers, [1, 2]);
    }
  } finally {
    await cluster.close();
  }
});

it('nchan: a client whose id is trimmed gets all that is stored, without a sign of the gap', async () => {
  const cluster = await start('nchan', { history: 5 });
  const responses = [];
  try {
    const ids = await publishNumbered(cluster.publisher, { to: 20 });
    for (const { port } of cluster.nodes) {
      responses.push(await openResponse(`http://127.0.0.1:${port}/match`, ids[2]));
    }
    await until(() => responses.every(({ observed }) => observed.numbers.length >= 5));
    await publishNumbered(cluster.publisher, { from: 21, to: 21 });
    await until(() => responses.every(({ observed }) => observed.numbers.at(-1) === 21));
    for (const { observed } of responses) {
      assert.deepEqual(observed.gaps, []);
      assert.deepEqual(observed.numbers, numbers(16, 21), 'only the numbers in the data show it');
    }
  } finally {
    responses.forEach((response) => response.close());
    await cluster.close();
  }
});

it('nchan: no id that a client sends stops the streams of others, even in a channel without messages', async () => {
  const cluster = await start('nchan', { nodes: 1 });
  const url = `${cluster.address}/match`;
  const source = new EventSource(url);
  const observed = observe(source);
  const responses = [];
  try {
    await until(() => observed.opens === 1);
    const present = `${Math.floor(Date.now() / 1000)}:999`;
    for (const id of ['1700000000:0', '1700000000:0', '1-0', 'junk', 'junk:x', present, '9999999999:0']) {
      responses.push(await openResponse(url, id), await openResponse(`${url}?last_event_id=${id}`));
    }
    responses.push(await openResponse(`${url}?last_event_id=%39999999999%3a0`));
    for (let number = 1; number <= 5; number += 1) {
      await publishNumbered(cluster.publisher, { from: number, to: number });
      await until(() => observed.numbers.length === number);
    }
    assert.equal(observed.errors, 0);
    assert.deepEqual([...new Set(responses.map(({ status }) => status))], [200], 'another status is final');
    const log = readFileSync(`${cluster.folder}/node-1/error.log`, 'utf8');
    assert.doesNotMatch(log, /exited on signal/);
  } finally {
    responses.forEach((response) => response.close());
    source.close();
    await cluster.close();
  }
});

it('nchan: a source whose id is of the present second, or the future, asks again until it is of the past', async () => {
  const cluster = await start('nchan', { nodes: 1 });
  const second = Math.floor(Date.now() / 1000);
  const source = new EventSource(`${cluster.address}/match?last_event_id=${second + 2}:0`);
  const observed = observe(source);
  try {
    await until(() => observed.errors >= 2);
    await publishNumbered(cluster.publisher, { to: 1 });
    await until(() => source.readyState === EventSource.OPEN && Date.now() / 1000 > second + 3.5);
    await publishNumbered(cluster.publisher, { from: 2, to: 3 });
    await until(() => observed.numbers.at(-1) === 3);
    assert.notEqual(source.readyState, EventSource.CLOSED);
  } finally {
    source.close();
    await cluster.close();
  }
});

it('stream: a client that does not read is disconnected', async () => {
  const cluster = await start('stream', { nodes: 1 });
  const socket = net.connect(cluster.nodes[0].port, '127.0.0.1');
  try {
    let closed = false;
    socket.once('close', () => void (closed = true)).on('error', () => {});
    socket.write('GET /match HTTP/1.1\r\nHost: node\r\n\r\n');
    await new Promise((resolve) => socket.once('data', resolve));
    socket.pause();
    const data = JSON.stringify({ number: 1, text: 'x'.repeat(100_000) });
    // More than the buffers of both sockets and of the node can hold.
    for (let count = 0; count < 200; count += 1) await cluster.publisher.publish('match', { data });
    socket.resume();
    await until(() => closed);
    assert.ok(socket.bytesRead < 200 * 100_000, `${socket.bytesRead} bytes were read`);
  } finally {
    socket.destroy();
    await cluster.close();
  }
});
