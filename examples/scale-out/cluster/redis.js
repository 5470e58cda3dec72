// The Redis server of a cluster: stores each command in a file before it answers, so that a restart loses nothing.
// Knows Redis's settings and how it says that it is ready. Must not know what it stores.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import net from 'node:net';
import { Program } from './program.js';

/** @param {{ port: number, appendOnly?: boolean, restartAfter?: number }} options */
export function redisServer(folder, { port, appendOnly = true, restartAfter }) {
  mkdirSync(folder, { recursive: true });
  const settings = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    appendonly: appendOnly ? 'yes' : 'no',
    appendfsync: 'everysec',
    save: '',
  };
  const command = [
    'redis-server',
    ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
  ];
  return new Program(command, { log: join(folder, 'redis.log'), ready: () => answers(port), restartAfter });
}

/** While it reads its file it accepts connections, but answers with an error. */
async function answers(port) {
  const socket = net.connect(port, '127.0.0.1');
  try {
    socket.write('PING\r\n');
    const [answer] = await once(socket, 'data');
    return String(answer).startsWith('+PONG');
  } finally {
    socket.destroy();
  }
}
