// A program that runs until it is ended: starts it, starts it again when it dies, and ends it by its own pid.
// Knows processes and signals. Must not know what the program does, except for the function that says that it is ready.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Programs that have not ended. They must not outlive this process, whatever ends it. */
const running = new Set();
process.on('exit', () => running.forEach((program) => program.kill('SIGKILL')));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // Without a listener a signal ends this process at once, without the event above.
  const exit = () => void (process.listenerCount(signal) === 1 && process.exit(1));
  process.on(signal, exit);
}

export class Program {
  #command;
  #log;
  #ready;
  #restartAfter;
  /** @type {import('node:child_process').ChildProcess | null} */
  #child = null;
  #wanted = false;
  #timer;
  /** How often it has been started. */
  starts = 0;
  /** Called when it has died and is started again. */
  onRestart = () => {};

  /**
   * @param {string[]} command
   * @param {{ log: string, ready: () => Promise<boolean>, restartAfter?: number }} options
   *   `log`: the file for its output; `restartAfter`: ms between its death and its next start
   */
  constructor(command, { log, ready, restartAfter = 1000 }) {
    this.#command = command;
    this.#log = log;
    this.#ready = ready;
    this.#restartAfter = restartAfter;
  }

  get pid() {
    return this.#child?.pid;
  }

  /** Resolves once the program is ready. */
  async start() {
    if (!this.#wanted) {
      this.#wanted = true;
      this.#spawn();
    }
    await this.untilReady();
  }

  async untilReady() {
    const deadline = Date.now() + PATIENCE;
    while (!(await this.#ready().catch(() => false))) {
      if (Date.now() > deadline) {
        throw new Error(
          `${this.#command.join(' ')} is not ready:\n${readFileSync(this.#log, 'utf8').slice(-2000)}`,
        );
      }
      await delay(20);
    }
  }

  /** Sends a signal to the program and its children. It is started again. */
  kill(signal = 'SIGKILL') {
    if (!this.#child) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }

  /** Ends the program; it is not started again, except by start(). */
  async end(signal = 'SIGTERM') {
    this.#wanted = false;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (!child) return;
    const ended = once(child, 'exit');
    this.kill(signal);
    const timer = setTimeout(() => this.kill('SIGKILL'), GRACE);
    await ended;
    clearTimeout(timer);
  }

  #spawn() {
    const [file, ...parameters] = this.#command;
    const output = openSync(this.#log, 'a');
    // A process group of its own: Ctrl-C does not reach it, and a signal reaches the workers of nginx, too.
    const child = spawn(file, parameters, { detached: true, stdio: ['ignore', output, output] });
    closeSync(output);
    this.starts += 1;
    this.#child = child;
    running.add(this);
    child.once('error', (error) => this.#exited(child, error));
    child.once('exit', () => this.#exited(child));
  }

  #exited(child, error) {
    if (this.#child !== child) return;
    this.#child = null;
    running.delete(this);
    if (error) console.error(`${this.#command[0]} could not be started: ${error.message}`);
    if (!this.#wanted) return;
    this.#timer = setTimeout(() => {
      this.#spawn();
      this.onRestart();
    }, this.#restartAfter);
  }
}

/** In ms: until a program has to be ready; until a program that does not end is killed. */
const PATIENCE = 15_000;
const GRACE = 3000;
