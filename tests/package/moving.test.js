// The tables of docs/recipes.md for those who move over from another package: each option that a row names is one of that
// package, and this package takes it, or refuses it, as the row says.
// Knows values for options. Must not know what an option does: the other tests of the package show that.
//
//   node --test tests/package/moving.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { project, removeProjects } from './project.js';
import { tableBelow } from './recipes.js';

const NODE_MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** Where each package reads its options. Those of fetch-event-source are RequestInit's as well. */
const REQUEST_INIT = 'method body signal credentials mode cache redirect referrer referrerPolicy integrity';
const PACKAGES = {
  'event-source-polyfill': [
    'event-source-polyfill/src/eventsource.js',
    /(?<=start\(es, url, options\)[^]*)options\.(\w+)(?=[^]*var xhr = )/g,
    '',
  ],
  eventsource: ['eventsource/dist/EventSource.js', /eventSourceInitDict\?\.(\w+)/g, ''],
  'fetch-event-source': ['@microsoft/fetch-event-source/lib/cjs/fetch.d.ts', /^ {4}(\w+)\?:/gm, REQUEST_INIT],
  'sse.js': ['sse.js/lib/sse.js', /\[(\w+)\] -/g, ''],
};

/** A value for each option here, with what it needs besides. */
const VALUES = {
  headers: { headers: { A: 'b' } },
  withCredentials: { withCredentials: true },
  heartbeatTimeout: { heartbeatTimeout: 45_000 },
  lastEventIdQueryParameterName: { lastEventIdQueryParameterName: 'lastEventId' },
  fetch: { fetch: async () => new Response() },
  maxBufferSize: { maxBufferSize: 1_000 },
  method: { method: 'POST' },
  body: { body: 'text', method: 'POST' },
  signal: { signal: new AbortController().signal },
  credentials: { credentials: 'include' },
  mode: { mode: 'cors' },
  cache: { cache: 'no-store' },
  redirect: { redirect: 'follow' },
  referrer: { referrer: 'about:client' },
  referrerPolicy: { referrerPolicy: 'no-referrer' },
  integrity: { integrity: '' },
  maxRetries: { maxRetries: 3 },
  reconnectionTime: { reconnectionTime: 1_000 },
};

const name = (cell) => /^`(\w+)`$/.exec(cell)?.[1];

describe('the tables for those who move over', () => {
  let EventSource;
  before(async () => {
    const root = await project('node');
    const entry = join(root, 'node_modules/eventsource-wasm/dist/index.js');
    ({ EventSource } = await import(pathToFileURL(entry).href));
  });
  after(removeProjects);

  /** The TypeError for options, if there is one. */
  function refusal(init) {
    try {
      new EventSource('http://127.0.0.1:1/', init).close();
    } catch (error) {
      assert.ok(error instanceof TypeError, error);
      return error;
    }
    return undefined;
  }

  for (const [title, [file, pattern, more]] of Object.entries(PACKAGES)) {
    it(`name every option of ${title}, and say which are refused`, async () => {
      const rows = await tableBelow(`From ${title}`);
      const source = await readFile(join(NODE_MODULES, file), 'utf8');
      const options = new Set([...source.matchAll(pattern)].map(([, option]) => option));
      const known = [...options, ...more.split(' ').filter(Boolean)];
      assert.deepEqual(rows.map(([there]) => name(there)).sort(), known.sort());
      for (const [there, here, difference] of rows) {
        const option = name(there);
        const ofThere = option === name(here) ? VALUES[option] : { [option]: 'x' };
        const message = refusal(ofThere)?.message;
        assert.equal(message !== undefined, difference.startsWith('a `TypeError`'), `${option}: ${message}`);
        if (!name(here)) continue;
        assert.equal(refusal(VALUES[name(here)]), undefined);
        if (message) assert.ok(message.includes(name(here)), message);
      }
    });
  }
});
