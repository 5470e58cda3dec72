// The package in the DOM implementations of test runners, jsdom and happy-dom, which have no EventSource.
// Knows the DOM implementations and how runners use them. Must not know how the package works.
//
//   node --test tests/package/doms.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { project, removeProjects } from './project.js';
import { EXPECTED_EVENTS, startStreams } from './live_stream.js';

/**
 * [DOM, how its runner uses it, transport]: all combinations that work. jsdom has no fetch, and happy-dom's
 * XMLHttpRequest fires no event before the end of the response.
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
    it(`receives the events of a live stream, and lets the process end: ${dom}, ${how}, ${transport}`, async () => {
      const { stdout, stderr } = await promisify(execFile)(
        process.execPath,
        ['run.mjs', dom, how, transport, streams.url(), fileURLToPath(import.meta.url)],
        { cwd: root, timeout: 20_000 },
      );
      assert.equal(stderr, '');
      assert.deepEqual(JSON.parse(stdout), { events: EXPECTED_EVENTS, used: transport });
    });
  }
});
