// The package in runtimes of the edge: workerd; and in Next 16, in a page that is rendered on the server and in an edge
// route, built and started.
// Knows how these are configured and started. Must not know how the package works.
//
//   node --test tests/environments/edge.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import net from 'node:net';
import { join } from 'node:path';
import { EVENTS, startStreams } from './streams.js';
import { createProject, removeProjects } from './tools.js';

const fixture = (name) => readFile(new URL(name, import.meta.url), 'utf8');

describe('at the edge', () => {
  let streams;
  before(async () => {
    streams = await startStreams();
  });
  after(async () => {
    streams?.close();
    await removeProjects();
  });

  it('receives the events of a live stream in workerd', async () => {
    const port = await freePort();
    const { root, home } = await createProject('workerd', {
      'worker.js': await fixture('workerd/worker.js'),
      'receive.js': await fixture('receive.js'),
      'config.capnp': (await fixture('workerd/config.capnp')).replace('<port>', `${port}`),
    });
    const program = join(home, 'node_modules/workerd/bin/workerd');
    const server = start(program, ['serve', 'config.capnp'], root);
    try {
      const url = `http://127.0.0.1:${port}/?stream=${encodeURIComponent(`${streams.url}/resumed`)}`;
      assert.deepEqual(await answer(url, server), { events: EVENTS, engine: 'js' });
    } finally {
      server.stop();
    }
  });

  it('is rendered on the server and receives the events of a live stream in an edge route of Next 16', async () => {
    const receive = await fixture('receive.js');
    const { root, home, run } = await createProject('next-16', {
      'next.config.mjs': await fixture('next/next.config.mjs'),
      'app/layout.js': await fixture('next/layout.js'),
      'app/page.js': await fixture('next/page.js'),
      'app/edge/route.js': await fixture('next/route.js'),
      'app/edge/receive.js': receive,
      'app/server/route.js': (await fixture('next/route.js')).replace("'edge'", "'nodejs'"),
      'app/server/receive.js': receive,
    });
    const program = join(home, 'node_modules/next/dist/bin/next');
    const env = { NEXT_TELEMETRY_DISABLED: '1' };
    const { code, output } = await run(process.execPath, [program, 'build'], { env, timeout: 240_000 });
    assert.equal(code, 0, output);
    const port = await freePort();
    const server = start(process.execPath, [program, 'start', '-p', `${port}`], root, env);
    try {
      const page = await answer(`http://127.0.0.1:${port}/`, server, (response) => response.text());
      assert.match(page, /the class is a function/);
      for (const route of ['edge', 'server']) {
        const url = `http://127.0.0.1:${port}/${route}?stream=${encodeURIComponent(`${streams.url}/resumed`)}`;
        const { events } = await answer(url, server);
        assert.deepEqual([route, events], [route, EVENTS]);
      }
    } finally {
      server.stop();
    }
  });
});

/** A program of which nothing is known but its output; `stop()` ends it. */
function start(program, args, cwd, env = {}) {
  const all = { ...process.env, ...env };
  delete all.NODE_TEST_CONTEXT;
  const child = spawn(program, args, { cwd, env: all });
  const server = { output: '', hasEnded: false, stop: () => child.kill('SIGKILL') };
  const collect = (data) => {
    server.output += data;
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  child.on('error', collect);
  child.on('close', () => {
    server.hasEnded = true;
  });
  return server;
}

/** What a server answers, as soon as it listens. */
async function answer(url, server, read = (response) => response.json()) {
  for (let attempt = 0; attempt < 300 && !server.hasEnded; attempt += 1) {
    const signal = AbortSignal.timeout(10_000);
    const response = await fetch(url, { signal }).catch(({ name }) => {
      if (name === 'TimeoutError') assert.fail(`${url} does not answer\n${server.output}`);
    });
    if (response && !response.ok)
      assert.fail(`${response.status} ${await response.text()}\n${server.output}`);
    if (response) return read(response);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return assert.fail(`no answer\n${server.output}`);
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {net.AddressInfo} */ (server.address());
  server.close();
  return port;
}
