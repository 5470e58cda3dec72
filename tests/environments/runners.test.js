// The package in test runners: Vitest and Jest, each with jsdom and happy-dom, in each version of Node that is supported.
// Events and a reconnection; and environments that are torn down while sources are connecting, open or waiting.
// Knows the matrix. Must not know how a runner is configured.
//
//   node --test tests/environments/runners.test.js                 each runner and DOM implementation, in one version of Node
//   MATRIX=all node --test tests/environments/runners.test.js      all cells, as npm run test:environments does
//   CELLS='jest-30.*jsdom.*node 22' node --test tests/environments/runners.test.js      a part of the matrix

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RUNNERS } from './runners/configurations.js';
import { EVENTS, startStreams } from './streams.js';
import { createProject, nodeOf, removeProjects } from './tools.js';

const NODES = ['20', '22', '24'];
const ENVIRONMENTS = ['jsdom', 'happy-dom'];
/** The version of Node for each runner, unless the whole matrix is run. */
const USUAL = { 'vitest-3': '22', 'vitest-4': '24', 'jest-29': '20', 'jest-30': '22' };
const { CELLS: pattern, MATRIX } = process.env;
const wanted = new RegExp(pattern ?? '');

/** [name, tool, configuration, environment, version of Node] */
const CELLS = Object.entries(RUNNERS)
  .flatMap(([tool, ways]) =>
    Object.entries(ways).map(([way, configuration]) => ({ tool, way, configuration })),
  )
  .flatMap((cell) => ENVIRONMENTS.map((environment) => ({ ...cell, environment })))
  .flatMap((cell) => NODES.map((node) => ({ ...cell, node })))
  .map((cell) => ({ ...cell, name: `${cell.tool}, ${cell.way}, ${cell.environment}, node ${cell.node}` }))
  .filter(({ name, tool, node }) => (pattern || MATRIX ? wanted.test(name) : node === USUAL[tool]));

describe('in a test runner', () => {
  let streams;
  before(async () => {
    streams = await startStreams();
  });
  after(async () => {
    streams?.close();
    await removeProjects();
  });

  for (const { name, tool, configuration, environment, node } of CELLS) {
    it(`receives events, and ends quietly with its environment: ${name}`, async () => {
      const { program, args, files } = configuration;
      const { root, home, run } = await createProject(tool, files(environment));
      const report = join(root, 'report');
      const env = { STREAMS: streams.url, REPORT: report };
      const { code, output } = await run(await nodeOf(node), [join(home, program), ...args], { env });
      assert.equal(code, 0, output);
      assert.doesNotMatch(output, /unhandled|uncaught|did not exit|failed to exit/i);
      const lines = (await readFile(report, 'utf8'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      assert.deepEqual(
        lines.map(({ entry, events }) => [entry, events]),
        [
          ['index', EVENTS],
          ['auto', EVENTS],
        ],
      );
    });
  }
});
