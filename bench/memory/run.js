// Memory: the peak during a long stream, and what is retained when the source is closed.
// Knows Chromium, which reports its memory. Must not know what uses the memory.
//
//   npm run bench:memory                                         takes some minutes
//   npm run bench:memory -- --client='ours, XHR' --megabytes=100 results are only stored for all clients

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { clientsOf } from '../clients/index.js';
import { record } from '../record.js';
import { openBrowser } from '../visits.js';
import { watchMemory } from './watch.js';

const { values: options } = parseArgs({
  options: {
    client: { type: 'string', multiple: true },
    megabytes: { type: 'string', default: '500' },
    events: { type: 'string', default: '720000' },
  },
});
const clients = clientsOf(
  options.client ?? [
    'native',
    'ours, fetch',
    'ours, XHR',
    'ours, legacy',
    'eventsource',
    'event-source-polyfill',
  ],
);
const megabytes = Number(options.megabytes);
const STREAMS = [
  { kind: 'large', name: `${megabytes} MB of 64 KiB events`, count: Math.ceil((megabytes * 1e6) / 65_544) },
  { kind: 'small', name: `an hour of 200 events a second, at once`, count: Number(options.events) },
];
const MEBIBYTE = 1 << 20;
const COLUMNS = ['peakHeap', 'peakProcess', 'retained', 'wasm'];

const browser = await openBrowser('chromium', clients, 'bench/page/in_page.js');
const streams = [];
for (const { kind, name, count } of STREAMS) {
  console.log(`\n${name}: MiB of heap and of the process at the peak, retained after close, of WebAssembly`);
  const figures = {};
  for (const client of clients) {
    figures[client] = await measure(client, `/stream?kind=${kind}&count=${count}`, count);
    const { failure, ...numbers } = figures[client];
    const cells = COLUMNS.map((it) => ((numbers[it] ?? 0) / MEBIBYTE).toFixed(1).padStart(9));
    console.log(client.padEnd(24), failure ?? cells.join(' '));
  }
  streams.push({ name, clients: figures });
}
await browser.close();
const idle = await measureIdle();
if (!options.client) await record('memory', { version: browser.version, streams, idle });

/** In Node: per idle source that has had an event of 4 MB, in bytes of WebAssembly's memory. */
async function measureIdle() {
  const script = fileURLToPath(new URL('idle.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  const { ascii, other } = JSON.parse(stdout);
  const [each, eachOther] = [ascii, other].map(({ first, all }) => (all - first) / 19);
  console.log(`\nan idle source after an event of 4 MB: ${each} bytes; not ASCII: ${eachOther}`);
  return { ascii: each, other: eachOther };
}

async function measure(client, url, count) {
  try {
    const { observed, value } = await browser.visit(client, 'receive', [url, count], {
      patience: 300_000,
      during: watchMemory,
    });
    return { ...observed, milliseconds: value.fromStart };
  } catch (error) {
    return { failure: error.message.split('\n')[0] };
  }
}
