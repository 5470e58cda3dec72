// End to end in a page: a server on this machine sends, and a page listens with the native EventSource or another
// client.
// Knows streams and clients by name. Must not know how they work.
//
//   npm run bench:page                                              Chromium, takes some minutes
//   npm run bench:page -- --engine=firefox --client='ours, fetch'   another engine, these clients and native
//   npm run bench:page -- --stream=ticker --rounds=3                results are only stored for all clients and streams

import { parseArgs } from 'node:util';
import { clientsOf } from '../clients/index.js';
import { record } from '../record.js';
import { quantile, speedup, summary } from '../statistics.js';
import { openBrowser } from '../visits.js';

const STREAMS = [
  { stream: 'small', name: '200,000 tokens of 60 B', count: 200_000 },
  { stream: 'ticker', name: '200,000 ticker events', count: 200_000 },
  { stream: 'large', name: '3,200 events of 64 KiB', count: 3_200 },
];
/** The number of events for the latency, one every 5 ms. */
const PACED = 400;
/** A client that takes longer is not measured again. In milliseconds. */
const TOO_LONG = 15_000;

const { values: options } = parseArgs({
  options: {
    engine: { type: 'string', multiple: true, default: ['chromium'] },
    client: { type: 'string', multiple: true },
    stream: { type: 'string' },
    rounds: { type: 'string', default: '5' },
  },
});
const clients = clientsOf(options.client && ['native', ...options.client]);
const rounds = Number(options.rounds);
const results = {};
const isSelected = (stream) => !options.stream || options.stream === stream;

for (const engine of options.engine) {
  const { close, version, visit } = await openBrowser(engine, clients, 'bench/page/in_page.js');
  const streams = [];
  for (const it of STREAMS.filter(({ stream }) => isSelected(stream))) streams.push(await flood(visit, it));
  results[engine] = { version, streams };
  if (isSelected('latency')) results[engine].latency = await latency(visit);
  await close();
}
if (!options.client && !options.stream) await record('page', results, { merge: true });

async function flood(visit, { stream, name, count }) {
  const url = `/stream?kind=${stream}&count=${count}`;
  const measured = await interleaved((client) => visit(client, 'receive', [url, count]));
  const times = (client) => measured[client].rounds.map(({ value }) => value.fromStart);
  const figures = Object.fromEntries(
    clients.map((client) => {
      const { failure, rounds } = measured[client];
      if (failure) return [client, { failure }];
      return [
        client,
        {
          milliseconds: summary(times(client)),
          fromOpen: summary(rounds.map(({ value }) => value.fromOpen)),
          speedup: speedup(times(client), times('native')),
          ...(rounds[0].cpu !== undefined && { cpu: summary(rounds.map(({ cpu }) => cpu)) }),
        },
      ];
    }),
  );
  console.log(`\n${name}: milliseconds, times as fast as native, renderer's CPU milliseconds`);
  for (const [client, { failure, milliseconds, speedup, cpu }] of Object.entries(figures)) {
    if (failure) console.log(client.padEnd(24), failure);
    else console.log(client.padEnd(24), milliseconds.median, speedup.median.toFixed(2), cpu?.median ?? '');
  }
  return { name, count, clients: figures };
}

async function latency(visit) {
  const url = `/stream?kind=small&count=${PACED}&every=5`;
  const measured = await interleaved((client) => visit(client, 'latencies', [url, PACED]), 2);
  console.log('\nlatency of one small event every 5 ms: p50, p99 in milliseconds');
  return Object.fromEntries(
    clients.map((client) => {
      const { failure, rounds } = measured[client];
      const all = rounds.flatMap(({ value }) => value);
      const figures = failure ? { failure } : { p50: quantile(all, 0.5), p99: quantile(all, 0.99) };
      console.log(client.padEnd(24), failure ?? `${figures.p50.toFixed(2)} ${figures.p99.toFixed(2)}`);
      return [client, figures];
    }),
  );
}

/** Runs every client in every round, except clients that failed or were too slow before. */
async function interleaved(run, times = rounds) {
  const measured = Object.fromEntries(clients.map((client) => [client, { rounds: [] }]));
  for (let round = 0; round < times; round += 1) {
    for (const client of clients) {
      const own = measured[client];
      if (own.failure || own.slow) continue;
      const begin = Date.now();
      await run(client).then(
        (value) => own.rounds.push(value),
        (error) => (own.failure = error.message),
      );
      own.slow = Date.now() - begin > TOO_LONG;
    }
  }
  return measured;
}
