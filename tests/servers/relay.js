// A TCP relay in front of a server: it counts what comes from the server, and cuts all connections when a test says so.
// Knows sockets. Must not know HTTP.

import net from 'node:net';
import { once } from 'node:events';

export async function startRelay(port) {
  const pairs = new Set();
  const relay = {
    chunks: 0,
    cut() {
      for (const [client, server] of pairs) {
        client.resetAndDestroy();
        server.destroy();
      }
    },
    /** Closes all connections as an operating system does for a process that has crashed. */
    end() {
      for (const [client, server] of pairs) {
        server.unpipe(client);
        client.end();
        server.destroy();
      }
    },
    close() {
      listener.close();
      relay.cut();
    },
  };
  const listener = net.createServer({ noDelay: true }, (client) => {
    const server = net.connect({ port, host: '127.0.0.1', noDelay: true });
    const pair = [client, server];
    pairs.add(pair);
    server.on('data', () => (relay.chunks += 1));
    client.pipe(server);
    server.pipe(client);
    for (const [one, other] of [pair, [server, client]]) {
      one.on('error', () => other.destroy());
      one.on('close', () => {
        other.destroy();
        pairs.delete(pair);
      });
    }
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  relay.port = listener.address().port;
  return relay;
}
