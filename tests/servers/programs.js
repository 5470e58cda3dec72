// How the programs of this suite are started and stopped: each says on its first line on which port it listens.
// Knows processes and where the packages are installed (see install.sh). Must not know HTTP.

import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';

const cache = `${process.env.XDG_CACHE_HOME ?? `${homedir()}/.cache`}/eventsource-wasm`;
const program = (name) => fileURLToPath(new URL(`programs/${name}`, import.meta.url));

export const CERTIFICATE = `${cache}/test-certificate`;

export const node = (name) => [process.execPath, program(name)];
export const python = (name) => [`${cache}/test-servers-python/bin/python`, '-B', program(name)];
export const rust = () => [`${cache}/test-servers-axum/debug/event-streams`];

/** Starts a program. `output` has what it has written to its standard error. */
export async function start([command, ...parameters], environment = {}) {
  const child = spawn(command, parameters, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CERTIFICATE, ...environment },
  });
  const running = { pid: child.pid, output: '', stop: () => stop(child) };
  child.stderr.on('data', (text) => (running.output += text));
  const lines = createInterface({ input: child.stdout });
  running.port = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) =>
      reject(new Error(`${parameters.at(-1) ?? command} ended (${code}): ${running.output}`)),
    );
    lines.on('line', (line) => {
      const port = /^listening (\d+)$/.exec(line)?.[1];
      if (port) resolve(Number(port));
    });
  });
  return running;
}

/** Ends a process that this suite has started: SIGTERM, and after two seconds SIGKILL. */
export async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 2000);
  await ended;
  clearTimeout(timer);
}
