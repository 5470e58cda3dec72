// Listening: a server on the port that is wanted, or on the next free one; and an end that leaves nothing behind.
// Knows sockets. Must not know what is served.

import { once } from 'node:events';

/** The machine's own address only: the switch is for whoever sits in front of it. */
const HOST = '127.0.0.1';

/**
 * @param {import('node:http').Server} server
 * @returns {Promise<number>} the port
 */
export async function listen(server, port, { orNext = false } = {}) {
  for (let wanted = port; ; wanted += 1) {
    server.listen(wanted, HOST);
    try {
      await once(server, 'listening');
      return /** @type {import('node:net').AddressInfo} */ (server.address()).port;
    } catch (error) {
      if (!orNext || error.code !== 'EADDRINUSE') throw error;
    }
  }
}

/** Closes the listening socket and every connection, in the middle of a word if need be. */
export async function stop(server) {
  if (!server.listening) return;
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
