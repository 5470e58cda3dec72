// `eventsource-wasm/fetch-event-source` in Node, against a real server.
//
// Knows the public interface, as @microsoft/fetch-event-source 2 documents it, and the faults of that package that are mended
// here. Must not know how this one works.
//
//   node --test tests/entry_points/fetch_event_source.test.js

import { after, afterEach, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { EventStreamContentType, fetchEventSource } from 'eventsource-wasm/fetch-event-source';
import { begin, startAnswers, until } from './answers.js';

const unhandled = [];
process.on('unhandledRejection', (reason) => unhandled.push(reason));

let server;
const start = async (answer) => (server = await startAnswers(answer));
const stop = (error) => {
  throw error;
};
/** Retries at once, so many times. */
const retry = (times) => (error) => {
  if ((times -= 1) < 0) throw error;
  return 0;
};
/** What is called, in its order. */
function recorder() {
  const log = [];
  return {
    log,
    onopen: async ({ status }) => void log.push(['open', status]),
    onmessage: (message) => void log.push(['message', message]),
    onclose: () => void log.push(['close']),
    onerror: (error) => {
      log.push(['error', error.message]);
      throw error;
    },
  };
}

afterEach(() => {
  server?.close();
  assert.deepEqual(unhandled, []);
});
after(() => process.removeAllListeners('unhandledRejection'));

describe('fetchEventSource()', () => {
  it('resolves to nothing when the server ends the stream, after all callbacks', async () => {
    const { url } = await start((_, response) =>
      begin(response, 'event:a\nid:1\ndata:x\n\ndata:y\n\ndata:z').end(),
    );
    const { log, ...init } = recorder();
    assert.equal(await fetchEventSource(url, init), undefined);
    assert.deepEqual(log, [
      ['open', 200],
      ['message', { id: '1', event: 'a', data: 'x', retry: undefined }],
      ['message', { id: '1', event: '', data: 'y', retry: undefined }],
      ['close'],
    ]);
    assert.equal(EventStreamContentType, 'text/event-stream');
  });

  it('sends the method, the headers and the body, and asks for an event stream', async () => {
    const { url, requests } = await start((_, response) => begin(response).end());
    await fetchEventSource(url, { method: 'POST', headers: { 'X-A': 'b', Authorization: 'c' }, body: '{}' });
    const [{ method, headers, body }] = requests;
    const { accept, authorization, 'x-a': a, 'last-event-id': id } = headers;
    assert.deepEqual(
      [method, body, accept, authorization, a, id],
      ['POST', '{}', 'text/event-stream', 'c', 'b', undefined],
    );
  });

  it('takes headers in every form, and does not send Accept twice', async () => {
    const { url, requests } = await start((_, response) => begin(response).end());
    const forms = [
      new Headers({ 'x-a': 'b', Accept: 'c/d' }),
      [
        ['x-a', 'b'],
        ['Accept', 'c/d'],
      ],
      { 'x-a': 'b', Accept: 'c/d' },
    ];
    for (const headers of forms) await fetchEventSource(url, { headers: /** @type {any} */ (headers) });
    for (const { headers } of requests) assert.deepEqual([headers['x-a'], headers.accept], ['b', 'c/d']);
    assert.equal(requests.length, 3);
  });

  it('takes a Request, and sends its body and headers with each attempt', async () => {
    const { url, requests } = await start((_, response, n) =>
      n === 0 ? response.destroy() : begin(response).end(),
    );
    const input = new Request(url, { method: 'POST', headers: { 'x-a': 'b' }, body: 'c' });
    await fetchEventSource(input, { onerror: retry(1) });
    assert.deepEqual(
      requests.map(({ method, headers, body }) => [method, headers['x-a'], body]),
      [
        ['POST', 'b', 'c'],
        ['POST', 'b', 'c'],
      ],
    );
  });

  it('uses the `fetch` that it is given', async () => {
    let called;
    await fetchEventSource('http://test.invalid/', {
      fetch: async (input, init) => {
        called = [input, /** @type {any} */ (init).headers, init.signal instanceof AbortSignal];
        return new Response('data:x\n\n', { headers: { 'content-type': 'text/event-stream' } });
      },
    });
    assert.deepEqual(called, ['http://test.invalid/', { accept: 'text/event-stream' }, true]);
  });

  it('reconnects with the last event ID, of blocks without data, too, and keeps it over several attempts', async () => {
    const { url, requests } = await start((_, response, n) => {
      if (n === 0) {
        begin(response, 'id:1\ndata:a\n\nid:2\n\ndata:cut');
        setTimeout(() => response.destroy(), 50);
      } else if (n < 3) response.destroy();
      else begin(response, 'data:b\n\n').end();
    });
    const messages = [];
    await fetchEventSource(url, {
      onmessage: ({ id, data }) => messages.push([id, data]),
      onerror: retry(3),
    });
    assert.deepEqual(messages, [
      ['1', 'a'],
      ['2', 'b'],
    ]);
    assert.deepEqual(
      requests.map(({ headers }) => headers['last-event-id']),
      [undefined, '2', '2', '2'],
    );
  });

  it('begins with the `last-event-id` of its headers, and an empty ID takes it away', async () => {
    const { url, requests } = await start((_, response, n) => {
      if (n === 0) begin(response, 'data:a\n\nid\n\n').end();
      else begin(response).end();
    });
    const ids = [];
    let closed = 0;
    await fetchEventSource(url, {
      headers: { 'Last-Event-ID': '5' },
      onmessage: ({ id }) => ids.push(id),
      onclose() {
        if ((closed += 1) === 1) throw new Error('again');
      },
      onerror: retry(1),
    });
    assert.deepEqual(
      [ids, requests.map(({ headers }) => headers['last-event-id'])],
      [['5'], ['5', undefined]],
    );
  });

  it('sends an ID that is not ASCII as UTF-8, and goes on without one that cannot be sent', async () => {
    const { url, requests } = await start((_, response, n) =>
      begin(response, n === 0 ? 'id:é\n\n' : n === 1 ? 'id:a\u0001b\n\n' : '').end(),
    );
    let closed = 0;
    const onclose = () => {
      if ((closed += 1) < 3) throw new Error('again');
    };
    await fetchEventSource(url, { onclose, onerror: retry(2) });
    const ids = requests.map(({ headers }) => headers['last-event-id']);
    assert.deepEqual([ids.length, ids[1]], [3, Buffer.from('é').toString('latin1')]);
  });

  it('parses as the standard says', async () => {
    const text =
      '\ufeffid:1\r\ndata\r\ndata:x\r\r:comment\nid:a\0b\nevent:x\n\ndata:  y\n\nretry:+5\nretry:7\ndata:z\n\n';
    const { url } = await start((_, response) => begin(response, text).end());
    const messages = [];
    await fetchEventSource(url, { onmessage: (message) => messages.push(message) });
    assert.deepEqual(messages, [
      { id: '1', event: '', data: '\nx', retry: undefined },
      { id: '1', event: '', data: ' y', retry: undefined },
      { id: '1', event: '', data: 'z', retry: 7 },
    ]);
  });

  it('takes a long line in linear time', async () => {
    const { url } = await start(async (_, response) => {
      begin(response, 'data:');
      for (let at = 0; at < 16; at += 1) {
        if (!response.write('x'.repeat(1 << 20)))
          await new Promise((resolve) => response.once('drain', resolve));
      }
      response.end('\n\n');
    });
    let length = 0;
    await fetchEventSource(url, { onmessage: ({ data }) => (length = data.length) });
    assert.equal(length, 16 << 20);
  });
});

describe('an attempt that fails', () => {
  it('is refused by default unless it is an event stream with status 200', async () => {
    const cases = [
      [200, 'text/html'],
      [200, ''],
      [200, 'text/event-streamX'],
      [404, 'text/event-stream'],
      [500, 'text/event-stream'],
    ];
    for (const [status, type] of cases) {
      const { url, close } = await start((_, response) =>
        response.writeHead(Number(status), { 'content-type': type }).end(),
      );
      const { log, ...init } = recorder();
      await assert.rejects(fetchEventSource(url, { ...init, onopen: undefined }), /Expected/);
      assert.deepEqual(
        log.map(([name]) => name),
        ['error'],
        `${status} ${type}`,
      );
      close();
    }
    for (const type of ['text/event-stream;charset=utf-8', 'Text/Event-Stream ; a=b', 'text/event-stream;']) {
      const { url, close } = await start((_, response) =>
        response.writeHead(200, { 'content-type': type }).end(),
      );
      await fetchEventSource(url, { onerror: stop });
      close();
    }
  });

  it('is not made again after 204, which ends the stream', async () => {
    const { url, requests } = await start((_, response) => response.writeHead(204).end());
    for (const onopen of [undefined, async () => {}]) {
      const { log, ...init } = recorder();
      await fetchEventSource(url, { ...init, onopen });
      assert.deepEqual(log, [['close']]);
    }
    assert.equal(requests.length, 2);
  });

  it('rejects with what onopen throws and onerror rethrows, synchronous or not', async () => {
    const { url } = await start((_, response) => begin(response));
    for (const onopen of [() => stop(new RangeError('fatal')), async () => stop(new RangeError('fatal'))]) {
      await assert.rejects(fetchEventSource(url, { onopen, onerror: stop }), new RangeError('fatal'));
    }
    await until(() => server.unfinished() === 0, 'the requests are aborted');
  });

  it('rejects with what onmessage throws and onerror rethrows, aborts the request, and calls nothing more', async () => {
    const { url } = await start((_, response) => begin(response, 'data:1\n\ndata:2\n\n'));
    const { log, ...init } = recorder();
    const onmessage = ({ data }) => {
      log.push(['message', data]);
      throw new Error('fatal');
    };
    await assert.rejects(fetchEventSource(url, { ...init, onmessage }), new Error('fatal'));
    assert.deepEqual(log, [
      ['open', 200],
      ['message', '1'],
      ['error', 'fatal'],
    ]);
    await until(() => server.unfinished() === 0, 'the request is aborted');
  });

  it('is made again after the time that onerror returns, or that the server has set, or a second', async () => {
    const times = [];
    const { url } = await start((_, response, n) => {
      times.push(Date.now());
      if (n === 3) begin(response).end();
      else if (n === 1) begin(response, 'retry:300\n\n').end();
      else response.destroy();
    });
    let errors = 0;
    await fetchEventSource(url, {
      onclose() {
        if (errors < 3) throw new Error('again');
      },
      onerror: () => [undefined, NaN, 100][(errors += 1) - 1],
    });
    const [first, second, third] = times.slice(1).map((time, index) => time - times[index]);
    assert.ok(first >= 990 && first < 1600, `${first}`);
    assert.ok(second >= 290 && second < 800, `${second}`);
    assert.ok(third >= 90 && third < 290, `${third}`);
  });

  it('does not storm the server if the server sets a time that no timer holds', async () => {
    const { url, requests } = await start((_, response) => begin(response, 'retry:99999999999\n\n').end());
    const controller = new AbortController();
    const done = fetchEventSource(url, {
      signal: controller.signal,
      onclose: () => stop(new Error('again')),
    });
    await until(() => requests.length > 0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(requests.length, 1);
    controller.abort();
    await done;
  });

  it('waits for an onerror that is asynchronous', async () => {
    const { url, requests } = await start((_, response) => response.destroy());
    const onerror = async (error) => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (requests.length === 2) throw error;
      return 0;
    };
    await assert.rejects(fetchEventSource(url, { onerror }));
    assert.equal(requests.length, 2);
  });

  it('ends with an error if an event is larger than the bound', async () => {
    const { url } = await start(async (_, response) => {
      begin(response, 'data:');
      const chunk = 'x'.repeat(1 << 22);
      while (!response.destroyed) {
        if (!response.write(chunk))
          await Promise.race([
            new Promise((resolve) => response.once('drain', resolve)),
            new Promise((resolve) => response.once('close', resolve)),
          ]);
      }
    });
    await assert.rejects(fetchEventSource(url, { onerror: stop }), { type: 'max-buffer-size-exceeded' });
    await until(() => server.unfinished() === 0, 'the request is aborted');
  });
});

describe('the signal', () => {
  it('resolves the promise, ends the request, and leaves no listener', async () => {
    const { url } = await start((_, response) => begin(response, 'data:1\n\ndata:2\n\n'));
    const controller = new AbortController();
    const { signal } = controller;
    let listeners = 0;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...rest) => ((listeners += 1), Reflect.apply(addEventListener, signal, rest));
    signal.removeEventListener = (...rest) => (
      (listeners -= 1),
      Reflect.apply(removeEventListener, signal, rest)
    );
    const { log, ...init } = recorder();
    const onmessage = ({ data }) => {
      log.push(['message', data]);
      controller.abort();
    };
    assert.equal(await fetchEventSource(url, { ...init, signal, onmessage }), undefined);
    assert.deepEqual(log, [
      ['open', 200],
      ['message', '1'],
    ]);
    await until(() => server.unfinished() === 0, 'the request is aborted');
    assert.equal(listeners, 0);
  });

  it('that is aborted already makes no request', async () => {
    const { url, requests } = await start((_, response) => begin(response).end());
    const { log, ...init } = recorder();
    assert.equal(await fetchEventSource(url, { ...init, signal: AbortSignal.abort() }), undefined);
    assert.deepEqual([log, requests], [[], []]);
  });

  it('resolves the promise while there is no response, while onopen runs, and between two attempts', async () => {
    for (const when of ['response', 'onopen', 'wait', 'onerror']) {
      const { url, requests, close } = await start((_, response) => {
        if (when === 'onopen') begin(response);
        else if (when !== 'response') response.destroy();
      });
      const controller = new AbortController();
      let reached = when === 'response';
      const done = fetchEventSource(url, {
        signal: controller.signal,
        async onopen() {
          reached = true;
          await new Promise(() => {});
        },
        onerror() {
          reached = true;
          if (when === 'onerror') controller.abort();
          return 100_000;
        },
        onclose: () => assert.fail('called after it was aborted'),
      });
      await until(() => reached && requests.length === 1, when);
      controller.abort();
      await done;
      await until(() => server.unfinished() === 0, 'the request is aborted');
      close();
    }
  });

  it('that is aborted in onclose or by a `fetch` that ignores it settles once', async () => {
    const controller = new AbortController();
    let cancelled = false;
    const body = new ReadableStream({ cancel: () => void (cancelled = true) });
    await fetchEventSource('http://test.invalid/', {
      signal: controller.signal,
      fetch: async () => {
        controller.abort();
        return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
      },
      onopen: () => assert.fail('called after it was aborted'),
    });
    await until(() => cancelled, 'the body is cancelled');
  });
});
