// Many subscribers in a process of its own: raw connections, so that they cost little beside what is measured.
// Knows how a stream is asked for, and where a message has its time. Must not know the cluster.
//
//   fork('subscribers.js', [ports, number])   ports: '7401' or '7401,7402'; each gets the next connection in turn
//   → { open: milliseconds }                  when all are open
//   ← { expected }  → { received, latencies: { p50, p90, p99, max } }   in ms, when so many have come or none comes
//                                                                      any more; then it ends

import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const [ports, number] = [process.argv[2].split(',').map(Number), Number(process.argv[3])];
/** @type {number[]} */
const latencies = [];
const started = Date.now();
let opened = 0;

function subscribe(port) {
  const socket = net.connect(port, '127.0.0.1');
  let rest = '';
  let open = false;
  socket.setEncoding('latin1');
  socket.write('GET /match HTTP/1.1\r\nHost: node\r\nAccept: text/event-stream\r\n\r\n');
  socket.on('data', (chunk) => {
    if (!open) {
      open = true;
      opened += 1;
      if (opened === number) process.send({ open: Date.now() - started });
      else if (opened + CONCURRENCY <= number) subscribe(portOf(opened + CONCURRENCY - 1));
    }
    rest = receive(rest + chunk);
  });
  socket.on('error', (error) => process.send({ failure: error.message }));
  socket.on('close', () => process.send({ failure: 'a connection was closed' }));
}

/** Returns what comes after the last complete event. The clock is the machine's, the same in every process. */
function receive(text) {
  const end = text.lastIndexOf('\n\n') + 1;
  if (end === 0) return text;
  for (const [, sent] of text.slice(0, end).matchAll(/"sent":"(\d+)"/g)) {
    latencies.push(Number(process.hrtime.bigint() - BigInt(sent)) / 1e6);
  }
  return text.slice(end);
}

function report() {
  latencies.sort((one, other) => one - other);
  const quantile = (share) =>
    latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))] ?? null;
  return {
    received: latencies.length,
    latencies: { p50: quantile(0.5), p90: quantile(0.9), p99: quantile(0.99), max: quantile(1) },
  };
}

const portOf = (index) => ports[index % ports.length];

/** In ms. */
const SILENCE = 2000;
/** Connections that are opened at a time, so that no queue of a listening socket overflows. */
const CONCURRENCY = Math.min(100, number);
for (let index = 0; index < CONCURRENCY; index += 1) subscribe(portOf(index));
process.on('message', async (/** @type {{ expected: number }} */ { expected }) => {
  for (let before = -1; before < latencies.length && latencies.length < expected;) {
    before = latencies.length;
    await delay(SILENCE);
  }
  process.send(report(), () => process.exit());
});
process.on('disconnect', () => process.exit());
