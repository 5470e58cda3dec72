// What idle sources keep: WebAssembly's memory with many sources that are open, and each of which has had a large event.
// Knows Node. Must not know what the memory is for.
//
//   node bench/memory/idle.js        prints the bytes with one source and with all of them, as JSON

import { once } from 'node:events';
import http from 'node:http';

const SOURCES = 20;
const SIZE = 4e6;
/** The first one needs twice as much. */
const TEXTS = { ascii: 'a'.repeat(SIZE), other: '\u00e9'.repeat(SIZE / 2) };

/** @type {WebAssembly.Memory | undefined} */
let memory;
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(...parameters) {
    super(...parameters);
    const found = Object.values(this.exports).find((it) => it instanceof WebAssembly.Memory);
    memory ??= /** @type {WebAssembly.Memory} */ (found);
  }
};

const server = http.createServer(({ url }, response) => {
  response.setHeader('content-type', 'text/event-stream');
  response.write(`data:${TEXTS[url?.slice(1) ?? '']}\n\n`);
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
// By the name of the package: a project may have it from its tarball.
const { EventSource } = await import('eventsource-wasm');

const sources = [];
const figures = {};
for (const text of Object.keys(TEXTS)) {
  for (let count = 1; count <= SOURCES; count += 1) {
    const source = new EventSource(`http://127.0.0.1:${port}/${text}`);
    sources.push(source);
    const { data } = await new Promise((resolve) => (source.onmessage = resolve));
    if (data !== TEXTS[text]) throw new Error('another text has arrived');
    // The memory goes back when the message has been dispatched.
    await new Promise((resolve) => setTimeout(resolve));
    if (count === 1) figures[text] = { first: bytes() };
  }
  figures[text].all = bytes();
}
console.log(JSON.stringify({ sources: sources.length, ...figures }));
sources.forEach((source) => source.close());
server.close();
server.closeAllConnections();

function bytes() {
  return memory?.buffer.byteLength ?? 0;
}
