// Runners, runtimes and bundlers of other versions than the repository's own, each installed once from its lock file
// into the cache of scripts/environment.sh; and projects beside them, which have the package from its tarball.
// Knows npm, and how Node finds modules. Must not know what a project does.
//
//   const project = await createProject('jest-29', { 'a.test.js': '…' })
//   await project.run('node_modules/.bin/jest', ['--ci'])    { code, output }
//   await removeProjects()

import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { project as packageProject, removeProjects as removePackage } from '../package/project.js';

const run = promisify(execFile);
const TOOLS = fileURLToPath(new URL('tools/', import.meta.url));
const CACHE = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'eventsource-wasm');

const created = [];
const installed = {};
/** The package as it is published, unpacked once. */
let published;

/** The folder of a tool, with its node_modules. */
export function tool(name) {
  return (installed[name] ??= install(name));
}

/** Where a Node of that major version is. That of this process needs no other. */
export async function nodeOf(version) {
  if (process.version.startsWith(`v${version}.`)) return process.execPath;
  return join(await tool(`node-${version}`), 'node_modules/node/bin/node');
}

/** A project in the folder of a tool, so that it finds the tool's modules; `files` by their paths, without those that are undefined. */
export async function createProject(name, files) {
  const home = await tool(name);
  const root = await mkdtemp(join(home, 'project-'));
  created.push(root);
  const modules = join(root, 'node_modules');
  await mkdir(modules);
  published ??= packageProject('unused');
  const from = join(await published, 'node_modules/eventsource-wasm');
  await cp(from, join(modules, 'eventsource-wasm'), { recursive: true });
  for (const [path, contents] of Object.entries({ 'package.json': '{ "private": true }', ...files })) {
    if (contents === undefined) continue;
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), contents);
  }
  return { root, home, run: (program, args, options) => execute(program, args, { cwd: root, ...options }) };
}

export async function removeProjects() {
  await Promise.all(created.map((root) => rm(root, { recursive: true, force: true })));
  await removePackage();
}

/** What a program has printed, and how it ended: a program that does not end is killed, and has no code. */
function execute(program, args, { cwd, env = {}, timeout = 60_000 }) {
  return new Promise((resolve) => {
    const options = { cwd, timeout, killSignal: /** @type {const} */ ('SIGKILL'), maxBuffer: 1 << 24 };
    const all = { ...process.env, NO_COLOR: '1', CI: '1', ...env };
    // What this test runner tells its children is not for other runners.
    delete all.NODE_TEST_CONTEXT;
    delete all.FORCE_COLOR;
    execFile(program, args, { ...options, env: all }, (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, output: stdout + stderr }),
    );
  });
}

/** Whole or not at all, and again when its lock file has changed. */
async function install(name) {
  const files = ['package.json', 'package-lock.json'];
  const hash = createHash('sha256');
  for (const file of files) hash.update(await readFile(join(TOOLS, name, file)));
  const home = join(CACHE, `${name}-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(home)) return home;
  await mkdir(CACHE, { recursive: true });
  const unfinished = await mkdtemp(join(CACHE, `${name}-`));
  try {
    for (const file of files) await cp(join(TOOLS, name, file), join(unfinished, file));
    await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: unfinished, maxBuffer: 1 << 24 });
    await rename(unfinished, home);
  } catch (reason) {
    await rm(unfinished, { recursive: true, force: true });
    // Another process may have been quicker.
    if (!existsSync(home)) throw reason;
  }
  return home;
}
