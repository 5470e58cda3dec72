// Nodes that are killed, a Redis that is restarted, and no node at all, under a stream of numbered messages: every source
// receives each message once, in order. In Node over fetch, in Chromium over fetch, XMLHttpRequest and natively.
// Knows what is killed and when. Must not know how a node or a source comes back.
//
//   node --test tests/scale_out/faults.test.js        takes two to three minutes

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { EventSource } from 'eventsource-wasm';
import { FORMS, start } from './forms.js';
import { numbers, publishNumbered } from './numbered.js';
import { observe } from './observer.js';
import { startPages } from './pages.js';
import { until } from './waiting.js';

const MESSAGES = 10_000;
const RATE = 500;
/** In ms. */
const BETWEEN_KILLS = 2500;
const OUTAGE = 6000;
const PATIENCE = 30_000;

for (const name of Object.keys(FORMS)) {
  describe(`a cluster of the form ${name}`, () => {
    let pages;
    before(async () => void (pages = await startPages()));
    after(() => pages?.close());

    it('loses, doubles and disorders nothing while nodes are killed in turn and Redis is restarted', async () => {
      await withClients(name, pages, async ({ cluster, received }) => {
        let kills = 0;
        const killer = setInterval(() => {
          cluster.nodes[kills % 2].program.kill('SIGKILL');
          kills += 1;
        }, BETWEEN_KILLS);
        const started = Date.now();
        const times = [started];
        const each = (number) => {
          times.push(Date.now());
          if (number === MESSAGES / 2) cluster.redis.kill('SIGKILL');
        };
        const ids = await publishNumbered(cluster.publisher, { to: MESSAGES, rate: RATE, each });
        clearInterval(killer);
        const clients = await received(MESSAGES);
        assertComplete(clients, ids);
        assert.ok(kills >= 6, `${kills} kills`);
        assert.equal(cluster.redis.starts, 2);
        const pauses = times.slice(1).map((time, index) => time - times[index]);
        const { failures, storedByFailures } = cluster.publisher;
        report(name, clients, {
          kills,
          milliseconds: times.at(-1) - started,
          longestPause: Math.max(...pauses),
          failures,
          storedByFailures,
        });
      });
    });

    it('loses, doubles and disorders nothing when both nodes are down for six seconds', async () => {
      await withClients(name, pages, async ({ cluster, received }) => {
        const published = publishNumbered(cluster.publisher, { to: 2000, rate: 200 });
        await delay(1500);
        await Promise.all(cluster.nodes.map(({ program }) => program.end('SIGKILL')));
        await delay(OUTAGE);
        await Promise.all(cluster.nodes.map(({ program }) => program.start()));
        const ids = await published;
        const clients = await received(2000);
        assertComplete(clients, ids);
        report(name, clients, { outage: OUTAGE });
      });
    });
  });
}

/** Starts a cluster and one client of each kind; ends all of them. */
async function withClients(name, pages, run) {
  const cluster = await start(name, { site: pages.port });
  // An id to begin with, because a node of nchan may answer a little before its subscription has begun.
  const [first] = await publishNumbered(cluster.publisher, { from: 0, to: 0 });
  const path = `/match?last_event_id=${first}`;
  const url = `${cluster.address}${path}`;
  // Another host name has connections of its own in Chromium, which opens six at most.
  const sameOrigin = cluster.address.replace('127.0.0.1', 'localhost');
  const source = new EventSource(url);
  const inNode = observe(source);
  const opened = [];
  try {
    opened.push(await pages.open(sameOrigin, `${sameOrigin}${path}`));
    opened.push(await pages.open(`http://127.0.0.1:${pages.port}`, url));
    const progress = async () => {
      const inPages = (await Promise.all(opened.map((page) => page.progress()))).flat();
      return [
        { received: inNode.numbers.length, opens: inNode.opens, readyState: inNode.readyState },
        ...inPages,
      ];
    };
    await until(async () => (await progress()).every(({ opens }) => opens > 0));
    await run({ cluster, received: (count) => allReceived(count, { progress, inNode, opened }) });
  } finally {
    source.close();
    await Promise.all(opened.map((page) => page.close()));
    await cluster.close();
  }
}

/** Resolves with all records, by name, once each source has received so many messages, or none comes any more. */
async function allReceived(count, { progress, inNode, opened }) {
  let latest;
  const complete = async () => (latest = await progress()).every(({ received }) => received >= count);
  await until(complete, PATIENCE).catch(() => console.error('# incomplete:', JSON.stringify(latest)));
  // Time for what would come twice.
  await delay(500);
  const [sameOrigin, crossOrigin] = await Promise.all(opened.map((page) => page.read()));
  return {
    'Node, fetch': inNode,
    ...named('same-origin', sameOrigin),
    ...named('cross-origin', crossOrigin),
  };
}

const named = (where, records) =>
  Object.fromEntries(
    Object.entries(records).map(([name, record]) => [`Chromium, ${where}, ${name}`, record]),
  );

/** Each source has received what was published, under the ids that the publisher got, and has reconnected meanwhile. */
function assertComplete(clients, ids) {
  assert.equal(Object.keys(clients).length, 7);
  assert.ok(
    ids.every((id, index) => index === 0 || isRising(ids[index - 1], id)),
    'ids rise',
  );
  for (const [name, observed] of Object.entries(clients)) {
    assert.equal(describeNumbers(observed.numbers, ids.length), 'complete', name);
    assert.deepEqual(observed.ids, ids, name);
    assert.deepEqual(observed.gaps, [], name);
    assert.equal(observed.readyState, EventSource.OPEN, name);
    assert.ok(observed.opens >= 2, `${name} has reconnected`);
  }
}

/** What is wrong, without ten thousand numbers. */
function describeNumbers(received, count) {
  const seen = new Set(received);
  const lost = numbers(1, count).filter((number) => !seen.has(number));
  const doubled = received.length - seen.size;
  const disorder = received.filter((number, index) => index > 0 && number <= received[index - 1]);
  if (lost.length + doubled + disorder.length === 0) return 'complete';
  return `lost ${lost.length} (${lost.slice(0, 5)}), doubled ${doubled}, out of order ${disorder.length} (${disorder.slice(0, 5)})`;
}

/** Both forms have ids of two numbers. */
function isRising(one, other) {
  const [[first, second], [otherFirst, otherSecond]] = [one, other].map((id) => id.split(/[:-]/).map(Number));
  return otherFirst > first || (otherFirst === first && otherSecond > second);
}

function report(name, clients, details) {
  const opens = Object.entries(clients).map(([client, { opens: count }]) => `${client} ${count}`);
  console.error(`# ${name}: ${JSON.stringify(details)}; opened: ${opens.join('; ')}`);
}
