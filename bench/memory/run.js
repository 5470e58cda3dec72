// Memory: the peak while a long stream passes, and what is left when the source is closed.
// Knows Chromium, which tells. Must not know what takes the memory.
//
//   npm run bench:memory                                         some minutes
//   npm run bench:memory -- --client='ours, XHR' --megabytes=100 the results are kept if all clients are there

import { parseArgs } from 'node:util';
import { clientsOf } from '../clients/index.js';
import { record } from '../record.js';
import { openBrowser } from '../visits.js';
import { watch } from './watch.js';

const { values: given } = parseArgs({
  options: {
    client: { type: 'string', multiple: true },
    megabytes: { type: 'string', default: '500' },
    events: { type: 'string', default: '720000' },
  },
});
const clients = clientsOf(
  given.client ?? [
    'native',
    'ours, fetch',
    'ours, XHR',
    'ours, legacy',
    'eventsource',
    'event-source-polyfill',
  ],
);
const megabytes = Number(given.megabytes);
const STREAMS = [
  { kind: 'large', name: `${megabytes} MB of 64 KiB events`, count: Math.ceil((megabytes * 1e6) / 65_544) },
  { kind: 'small', name: `an hour of 200 events a second, at once`, count: Number(given.events) },
];
const MEBIBYTE = 1 << 20;
const COLUMNS = ['peakHeap', 'peakProcess', 'retained', 'wasm'];

const browser = await openBrowser('chromium', clients, 'bench/page/in_page.js');
const streams = [];
for (const { kind, name, count } of STREAMS) {
  console.log(`\n${name}: MiB of heap and of the process at the peak, retained after close, of WebAssembly`);
  const figures = {};
  for (const client of clients) {
    figures[client] = await look(client, `/stream?kind=${kind}&count=${count}`, count);
    const { failure, ...numbers } = figures[client];
    const cells = COLUMNS.map((it) => ((numbers[it] ?? 0) / MEBIBYTE).toFixed(1).padStart(9));
    console.log(client.padEnd(24), failure ?? cells.join(' '));
  }
  streams.push({ name, clients: figures });
}
await browser.close();
if (!given.client) await record('memory', { version: browser.version, streams });

async function look(client, url, count) {
  try {
    const { seen, value } = await browser.visit(client, 'take', [url, count], {
      patience: 300_000,
      during: watch,
    });
    return { ...seen, milliseconds: value.fromStart };
  } catch (error) {
    return { failure: error.message.split('\n')[0] };
  }
}
