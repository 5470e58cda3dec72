// Free ports for servers that are started again: a port that is free now and that no client gets by chance later.
// Knows the range from which the kernel takes ports for clients. Must not know the servers.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net from 'node:net';

/** @returns {Promise<number>} */
export async function freePort() {
  for (let tries = 0; tries < 1000; tries += 1) {
    const port = LOWEST + Math.floor(Math.random() * (firstOfClients() - LOWEST));
    if (!given.has(port) && (await isFree(port))) {
      given.add(port);
      return port;
    }
  }
  throw new Error('no port is free');
}

/** Whether a server accepts connections on the port. */
export async function isListening(port) {
  const socket = net.connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function isFree(port) {
  const server = net.createServer();
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}

/** While a server is down, a connection of a client must not get its port: these are at the top of the range. */
function firstOfClients() {
  const [first] = readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8').split(/\s/).map(Number);
  return first > LOWEST ? first : 32_768;
}

const LOWEST = 20_000;
const given = new Set();
