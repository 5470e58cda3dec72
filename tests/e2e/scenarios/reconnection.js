// Scenarios of the reconnection: the rows about id, retry and dropped connections, a server that stops and starts, and
// what cancels a reconnection.
// Knows when a source reconnects. Must not know the bodies that make it do so.

import { rows } from '../test_streams/index.js';
import { ofBytes, scenarioOf } from './stream.js';

/** Three classes only, because the machine may be slow. */
const classOf = (delay) => (delay < 250 ? 'short' : delay < 2000 ? '300 ms' : 'longer');

const retryScenario = ({ name, path, waits }) => [
  name,
  async (t) => {
    const source = t.construct(path);
    await new Promise((resolve) => source.addEventListener('end', resolve));
    t.note(
      'waits',
      (await t.requests()).slice(1).map(({ delay }) => classOf(delay)),
    );
  },
  { quiet: true, standard: [['waits', waits]] },
];

export const reconnection = [
  ...rows.ids.map(scenarioOf).map(ofBytes),
  ...rows.drops.map(scenarioOf),
  ...rows.retries.map(retryScenario).map(ofBytes),

  [
    'a reconnection time above the limit of timers is not treated as zero',
    async (t) => {
      const source = t.open('retry-beyond-timers');
      await t.waitFor(source, 'error');
      await t.pause(700);
      t.note('readyState', source.readyState);
    },
  ],
  [
    'the default reconnection time is a few seconds',
    async (t) => {
      await t.waitFor(t.open('end-without-retry'), 'end');
      const [, { delay }] = await t.requests();
      t.note('1 to 6 seconds', delay > 1000 && delay < 6000);
    },
  ],
  [
    'readyState is CONNECTING in the error event and until the next open',
    async (t) => {
      const source = t.open('retry-300');
      await t.waitFor(source, 'error');
      await t.pause(30);
      t.note('meanwhile', source.readyState);
      await t.waitFor(source, 'end');
    },
  ],
  [
    'close in the error event cancels the retry',
    async (t) => {
      const source = t.open('drop-after-one');
      source.addEventListener('error', () => source.close());
      await t.waitFor(source, 'error');
      await t.pause();
    },
  ],
  [
    'close during the wait cancels the retry',
    async (t) => {
      const source = t.open('retry-300');
      await t.waitFor(source, 'error');
      await t.pause(30);
      source.close();
      await t.pause(400);
      t.note('readyState', source.readyState);
    },
  ],
  [
    'close during the second attempt ends it',
    async (t) => {
      const source = t.open('end-then-silence');
      await t.waitFor(source, 'error');
      await t.pause(800);
      source.close();
      await t.pause();
    },
  ],
  [
    'a stream that ends repeatedly is requested repeatedly',
    async (t) => {
      const source = t.open('drop-for-ever');
      let times = 0;
      source.addEventListener('message', () => (times += 1) === 5 && source.close());
      await t.waitFor(source, 'message', 5);
    },
    { quiet: true },
  ],
  [
    'a wrong status at the second attempt ends the source',
    async (t) => {
      await t.waitForFailure(t.open('later-status?status=503'));
      await t.pause();
    },
  ],
  [
    'no content at the second attempt ends the source',
    async (t) => {
      await t.waitForFailure(t.open('later-status?status=204'));
      await t.pause();
    },
  ],
  [
    'a wrong type at the second attempt ends the source',
    async (t) => {
      await t.waitForFailure(t.open('later-type?type=text/plain'));
      await t.pause();
    },
  ],
  [
    'a request is repeated if the server disconnects before it responds',
    reconnectsAfterDisconnect,
    { quiet: true },
  ],
  [
    'a source reconnects to a server that was stopped and started again',
    reconnectsToRestartedServer,
    { patience: 15_000 },
  ],
  ['a source connects to a server that starts later', connectsToLateServer, { patience: 15_000 }],
];

/**
 * Logs each kind of event once in a row: the number of errors depends on the number of attempts and is not compared.
 */
function withoutRepetitions(source) {
  const log = [];
  const add = ({ type, data, lastEventId }) =>
    log.at(-1) === `${source.readyState} ${type}` ||
    log.push([source.readyState, type, data, lastEventId].filter((part) => part !== undefined).join(' '));
  for (const type of ['open', 'message', 'error', 'end']) source.addEventListener(type, add);
  return log;
}

const eventOf = (source, type) =>
  new Promise((resolve) => source.addEventListener(type, resolve, { once: true }));

/** A browser may repeat a request by itself, without an event, if it has sent it on a kept-alive connection. */
async function reconnectsAfterDisconnect(t) {
  const source = t.construct('disconnects-before-response');
  const log = withoutRepetitions(source);
  await eventOf(source, 'end');
  t.note('events', log);
}

async function reconnectsToRestartedServer(t) {
  const port = await t.control('/late');
  await t.control(`/late/listen?port=${port}`);
  const source = t.construct(`http://localhost:${port}/s/restarted-server?key=${t.key}`);
  const log = withoutRepetitions(source);
  await eventOf(source, 'message');
  const lost = eventOf(source, 'error');
  const found = eventOf(source, 'end');
  await t.control(`/late/kill?port=${port}`);
  await lost;
  await t.pause(300);
  await t.control(`/late/listen?port=${port}`);
  await found;
  source.close();
  t.note('events', log);
  await t.control(`/late/kill?port=${port}`);
}

async function connectsToLateServer(t) {
  const port = await t.control('/late');
  t.addresses = { ...t.addresses, late: `http://localhost:${port}` };
  const source = t.open(t.url('any-origin', 'late'));
  await t.waitFor(source, 'error');
  await t.control(`/late/listen?port=${port}`);
  await t.waitFor(source, 'end');
  await t.requests();
  await t.control(`/late/kill?port=${port}`);
}
