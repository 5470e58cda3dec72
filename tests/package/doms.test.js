// The package where the tests of others run: in jsdom and happy-dom, neither of which has an EventSource.
// Knows which DOMs there are and how runners use them. Must not know what the package does there.
//
//   node --test tests/package/doms.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { project, removeProjects } from './project.js';
import { HEARD, startStreams } from './live_stream.js';

/**
 * [DOM, how its runner uses it, what carries the stream]: all that there is. jsdom has no fetch of its own, and
 * happy-dom's XMLHttpRequest is silent until the end of the answer.
 */
const CASES = [
  ['jsdom', 'globals', 'fetch'],
  ['jsdom', 'globals', 'xhr'],
  ['jsdom', 'context', 'xhr'],
  ['happy-dom', 'globals', 'fetch'],
  ['happy-dom', 'context', 'fetch'],
];

describe('in a DOM without a browser', () => {
  let root;
  let streams;
  before(async () => {
    root = await project('dom');
    streams = await startStreams();
  });
  after(async () => {
    streams?.close();
    await removeProjects();
  });

  for (const [dom, how, transport] of CASES) {
    it(`hears a live stream, and lets the process end: ${dom}, ${how}, ${transport}`, async () => {
      const { stdout, stderr } = await promisify(execFile)(
        process.execPath,
        ['run.mjs', dom, how, transport, streams.url(), fileURLToPath(import.meta.url)],
        { cwd: root, timeout: 20_000 },
      );
      assert.equal(stderr, '');
      assert.deepEqual(JSON.parse(stdout), { heard: HEARD, used: transport });
    });
  }
});
