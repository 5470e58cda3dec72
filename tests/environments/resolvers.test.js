// The package in tools that do not know `exports`: webpack 4 and Jest 27 resolve each entry point, read its syntax, and run it.
// Knows these tools' options. Must not know which files they find.
//
//   node --test tests/environments/resolvers.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EVENTS, startStreams } from './streams.js';
import { createProject, removeProjects } from './tools.js';

const NAMES = ['eventsource-wasm', 'eventsource-wasm/auto', 'eventsource-wasm/legacy'];

describe('a resolver without exports', () => {
  let receive;
  let streams;
  before(async () => {
    receive = (await readFile(new URL('receive.js', import.meta.url), 'utf8')).replace('export ', '');
    streams = await startStreams();
  });
  after(async () => {
    streams?.close();
    await removeProjects();
  });

  it('receives the events of a live stream when built by webpack 4', async () => {
    const main = (name) => `${receive}
      const EventSource = require('${name}').EventSource || globalThis.EventSource;
      // Node has no XMLHttpRequest, which is the transport of the build for old engines.
      class Fetching extends EventSource { constructor(url) { super(url, { transport: 'fetch' }); } }
      receive(Fetching, process.argv[2]).then((events) => console.log(JSON.stringify(events)));`;
    const configurations = NAMES.map((name, index) => ({
      mode: 'production',
      target: 'node',
      entry: `./${index}.js`,
      output: { path: '<root>/built', filename: `${index}.js` },
      // It would take the sources for modules of its own.
      resolve: { mainFields: ['main'] },
    }));
    const { root, run } = await createProject('webpack-4', {
      ...Object.fromEntries(NAMES.map((name, index) => [`${index}.js`, main(name)])),
      'build.js': `
        const configurations = JSON.parse(${JSON.stringify(JSON.stringify(configurations))}.split('<root>').join(__dirname));
        require('webpack')(configurations, (error, stats) => {
          if (error || stats.hasErrors()) throw error || new Error(stats.toString());
          console.log('built');
        });`,
    });
    // webpack 4 hashes with MD4.
    const built = await run(process.execPath, ['--openssl-legacy-provider', 'build.js']);
    assert.equal(built.code, 0, built.output);
    assert.match(built.output, /^built/, built.output);
    for (const index of NAMES.keys()) {
      const program = join(root, `built/${index}.js`);
      const { code, output } = await run(process.execPath, [program, `${streams.url}/resumed`]);
      assert.equal(code, 0, output.slice(-2000));
      assert.deepEqual([NAMES[index], JSON.parse(output)], [NAMES[index], EVENTS]);
    }
  });

  it('receives the events of a live stream in Jest 27 with jsdom', async () => {
    const tests = NAMES.map(
      (name) => `test('${name}', async () => {
        const EventSource = require('${name}').EventSource || globalThis.EventSource;
        expect(await receive(EventSource, process.env.STREAM)).toEqual(${JSON.stringify(EVENTS)});
      });`,
    );
    const { home, run } = await createProject('jest-27', {
      'all.test.js': `${receive}\n${tests.join('\n')}`,
      'jest.config.js': "module.exports = { testEnvironment: 'jsdom', transform: {} };",
    });
    const jest = join(home, 'node_modules/jest/bin/jest.js');
    const env = { STREAM: `${streams.url}/resumed` };
    const { code, output } = await run(process.execPath, [jest, '--ci', '--runInBand'], { env });
    assert.equal(code, 0, output);
    assert.match(output, /3 passed/);
  });
});
