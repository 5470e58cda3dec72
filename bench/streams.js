// The streams that a server sends: as fast as they are taken, or event by event.
// Knows HTTP responses and pieces. Must not know who listens.
//
//   /stream?kind=small&count=200000          so many events, as fast as they are taken
//   /stream?kind=small&count=1000&every=5    one every 5 ms; its data is the time at which it was written
//   /stream?kind=open                        the headers and one event, then nothing

import { setTimeout as pause } from 'node:timers/promises';
import { asciiOf, block, dice, ticker, token } from './pieces.js';

/** Kind → what makes an event, and how many different ones there are before they come again. */
const KINDS = {
  small: { make: token(60), different: 1000 },
  ticker: { make: ticker, different: 1000 },
  large: { make: block(asciiOf, 64 << 10), different: 4 },
  ...Object.fromEntries(
    [100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000].map((size) => [
      `size-${size}`,
      { make: block(asciiOf, size), different: Math.max(1, Math.min(1000, 1e6 / size)) },
    ]),
  ),
};

const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'cross-origin-resource-policy': 'same-origin',
};

/** A route for serve(). */
export async function stream(request, response, url) {
  const { kind, count = 1, every, chunk } = Object.fromEntries(url.searchParams);
  // A client that takes the end for a fault comes back; there is nothing more for it.
  if (request.headers['last-event-id'] === 'last') return response.writeHead(204).end();
  response.writeHead(200, HEADERS);
  response.socket.setNoDelay(true);
  if (kind === 'open') return response.write('data: open\n\n');
  if (every) return paced(response, Number(count), Number(every));
  return flood(response, kind, { count: Number(count), chunk: Number(chunk) || 0 });
}

async function paced(response, count, every) {
  for (let index = 0; index < count && !response.destroyed; index += 1) {
    await pause(every);
    response.write(`data: ${performance.timeOrigin + performance.now()}\n\n`);
  }
}

/** The connection stays open: who has got all, closes. */
async function flood(response, kind, { count, chunk }) {
  const { bytes, ends } = cycle(kind);
  for (let left = count; left > 0 && !response.destroyed; left -= ends.length) {
    const end = left < ends.length ? ends[left - 1] : bytes.length;
    for (const part of parts(bytes, end, chunk)) {
      if (!response.write(part)) await drained(response);
      // A chunk by itself: what is written in one turn goes out together.
      if (chunk) await new Promise(setImmediate);
    }
  }
}

function drained(response) {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

function* parts(bytes, end, size) {
  for (let at = 0; at < end; at += size || end) yield bytes.subarray(at, Math.min(end, at + (size || end)));
}

const cycles = new Map();

/** The different events of a kind, and where each ends. */
function cycle(kind) {
  if (!cycles.has(kind)) {
    const { make, different } = KINDS[kind];
    const roll = dice();
    const wires = Array.from({ length: different }, (_, index) => Buffer.from(make(roll, index).wire));
    let at = 0;
    cycles.set(kind, { bytes: Buffer.concat(wires), ends: wires.map(({ length }) => (at += length)) });
  }
  return cycles.get(kind);
}
