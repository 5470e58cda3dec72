// Reconnecting: the rows of id, retry and drops, the server that comes and goes, and what stops a retry.
// Knows when a source asks again. Must not know which bodies make it do so.

import { rows } from '../test_streams/index.js';
import { ofBytes, playRow } from './stream.js';

/** A moment, the 300 ms that were asked for before, or more: nothing finer, as the machine may be slow. */
const howLong = (delay) => (delay < 250 ? 'a moment' : delay < 2000 ? 'as before' : 'longer');

const playRetry = ({ name, path, waits }) => [
  name,
  async (t) => {
    const source = t.make(path);
    await new Promise((resolve) => source.addEventListener('end', resolve));
    t.note(
      'waits',
      (await t.requests()).slice(1).map(({ delay }) => howLong(delay)),
    );
  },
  { quiet: true, standard: [['waits', waits]] },
];

export const reconnection = [
  ...rows.ids.map(playRow).map(ofBytes),
  ...rows.drops.map(playRow),
  ...rows.retries.map(playRetry).map(ofBytes),

  [
    'a retry beyond what a timer holds does not come at once',
    async (t) => {
      const source = t.open('retry-beyond-timers');
      await t.seen(source, 'error');
      await t.settle(700);
      t.note('readyState', source.readyState);
    },
  ],
  [
    'without a retry field the wait is some seconds',
    async (t) => {
      await t.seen(t.open('end-without-retry'), 'end');
      const [, { delay }] = await t.requests();
      t.note('1 to 6 seconds', delay > 1000 && delay < 6000);
    },
  ],
  [
    'readyState is CONNECTING in the error event and until the next open',
    async (t) => {
      const source = t.open('retry-300');
      await t.seen(source, 'error');
      await t.settle(30);
      t.note('meanwhile', source.readyState);
      await t.seen(source, 'end');
    },
  ],
  [
    'close in the error event cancels the retry',
    async (t) => {
      const source = t.open('drop-after-one');
      source.addEventListener('error', () => source.close());
      await t.seen(source, 'error');
      await t.settle();
    },
  ],
  [
    'close during the wait cancels the retry',
    async (t) => {
      const source = t.open('retry-300');
      await t.seen(source, 'error');
      await t.settle(30);
      source.close();
      await t.settle(400);
      t.note('readyState', source.readyState);
    },
  ],
  [
    'close during the second attempt ends it',
    async (t) => {
      const source = t.open('end-then-silence');
      await t.seen(source, 'error');
      await t.settle(800);
      source.close();
      await t.settle();
    },
  ],
  [
    'a stream that ends again and again is asked for again and again',
    async (t) => {
      const source = t.open('drop-for-ever');
      let times = 0;
      source.addEventListener('message', () => (times += 1) === 5 && source.close());
      await t.seen(source, 'message', 5);
    },
    { quiet: true },
  ],
  [
    'a wrong status at the second attempt ends the source',
    async (t) => {
      await t.failed(t.open('later-status?status=503'));
      await t.settle();
    },
  ],
  [
    'no content at the second attempt ends the source',
    async (t) => {
      await t.failed(t.open('later-status?status=204'));
      await t.settle();
    },
  ],
  [
    'a wrong type at the second attempt ends the source',
    async (t) => {
      await t.failed(t.open('later-type?type=text/plain'));
      await t.settle();
    },
  ],
  ['a server that hangs up before it answers is asked again', hungUp, { quiet: true }],
  ['a server that is killed and comes back is found again', survives, { patience: 15_000 }],
  ['a server that is not there yet is found when it is', appears, { patience: 15_000 }],
];

/** Errors come as often as the source tries: their number is not compared, their order is. */
function seeing(source) {
  const log = [];
  const see = ({ type, data, lastEventId }) =>
    log.at(-1) === `${source.readyState} ${type}` ||
    log.push([source.readyState, type, data, lastEventId].filter((part) => part !== undefined).join(' '));
  for (const type of ['open', 'message', 'error', 'end']) source.addEventListener(type, see);
  return log;
}

const until = (source, type) =>
  new Promise((resolve) => source.addEventListener(type, resolve, { once: true }));

/** A browser may ask again by itself, without a word, where it had hoped that a connection was still good. */
async function hungUp(t) {
  const source = t.make('hangs-up');
  const log = seeing(source);
  await until(source, 'end');
  t.note('seen', log);
}

async function survives(t) {
  const port = await t.control('/late');
  await t.control(`/late/listen?port=${port}`);
  const source = t.make(`http://localhost:${port}/s/survivor?key=${t.key}`);
  const log = seeing(source);
  await until(source, 'message');
  const lost = until(source, 'error');
  const found = until(source, 'end');
  await t.control(`/late/kill?port=${port}`);
  await lost;
  await t.settle(300);
  await t.control(`/late/listen?port=${port}`);
  await found;
  source.close();
  t.note('seen', log);
  await t.control(`/late/kill?port=${port}`);
}

async function appears(t) {
  const port = await t.control('/late');
  t.addresses = { ...t.addresses, late: `http://localhost:${port}` };
  const source = t.open(t.url('any-origin', 'late'));
  await t.seen(source, 'error');
  await t.control(`/late/listen?port=${port}`);
  await t.seen(source, 'end');
  await t.requests();
  await t.control(`/late/kill?port=${port}`);
}
