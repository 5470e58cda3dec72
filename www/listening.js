// Starts an HTTP server on a port, or on the next free one, and stops it with all its connections.
// Knows sockets. Must not know what the server serves.

import { once } from 'node:events';

/** Loopback only, because anyone who can reach the page can stop the stream server. */
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

/** Closes the listening socket and every connection, even within a response. */
export async function stop(server) {
  if (!server.listening) return;
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
