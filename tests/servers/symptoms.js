// What can be seen of a stream behind a proxy: each function opens sources, and asserts one symptom or its absence.
// Knows the paths of programs/events.js and what sources fire. Must not know the proxy's configuration.
//
// A function takes a situation: { clients, proxy, relay, release(key), restart() }.

import assert from 'node:assert/strict';

let keys = 0;

/** The first event has left the server, and is not there a second later; neither is `open`. */
export async function isHeldBack({ clients, relay }) {
  const before = relay.chunks;
  const opened = await openAll(clients, () => `/first?key=${newKey()}`);
  while (relay.chunks < before + opened.length) await pause(20);
  await pause(1000);
  for (const { client, source } of opened) {
    assert.deepEqual((await client.state(source)).log, [], client.name);
  }
}

/** The first event comes before the second one is written. */
export async function comesAtOnce({ clients, release }) {
  const opened = await openAll(clients, () => `/first?key=${newKey()}`);
  for (const { client, source, path } of opened) {
    await client.wait(source, { events: 1 });
    await release(path.split('=')[1]);
    const log = await client.wait(source, { events: 2 });
    assert.deepEqual(log, [['open'], ['message', 'first', ''], ['message', 'second', '']], client.name);
  }
}

/** A stream without events is cut, and the source connects again. */
export async function isCutInAPause({ clients }) {
  const opened = await openAll(clients, () => `/first?key=${newKey()}`);
  for (const { client, source } of opened) {
    const log = await client.wait(source, { error: 1, open: 2, events: 2 });
    const [open, first, [, readyState, message = ''], ...rest] = log;
    assert.deepEqual([open, first, readyState], [['open'], ['message', 'first', ''], 0], client.name);
    assert.deepEqual(rest.slice(0, 2), [open, first]);
    if (client.name !== 'native') assert.match(message, /^the connection has failed/);
  }
}

/** Nothing happens to a stream in a pause of the events. */
export const survivesAPause = (path) =>
  async function survives({ clients }) {
    const opened = await openAll(clients, () => `${path}?key=${newKey()}`);
    for (const { client, source } of opened) await client.wait(source, { events: 1 });
    await pause(2500);
    for (const { client, source } of opened) {
      assert.deepEqual((await client.state(source)).log, [['open'], ['message', 'first', '']], client.name);
    }
  };

/** What the error event says when the server crashes. The source continues in any case. */
export const saysOfACrash = (expected) =>
  async function says({ clients, relay }) {
    const opened = await openAll(clients, () => '/numbered');
    for (const { client, source } of opened) await client.wait(source, { events: 5 });
    relay.end();
    for (const { client, source } of opened) {
      const log = await client.wait(source, { error: 1, open: 2, events: 15 });
      const [, readyState, message] = log.find(([type]) => type === 'error');
      assert.equal(readyState, 0);
      if (client.name !== 'native') assert.match(message, expected);
      assertComplete(client, log);
    }
  };

/** The source gets status 502 while the server is down, and is CLOSED for good. */
export async function isClosedByARestart({ clients, restart }) {
  const opened = await openAll(clients, () => '/numbered', LOAD);
  for (const { client, source } of opened) await client.wait(source, { events: 5 });
  await restart();
  await pause(500);
  for (const { client, source } of opened) {
    const { log, readyState } = await client.state(source);
    const last = ['error', 2, ...(client.name === 'native' ? [] : ['the response has the status: 502'])];
    assert.deepEqual([readyState, log.at(-1)], [2, last], client.name);
  }
}

/** The source is open again after a restart of the server, and no event is lost or doubled. */
export async function survivesARestart({ clients, restart }) {
  const opened = await openAll(clients, () => '/numbered', LOAD);
  for (const { client, source } of opened) await client.wait(source, { events: 5 });
  await restart();
  const checks = opened.map(async ({ client, source }) => {
    const seen = await client.state(source);
    const log = await client.wait(source, { error: 2, events: count(seen.log) + 10 });
    assertComplete(client, log);
    assert.equal((await client.state(source)).readyState, 1);
  });
  await Promise.all(checks);
}

/** After a reload of the proxy, its old worker stays for the streams that are open, and these are not cut. */
export async function keepsTheOldWorker({ clients, proxy }) {
  const opened = await reload(clients, proxy);
  assert.equal(await proxy.workers(), 2);
  for (const { client, source } of opened) {
    const { log } = await client.state(source);
    assert.deepEqual(
      log.filter(([type]) => type === 'error'),
      [],
      client.name,
    );
    assertComplete(client, log);
  }
}

/** After a reload of the proxy, its old worker ends, and the sources continue over the new one. */
export async function leavesTheOldWorker({ clients, proxy }) {
  const opened = await reload(clients, proxy);
  const checks = opened.map(async ({ client, source }) => {
    const { log } = await client.state(source);
    const next = await client.wait(source, { error: 1, open: 2, events: count(log) + 10 });
    assertComplete(client, next);
  });
  await Promise.all(checks);
  assert.equal(await proxy.workers(), 1);
}

async function reload(clients, proxy) {
  const opened = await openAll(clients, () => '/numbered');
  for (const { client, source } of opened) await client.wait(source, { events: 5 });
  proxy.reload();
  await pause(2000);
  return opened;
}

/** The seventh source of a client is CONNECTING, and the six before it are open. */
export async function leavesTheSeventhWaiting({ clients: [client] }) {
  const opened = await openAll([client], () => '/numbered', 7);
  for (const { source } of opened.slice(0, 6)) await client.wait(source, { events: 2 });
  await pause(500);
  const { log, readyState } = await client.state(opened[6].source);
  assert.deepEqual({ log, readyState }, { log: [], readyState: 0 });
}

export async function opensAllSeven({ clients: [client] }) {
  const opened = await openAll([client], () => '/numbered', 7);
  for (const { source } of opened) await client.wait(source, { open: 1, events: 2 });
}

/** The sources in Node that are open at the same time, where a row is about load. */
const LOAD = 40;

/** Opens a source with each client; with the one in Node, and if there is one client alone, as many as `load`. */
async function openAll(clients, pathOf, load = 1) {
  const opened = [];
  for (const client of clients) {
    const times = client.name === 'node' || clients.length === 1 ? load : 1;
    for (let time = 0; time < times; time += 1) {
      const path = pathOf();
      opened.push({ client, path, source: await client.open(path) });
    }
  }
  return opened;
}

const newKey = () => `proxy-${(keys += 1)}`;
const count = (log) => log.filter(([type]) => type === 'message').length;

/** The events are 1, 2, 3, …, each with its id. */
function assertComplete({ name }, log) {
  const messages = log.filter(([type]) => type === 'message');
  const wrong = messages.filter(([, data, id], index) => data !== `${index + 1}` || id !== data);
  assert.deepEqual(wrong, [], name);
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
