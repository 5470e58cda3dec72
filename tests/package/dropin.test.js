// Applications of packages that construct an EventSource themselves, with this package's class in its place: the MCP SDK,
// whose import of `eventsource` npm resolves to this package, and reconnecting-eventsource.
// Knows what a user has to write for it. Must not know how those packages call the class.
//
//   npm ci --prefix tests/package/fixtures/dropin && node --test tests/package/dropin.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, lstatSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { project, removeProjects } from './project.js';

const COMPILER = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
const ENDED = { name: 'Error', code: 200, message: 'SSE error: the server has ended the stream' };

describe('as a drop-in', () => {
  let root;
  before(async () => {
    root = await project('dropin');
    // npm has linked it to pkg/, as the fixture's `overrides` say. What is tested is what is published.
    const alias = join(root, 'node_modules/eventsource');
    assert.ok(lstatSync(alias).isSymbolicLink(), 'npm ci --prefix tests/package/fixtures/dropin');
    await rm(alias);
    await cp(join(root, 'node_modules/eventsource-wasm'), alias, { recursive: true });
  });
  after(removeProjects);

  async function run(...args) {
    const options = { cwd: root, timeout: 60_000 };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args, options);
    assert.equal(stderr, '');
    return JSON.parse(stdout);
  }

  it('is what the MCP SDK imports as eventsource: there is no other one', () => {
    assert.ok(!existsSync(join(root, 'node_modules/@modelcontextprotocol/sdk/node_modules/eventsource')));
  });

  for (const how of ['import', 'require']) {
    // A 401, a refreshed token, 1000 notifications in order, a stream that ends, and a token that expires.
    it(`carries the MCP SDK's SSEClientTransport: ${how}`, async () => {
      assert.deepEqual(await run('sdk.mjs', how), {
        engine: 'wasm',
        isOurs: true,
        sums: ['3', '7', '11'],
        count: 1000,
        isInOrder: true,
        errors: [ENDED, ENDED],
        answers: [401, 200, 200, 401, 200],
      });
    });

    it(`is the eventSourceClass of reconnecting-eventsource: ${how}`, async () => {
      assert.deepEqual(await run('reconnecting.mjs', how, '{ "max_retry_time": 50 }'), {
        requests: [
          ['', null],
          ['', '2'],
          ['', '3'],
          ['?lastEventId=3', null],
        ],
        seen: ['open', 1, 2, 'error', 'open', 3, 'error', 'open', 4, 5],
      });
    });
  }

  it('accepts what reconnecting-eventsource passes on because it ignores it', async () => {
    const configuration = '{ "max_retry_time": 0, "lastEventId": null, "withCredentials": true }';
    const { requests, seen } = await run('reconnecting.mjs', 'import', configuration);
    assert.deepEqual(requests[0], ['', null]);
    assert.deepEqual(seen.slice(-2), [4, 5]);
  });

  it('has the types that both packages import, checked with their declarations', async () => {
    const resolution = ['--module', 'esnext', '--moduleResolution', 'bundler', '--target', 'es2022'];
    const libraries = ['--lib', 'es2022,dom,dom.iterable', '--types', 'node', '--skipLibCheck', 'false'];
    const args = [COMPILER, '--strict', '--noEmit', ...resolution, ...libraries, 'program.ts'];
    await promisify(execFile)(process.execPath, args, { cwd: root }).catch((failed) =>
      assert.fail(failed.stdout || failed),
    );
  });
});
