// A node that sends Redis streams: a Node process.
// Knows how the process is started. Must not know what it does.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Program } from './program.js';

/**
 * @param {{ port: number, redisPort: number, channels: string[], first: 'newest' | 'oldest', retry: number,
 *   restartAfter?: number }} options
 */
export function streamNode(folder, { restartAfter, ...options }) {
  mkdirSync(folder, { recursive: true });
  return new Program([process.execPath, MAIN, JSON.stringify(options)], {
    log: join(folder, 'error.log'),
    ready: async () => (await fetch(`http://127.0.0.1:${options.port}/`)).status === 204,
    restartAfter,
  });
}

const MAIN = fileURLToPath(new URL('../node/main.js', import.meta.url));
