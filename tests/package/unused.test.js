// The package in a bundle that imports it and does not use it: the bundler removes all of it.
// Knows the effect of `sideEffects` in package.json. Must not know the contents of the package.
//
//   node --test tests/package/unused.test.js

import { after, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SCRIPTS } from './bundlers.js';
import { project, removeProjects } from './project.js';

describe('in a bundle that does not use it', () => {
  after(removeProjects);

  for (const [name, build] of Object.entries(SCRIPTS)) {
    it(`is removed: ${name}`, async () => {
      const root = await project('unused');
      const file = join(root, 'built', 'main.js');
      await build(root, file);
      const code = await readFile(file, 'utf8');
      assert.ok(code.includes('unused') && code.length < 100, code.slice(0, 300));
    });
  }
});
