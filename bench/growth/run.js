// Growth: the cost of an event by its size, by its number of chunks, and by the number of open sources.
// Knows the three axes. Must not know what causes the cost.
//
//   npm run bench:growth                     Chromium
//   npm run bench:growth -- --rounds=3

import { parseArgs } from 'node:util';
import { bundle } from '../bundle.js';
import { clientsOf } from '../clients/index.js';
import { start } from '../engines.js';
import { BASELINE } from '../parse/parsers/names.js';
import { record } from '../record.js';
import { median } from '../statistics.js';
import { openBrowser } from '../visits.js';

const KIB = 1024;
const SIZES = [
  64,
  256,
  KIB,
  4 * KIB,
  16 * KIB,
  64 * KIB,
  256 * KIB,
  KIB * KIB,
  4 * KIB * KIB,
  16 * KIB * KIB,
];
const CHUNKS = [1, 4, 16, 64, 256, KIB, 4 * KIB];
const SOURCES = [1, 10, 100];
/** The number of events of all sources together. */
const EVENTS = 100_000;
/** Browsers open six connections to one host over HTTP/1.1. */
const SOURCES_PER_HOST = 5;

const { values: options } = parseArgs({
  options: { engine: { type: 'string', default: 'chromium' }, rounds: { type: 'string', default: '5' } },
});
const rounds = Number(options.rounds);
const only = [BASELINE, 'ours'];

const parser = await start(options.engine, await bundle('bench/growth/in_page.js'));
const size = await series('nanoseconds a byte, by size of the event (64 KiB chunks)', SIZES, (event) =>
  parseCost({ event, chunk: 64 * KIB, bytes: Math.max(KIB * KIB, event) }),
);
const chunks = await series(
  'nanoseconds a byte, by chunks that an event of 1 MiB comes in',
  CHUNKS,
  (number) => parseCost({ event: KIB * KIB, chunk: Math.ceil((KIB * KIB) / number), bytes: KIB * KIB }),
);
await parser.close();

const clients = clientsOf(['native', 'ours, fetch', 'eventsource']);
const browser = await openBrowser(options.engine, clients, 'bench/growth/in_page.js');
const sources = await series('nanoseconds an event, by open sources', SOURCES, sourceCost);
await browser.close();
await record('growth', { version: browser.version, size, chunks, sources });

async function parseCost(work) {
  const { bytes, times } = await parser.call('parse', work, { rounds, only });
  return Object.fromEntries(only.map((name) => [name, (median(times[name]) * 1e6) / bytes]));
}

async function sourceCost(number) {
  const times = Object.fromEntries(clients.map((client) => [client, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const client of clients) {
      const count = EVENTS / number;
      const urls = Array.from(
        { length: number },
        (_, index) =>
          `${browser.hostOf(Math.floor(index / SOURCES_PER_HOST))}/stream?kind=small&count=${count}`,
      );
      times[client].push((await browser.visit(client, 'receiveFromAll', [urls, count])).value);
    }
  }
  return Object.fromEntries(clients.map((client) => [client, (median(times[client]) * 1e6) / EVENTS]));
}

async function series(name, values, cost) {
  console.log(`\n${name}`);
  const points = [];
  for (const value of values) {
    points.push({ value, costs: await cost(value) });
    const cells = Object.entries(points.at(-1).costs).map(([name, number]) => `${name} ${number.toFixed(2)}`);
    console.log(`${value}`.padStart(10), ' ', cells.join('   '));
  }
  return { name, points };
}
