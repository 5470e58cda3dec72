// The package imported and not used: a bundler may leave it out, and all of it.
// Knows package.json's `sideEffects` by its result alone. Must not know what the package is made of.
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
    it(`leaves nothing behind: ${name}`, async () => {
      const root = await project('unused');
      const file = join(root, 'built', 'main.js');
      await build(root, file);
      const code = await readFile(file, 'utf8');
      assert.ok(code.includes('unused') && code.length < 100, code.slice(0, 300));
    });
  }
});
