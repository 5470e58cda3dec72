// Sends one response of a test stream through node:http, with the chunk boundaries that its definition asks for.
// Knows sockets and the notation of test_streams/notation.js. Must not know paths, keys or scenarios.

import { createGzip, constants } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';

/** `replacePlaceholders` completes the header values. Resolves when everything has been written. */
export async function send(definition, response, replacePlaceholders) {
  response.req.socket.setNoDelay(true);
  if (definition.delay) await sleep(definition.delay);
  if (!definition.silent) writeHead(definition, response, replacePlaceholders);
  const sink = definition.gzip ? gzipInto(response) : response;
  await writeChunks(definition.body, sink, response);
  if (definition.after === 'end') sink.end();
  if (definition.after === 'destroy') await destroy(response);
}

function writeHead(definition, response, replacePlaceholders) {
  const headers = Object.entries({ ...UNCACHED, ...definition.headers }).filter(
    ([, value]) => value !== undefined,
  );
  response.sendDate = false;
  response.writeHead(
    definition.status,
    Object.fromEntries(headers.map(([name, value]) => [name, [value].flat().map(replacePlaceholders)])),
  );
  if (definition.body.length || definition.after !== 'end') response.flushHeaders();
}

/**
 * Each chunk is passed to the system before the next one, with a pause between them, so that clients read them apart.
 */
async function writeChunks(chunks, sink, response) {
  for (const [index, chunk] of chunks.entries()) {
    if (response.destroyed) return;
    if (typeof chunk === 'number') {
      await sleep(chunk);
      continue;
    }
    if (index > 0 || response.headersSent) await sleep(chunk.length > LARGE_CHUNK ? 0 : BETWEEN_CHUNKS);
    await writeChunk(chunk, sink, response);
    sink.flush?.(constants.Z_SYNC_FLUSH);
  }
}

function gzipInto(response) {
  const gzip = createGzip();
  gzip.pipe(response);
  return gzip;
}

const writeChunk = (chunk, sink, response) =>
  new Promise((resolve) => {
    response.once('close', resolve);
    sink.write(chunk, () => {
      response.off('close', resolve);
      resolve();
    });
  });

/**
 * Destroys the connection without the end that HTTP requires. It waits until the client has read the body, because an
 * error discards what a script has not read yet.
 */
async function destroy(response) {
  await sleep(UNTIL_READ);
  response.destroyedByServer = true;
  response.req.socket.destroy();
}

/** The usual header of event streams. A cacheable stream is a test stream of its own. */
const UNCACHED = { 'cache-control': 'no-store' };
/** In milliseconds. */
const BETWEEN_CHUNKS = 6;
const UNTIL_READ = 60;
/** In bytes. */
const LARGE_CHUNK = 10_000;
