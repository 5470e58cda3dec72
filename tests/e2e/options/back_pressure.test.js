// A gigabyte through a slow loop, in flat memory: the stream is not read on until the loop has taken what there is.
//
// Knows how much the server has been able to send. Must not know how a source slows it down.
//
//   node --test tests/e2e/options/back_pressure.test.js

import { after, before, it } from 'node:test';
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { EventSource } from 'eventsource-wasm';

/** In bytes. */
const MEBIBYTE = 1 << 20;
const TOTAL = 1024 * MEBIBYTE;
/** What may be under way: in the sockets, in the host's stream, and in one batch of the source. */
const UNDER_WAY = 16 * MEBIBYTE;
/** How much the process may grow. */
const GROWTH = 192 * MEBIBYTE;

let server;
let port;
before(async () => {
  server = fork(new URL('flood_server.js', import.meta.url));
  [port] = await once(server, 'message');
});
after(() => server.kill());

/** How many bytes the server has sent so far. */
async function sent() {
  server.send('sent');
  const [bytes] = await once(server, 'message');
  return bytes;
}

it('takes a gigabyte at the pace of the loop', { timeout: 240_000 }, async () => {
  const source = new EventSource(`http://localhost:${port}/`, { maxRetries: 0 });
  const begin = process.memoryUsage().rss;
  let taken = 0;
  let peak = 0;
  let pauses = 0;
  for await (const { data } of source) {
    taken += data.length;
    // Not after each event: Node's own reading of a socket becomes a hundred times slower then.
    if (taken % MEBIBYTE === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      peak = Math.max(peak, process.memoryUsage().rss);
    }
    if (taken > (pauses + 1) * (TOTAL / 4)) {
      pauses += 1;
      // Once the sockets are full, a loop that takes nothing stops the server.
      await new Promise((resolve) => setTimeout(resolve, 300));
      const before = await sent();
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.equal(await sent(), before, 'the server goes on');
      assert.ok(before - taken < UNDER_WAY, `${before - taken} bytes are under way`);
    }
  }
  assert.equal(taken, TOTAL);
  assert.ok(pauses >= 3);
  assert.ok(peak - begin < GROWTH, `the process has grown by ${Math.round((peak - begin) / MEBIBYTE)} MiB`);
});
