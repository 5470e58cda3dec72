// Events come by tasks, in Node: also of responses that are there at once, and of streams that are always ready.
//
// Knows fetch and streams of Node. Must not know how a source finds out that they are ready.
//
//   node --test tests/e2e/options/tasks.test.js

import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { EventSource } from 'eventsource-wasm';

const STREAM = 'data: a\n\ndata: b\n\n';

describe('a response that is there at once', () => {
  /** A mock that answers as if it were a network. */
  async function mocked() {
    return Object.defineProperty(
      new Response(STREAM, { headers: { 'Content-Type': 'text/event-stream' } }),
      'type',
      {
        value: 'basic',
      },
    );
  }
  const blob = new Blob([STREAM], { type: 'text/event-stream' });
  for (const [name, url, init] of [
    ['of a data: URL', `data:text/event-stream,${encodeURIComponent(STREAM)}`],
    ['of a blob: URL', URL.createObjectURL(blob)],
    ['of a mock of the network', 'http://localhost/', { fetch: mocked }],
  ]) {
    it(`fires nothing before the next task: ${name}`, async () => {
      const source = new EventSource(url, init);
      for (let count = 0; count < 20; count += 1) await undefined;
      const log = [];
      source.onopen = () => log.push('open');
      source.onmessage = ({ data }) => log.push(data);
      await new Promise((resolve) => (source.onerror = resolve));
      source.close();
      assert.deepEqual(log, ['open', 'a', 'b']);
    });
  }
});

it('a response of a network needs no timer, which a test may hold', async (t) => {
  const server = createServer((request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write('data: a\n\n');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  t.mock.timers.enable();
  const source = new EventSource(`http://127.0.0.1:${server.address().port}/`);
  const { data } = await new Promise((resolve) => (source.onmessage = resolve));
  source.close();
  server.close();
  server.closeAllConnections();
  assert.equal(data, 'a');
});

describe('a stream that is always ready', () => {
  const CHUNKS = 100_000;
  const ready = () => {
    const chunk = new TextEncoder().encode('data: a\n\n');
    let count = 0;
    return new ReadableStream({
      pull(controller) {
        controller.enqueue(chunk);
        count += 1;
        if (count === CHUNKS) controller.close();
      },
    });
  };
  const headers = { 'Content-Type': 'text/event-stream' };
  for (const [name, open] of [
    ['of the page', () => EventSource.fromReadableStream(ready())],
    [
      "of the page's own fetch",
      () => new EventSource('http://localhost/', { fetch: async () => new Response(ready(), { headers }) }),
    ],
  ]) {
    it(`lets timers fire: ${name}`, async () => {
      const source = open();
      let messages = 0;
      source.onmessage = () => (messages += 1);
      await new Promise((resolve) => (source.onopen = resolve));
      await new Promise((resolve) => setTimeout(resolve, 20));
      source.close();
      assert.ok(messages > 0 && messages < CHUNKS, `${messages} messages before the timer`);
    });
  }

  it('may share a surrogate pair between two strings', async () => {
    const stream = new ReadableStream({
      start(controller) {
        for (const text of ['data: \ud83d', '\ude00\n', '\n']) controller.enqueue(text);
        controller.close();
      },
    });
    const source = EventSource.fromReadableStream(stream);
    const { data } = await new Promise((resolve) => (source.onmessage = resolve));
    assert.equal(data, '\ud83d\ude00');
  });
});
