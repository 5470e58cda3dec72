// The streams of the server: as fast as the client reads, or at fixed intervals.
// Knows HTTP responses and pieces. Must not know the clients.
//
//   /stream?kind=small&count=200000          this number of events, as fast as the client reads
//   /stream?kind=small&count=1000&every=5    one every 5 ms; its data is the time at which it was written
//   /stream?kind=open                        the headers and one event, then nothing

import { setTimeout as pause } from 'node:timers/promises';
import { asciiOf, block, pseudoRandom, ticker, token } from './pieces.js';

/** Kind → the generator of its events, and the number of different ones, which repeat. */
const KINDS = {
  small: { make: token(60), different: 1000 },
  ticker: { make: ticker, different: 1000 },
  large: { make: block(asciiOf, 64 << 10), different: 4 },
};

const HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-store',
  'access-control-allow-origin': '*',
  'cross-origin-resource-policy': 'cross-origin',
};

/** A route for serve(). */
export async function stream(_, response, url) {
  const { kind, count = 1, every } = Object.fromEntries(url.searchParams);
  response.writeHead(200, HEADERS);
  response.socket.setNoDelay(true);
  if (kind === 'open') return response.write('data: open\n\n');
  if (every) return paced(response, Number(count), Number(every));
  return flood(response, kind, Number(count));
}

async function paced(response, count, every) {
  for (let index = 0; index < count && !response.destroyed; index += 1) {
    await pause(every);
    response.write(`data: ${performance.timeOrigin + performance.now()}\n\n`);
  }
}

/** The connection stays open. The client closes it when it has received all events. */
async function flood(response, kind, count) {
  const { bytes, ends } = cycle(kind);
  for (let left = count; left > 0 && !response.destroyed; left -= ends.length) {
    const part = left < ends.length ? bytes.subarray(0, ends[left - 1]) : bytes;
    if (!response.write(part)) await drained(response);
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

const cycles = new Map();

/** The different events of a kind, and where each ends. */
function cycle(kind) {
  if (!cycles.has(kind)) {
    const { make, different } = KINDS[kind];
    const random = pseudoRandom();
    const wires = Array.from({ length: different }, (_, index) => Buffer.from(make(random, index).wire));
    let at = 0;
    cycles.set(kind, { bytes: Buffer.concat(wires), ends: wires.map(({ length }) => (at += length)) });
  }
  return cycles.get(kind);
}
