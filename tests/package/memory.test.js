// The memory of sources that stay open: what a large event has needed is not kept by each of them.
// Knows WebAssembly's memory, as bench/memory/idle.js measures it. Must not know how it is released.
//
//   node --test tests/package/memory.test.js

import { after, it } from 'node:test';
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { project, removeProjects } from './project.js';

const SCRIPT = fileURLToPath(new URL('../../bench/memory/idle.js', import.meta.url));
const EACH = 64 << 10;

after(removeProjects);

it('twenty open sources that had an event of 4 MB each need little more than one', async () => {
  const root = await project('unused');
  await cp(SCRIPT, join(root, 'idle.mjs'));
  const { stdout } = await promisify(execFile)(process.execPath, ['idle.mjs'], {
    cwd: root,
    timeout: 120_000,
  });
  const { ascii, other } = JSON.parse(stdout);
  console.error(`# bytes: ${stdout}`);
  assert.ok(ascii.all - ascii.first <= 20 * EACH, 'events in ASCII');
  assert.ok(other.all - other.first <= 20 * EACH, 'other events');
});
