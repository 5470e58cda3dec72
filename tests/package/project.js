// Empty projects with the package installed from its tarball: the only way in which these tests see it.
// Knows how npm packs and where Node looks. Must not know what a project does with the package.
//
//   const root = await project('page')    a new folder with tests/package/fixtures/page in it, and receive.mjs
//   await removeProjects()                when all is done

import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const FIXTURES = fileURLToPath(new URL('fixtures', import.meta.url));

// Outside of the repository, whose own node_modules has a link to pkg/ by the same name.
const folder = await mkdtemp(join(tmpdir(), 'eventsource-wasm-'));
let projects = 0;
let packed;

/** The path of what `npm publish` would send. */
export function tarball() {
  packed ??= pack();
  return packed;
}

/** A project's root, with the files of fixtures, one laid over the other, and the package in its node_modules. */
export async function project(...fixtures) {
  const root = join(folder, `${fixtures.at(-1)}-${(projects += 1)}`);
  const installed = join(root, 'node_modules', 'eventsource-wasm');
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', await tarball(), '--strip-components=1', '-C', installed]);
  for (const fixture of fixtures) await cp(join(FIXTURES, fixture), root, { recursive: true });
  await cp(join(FIXTURES, 'receive.mjs'), join(root, 'receive.mjs'));
  await writeFile(join(root, 'package.json'), '{ "private": true }');
  return root;
}

export function removeProjects() {
  return rm(folder, { recursive: true, force: true });
}

async function pack() {
  await run('npm', ['pack', '--pack-destination', folder], { cwd: join(REPOSITORY, 'pkg') });
  const [name] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
  return join(folder, name);
}
