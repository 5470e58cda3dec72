// The recipes of docs/recipes.md that need no framework, run as they are printed, against real servers.
// Knows what each recipe promises. Must not know how the package does it.
//
//   npm ci --prefix tests/package/fixtures/dropin && node --test tests/package/recipes.test.js

import { after, afterEach, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { startServer, stream } from './answers.js';
import { project, removeProjects } from './project.js';
import { jsonBlocks, recipes, writeRecipes } from './recipes.js';

const IN_NODE = ['answer.mjs', 'use_answer.mjs', 'feed.mjs', 'follow.mjs', 'reconnecting.mjs'];
const IN_CHROMIUM = ['Score.jsx', 'Score.vue', 'Score.svelte'];

const part = (content) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n`;

describe('docs/recipes.md', () => {
  const modules = {};
  let server;
  before(async () => {
    const root = await project('dropin');
    for (const path of await writeRecipes(root, IN_NODE)) {
      Object.assign(modules, await import(pathToFileURL(path).href));
    }
  });
  afterEach(() => server?.close());
  after(removeProjects);

  it('has no block of code that the tests do not run', async () => {
    assert.deepEqual([...(await recipes()).keys()].sort(), [...IN_NODE, ...IN_CHROMIUM].sort());
  });

  describe('an LLM’s answer', () => {
    it('arrives part by part, for one POST with the token', async () => {
      server = await startServer((response) =>
        stream(response, part('Hel'), part('lo'), part(' \n'), 'data: [DONE]\n', part('more')),
      );
      const parts = [];
      await modules.print(server.url, 'secret', 'Say hello', (text) => parts.push(text));
      assert.deepEqual(parts, ['Hel', 'lo', ' \n']);
      const [{ method, headers, body, closed }] = server.requests;
      assert.deepEqual([method, headers.authorization], ['POST', 'Bearer secret']);
      assert.equal(headers['content-type'], 'application/json');
      assert.equal(JSON.parse(body).messages[0].content, 'Say hello');
      await closed;
      assert.equal(server.requests.length, 1);
    });

    it('ends its request when the loop is left', async () => {
      server = await startServer((response) => stream(response, part('a'), part('b')));
      for await (const text of modules.answer(server.url, 'secret', '')) {
        assert.equal(text, 'a');
        break;
      }
      await server.requests[0].closed;
    });

    it('ends its request when it is aborted, and throws the reason', async () => {
      server = await startServer((response) => stream(response, part('a')));
      const controller = new AbortController();
      const reading = (async () => {
        for await (const text of modules.answer(server.url, 'secret', '', controller.signal)) {
          controller.abort(new Error(`enough after ${text}`));
        }
      })();
      await assert.rejects(reading, /^Error: enough after a$/);
      await server.requests[0].closed;
    });

    for (const [how, end, message] of [
      ['breaks', (response) => response.destroy(), /the connection has failed/],
      ['ends before [DONE]', (response) => response.end(), /has ended before \[DONE\]/],
    ]) {
      it(`throws when the connection ${how}, and asks for no second one`, async () => {
        server = await startServer((response) => {
          stream(response, 'retry: 1', part('a'));
          setTimeout(() => end(response), 50);
        });
        const parts = [];
        await assert.rejects(
          modules.print(server.url, 'secret', '', (text) => parts.push(text)),
          message,
        );
        await wait(200);
        assert.deepEqual([parts, server.requests.length], [['a'], 1]);
      });
    }

    it('throws the status of a refusal', async () => {
      server = await startServer((response) => response.writeHead(429).end());
      await assert.rejects(
        modules.print(server.url, 'secret', '', () => {}),
        { status: 429 },
      );
      assert.equal(server.requests.length, 1);
    });
  });

  describe('a token that expires', () => {
    it('is renewed in mid-stream: a 401 asks once more, and the ID goes with it', async () => {
      server = await startServer((response, { headers }) => {
        const token = headers.authorization;
        if (token === 'Bearer 2') return response.writeHead(401).end();
        const isFirst = token === 'Bearer 1';
        stream(response, 'retry: 10', 'id: 7', `data: ${token}\n`);
        if (isFirst) response.end();
      });
      let tokens = 0;
      const source = modules.feed(server.url, async () => `${(tokens += 1)}`, assert.fail);
      const events = [];
      source.onerror = ({ type, status, willRetry }) => events.push([type, status, willRetry]);
      source.onmessage = ({ data }) => events.push(data);
      while (events.length < 3) await wait(5);
      source.close();
      assert.deepEqual(events, ['Bearer 1', ['error', 200, true], 'Bearer 3']);
      assert.deepEqual(
        server.requests.map(({ headers }) => [headers.authorization, headers['last-event-id']]),
        [
          ['Bearer 1', undefined],
          ['Bearer 2', '7'],
          ['Bearer 3', '7'],
        ],
      );
    });

    it('lets the user sign in again when the second 401 comes', async () => {
      server = await startServer((response) => response.writeHead(401).end());
      const { readyState } = await new Promise((resolve) => {
        const source = modules.feed(
          server.url,
          () => 'wrong',
          () => resolve(source),
        );
      });
      assert.deepEqual([readyState, server.requests.length], [2, 2]);
    });

    it('is asked for again when that has failed', async () => {
      server = await startServer((response) => stream(response, 'data: x\n'));
      let calls = 0;
      const getToken = async () => {
        calls += 1;
        if (calls === 1) throw new Error('offline');
        return 'token';
      };
      const source = modules.feed(server.url, getToken, assert.fail);
      const [{ cause, willRetry }] = await once(source, 'error');
      assert.deepEqual([cause.message, willRetry], ['offline', true]);
      source.reconnect();
      await once(source, 'message');
      source.close();
      assert.equal(server.requests.length, 1);
    });
  });

  it('survives a deploy: the delay grows, differs, and obeys Retry-After', async () => {
    server = await startServer((response, _, count) => {
      if (count === 1) return stream(response, 'retry: 40', 'id: 7', 'data: before\n').end();
      if (count < 5) return response.writeHead(502).end();
      if (count === 5) return response.writeHead(503, { 'Retry-After': '1' }).end();
      stream(response, 'data: after\n');
    });
    const source = modules.follow(server.url);
    const errors = [];
    source.addEventListener('error', (event) => errors.push(event));
    const messages = [(await once(source, 'message'))[0].data, (await once(source, 'message'))[0].data];
    source.close();
    assert.deepEqual(messages, ['before', 'after']);
    assert.deepEqual(
      errors.map(({ status, willRetry, attempt }) => [status, willRetry, attempt]),
      [
        [200, true, 1],
        [502, true, 2],
        [502, true, 3],
        [502, true, 4],
        [503, true, 5],
      ],
    );
    const delays = errors.map(({ delay }) => delay);
    [40, 80, 160, 320].forEach((longest, index) =>
      assert.ok(delays[index] >= longest / 2 - 1 && delays[index] <= longest, `${delays}`),
    );
    assert.equal(delays[4], 1000);
    assert.equal(server.requests[5].headers['last-event-id'], '7');
    for (let index = 0; index < 5; index += 1) {
      const waited = server.requests[index + 1].time - server.requests[index].time;
      assert.ok(waited >= delays[index] - 2, `${waited} ms instead of ${delays[index]}`);
    }
  });

  it('has an override for npm that the drop-in application uses', async () => {
    const used = JSON.parse(await readFile(new URL('fixtures/dropin/package.json', import.meta.url)));
    const [{ dependencies, overrides }] = await jsonBlocks();
    assert.deepEqual(overrides, used.overrides);
    assert.match(dependencies.eventsource, /^npm:eventsource-wasm@/);
    assert.equal(used.dependencies.eventsource, 'file:../../../../pkg');
  });

  it('gives reconnecting-eventsource the class', async () => {
    server = await startServer((response, _, count) =>
      count === 1 ? response.writeHead(500).end() : stream(response, 'data: x\n'),
    );
    const source = modules.reconnecting(server.url);
    assert.equal(source.eventSourceClass.name, 'EventSource');
    const data = await new Promise((resolve) => (source.onmessage = (event) => resolve(event.data)));
    source.close();
    assert.deepEqual([data, server.requests.length], ['x', 2]);
  });
});
