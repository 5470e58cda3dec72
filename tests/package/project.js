// Creates empty projects with the package installed from its tarball, so that these tests use it as it is published.
// Knows how npm packs, and how Node finds modules. Must not know what a project does with the package.
//
//   const root = await project('page')    a new folder with the files of tests/package/fixtures/page, and receive.mjs
//   await removeProjects()                deletes all projects

import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const FIXTURES = fileURLToPath(new URL('fixtures', import.meta.url));

// Outside of the repository, whose node_modules has a link to pkg/ with the same name.
const folder = await mkdtemp(join(tmpdir(), 'eventsource-wasm-'));
let projects = 0;
let packed;

/** The path of the tarball that `npm publish` would upload. */
export function tarball() {
  packed ??= pack();
  return packed;
}

/**
 * Returns the root of a new project with the files of the fixtures and the package in node_modules. Later fixtures
 * override earlier ones.
 */
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
