// How each runner of the matrix is configured: one process, an environment for each file, files in order of their names.
// Knows the runners' options. Must not know the tests.

import { testFiles } from './tests.js';

const order = 'sort(tests) { return [...tests].sort((a, b) => (path(a) < path(b) ? -1 : 1)); }';

const jest = {
  program: 'node_modules/jest/bin/jest.js',
  args: ['--ci', '--runInBand', '--no-cache'],
  files: (environment) => ({
    ...testFiles((name) => `require(${name})`),
    // With any `fetch` that is under way, also without this package: happy-dom writes to the console that it aborts it,
    // after the end of the test, which fails Jest's run; and leaves the connection of a body that is being read open.
    ...(environment === 'happy-dom' && { '2_silent.test.js': undefined, '2_endless.test.js': undefined }),
    'jest.config.js': `module.exports = {
      testEnvironment: '${environment === 'jsdom' ? 'jsdom' : '@happy-dom/jest-environment'}',
      testSequencer: './sequencer.js',
      transform: {},
    };`,
    'sequencer.js': `const path = (test) => test.path;
      module.exports = class extends require('@jest/test-sequencer').default { ${order} };`,
  }),
};

/** `isolate`: whether each file has modules of its own, or all share those of the process. */
const vitest = (isolate) => ({
  program: 'node_modules/vitest/vitest.mjs',
  args: ['run'],
  files: (environment) => ({
    ...testFiles((name) => `(await import(${name}))`),
    'vitest.config.mjs': `import { BaseSequencer } from 'vitest/node';
      const path = (test) => test.moduleId ?? test[1].moduleId;
      export default { test: {
        environment: '${environment}',
        globals: true,
        isolate: ${isolate},
        pool: 'forks',
        fileParallelism: false,
        poolOptions: { forks: { singleFork: true } },
        sequence: { sequencer: class extends BaseSequencer { ${order} } },
      } };`,
  }),
});

/** By tool: the ways in which it is run. */
export const RUNNERS = {
  'vitest-3': { isolated: vitest(true), shared: vitest(false) },
  'vitest-4': { isolated: vitest(true), shared: vitest(false) },
  'jest-29': { isolated: jest },
  'jest-30': { isolated: jest },
};
