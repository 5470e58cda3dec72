// A server that sends a gigabyte as fast as it is read, in a process of its own: see back_pressure.test.js.
// Knows how much it has sent. Must not know who reads.

import http from 'node:http';

const TOTAL = 1 << 30;
const DATA = 'x'.repeat(1 << 14);
let sent = 0;

const server = http.createServer(async (request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/event-stream' });
  for (let left = TOTAL; left > 0; left -= DATA.length) {
    const isTaken = response.write(`data:${DATA}\n\n`);
    if (!isTaken) await new Promise((resolve) => response.once('drain', resolve));
    sent += DATA.length;
  }
  response.end();
});
server.listen(0, () => process.send?.(/** @type {any} */ (server.address()).port));
process.on('message', () => process.send?.(sent));
