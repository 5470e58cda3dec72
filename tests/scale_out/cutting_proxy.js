// A TCP proxy that cuts a connection behind a request: the server gets the request, the client gets no answer.
// Knows bytes. Must not know the protocol, except for a text that marks the requests to cut.

import { once } from 'node:events';
import net from 'node:net';

/** @returns {Promise<{ port: number, cut(mark: RegExp): void, cuts: number, close(): void }>} `cut`: the next request with it */
export async function startCuttingProxy(target) {
  const sockets = new Set();
  const proxy = { port: 0, cuts: 0, wanted: null, cut: (mark) => void (proxy.wanted = mark), close };
  const server = net.createServer((client) => {
    const upstream = net.connect(target, '127.0.0.1');
    let silent = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (chunk) => {
      if (proxy.wanted?.test(String(chunk))) {
        silent = true;
        proxy.wanted = null;
        proxy.cuts += 1;
      }
      upstream.write(chunk);
    });
    // The answer has come, so the server has executed the request.
    upstream.on('data', (chunk) => void (silent ? client.destroy() : client.write(chunk)));
  });
  function close() {
    server.close();
    sockets.forEach((socket) => socket.destroy());
  }
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy.port = /** @type {net.AddressInfo} */ (server.address()).port;
  return proxy;
}
