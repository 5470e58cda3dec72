// Sends one answer of a pathology over a node:http response, with the chunk borders that it asks for.
// Knows sockets and the notation of test_streams/notation.js. Must not know paths, keys or scenarios.

import { createGzip, constants } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';

/** Answers `response`; `fill` replaces the placeholders in header values. Resolves when all was said. */
export async function send(answer, response, fill) {
  response.req.socket.setNoDelay(true);
  if (answer.delay) await sleep(answer.delay);
  if (!answer.silent) writeHead(answer, response, fill);
  const sink = answer.gzip ? gzipInto(response) : response;
  await speak(answer.body, sink, response);
  if (answer.after === 'end') sink.end();
  if (answer.after === 'destroy') await cut(response);
}

function writeHead(answer, response, fill) {
  const headers = Object.entries({ ...UNCACHED, ...answer.headers }).filter(
    ([, value]) => value !== undefined,
  );
  response.sendDate = false;
  response.writeHead(
    answer.status,
    Object.fromEntries(headers.map(([name, value]) => [name, [value].flat().map(fill)])),
  );
  if (answer.body.length || answer.after !== 'end') response.flushHeaders();
}

/** Writes chunk after chunk, each handed to the system before the next, and apart enough to be read apart. */
async function speak(chunks, sink, response) {
  for (const [index, chunk] of chunks.entries()) {
    if (response.destroyed) return;
    if (typeof chunk === 'number') {
      await sleep(chunk);
      continue;
    }
    if (index > 0 || response.headersSent) await sleep(chunk.length > BULK ? 0 : APART);
    await written(chunk, sink, response);
    sink.flush?.(constants.Z_SYNC_FLUSH);
  }
}

function gzipInto(response) {
  const gzip = createGzip();
  gzip.pipe(response);
  return gzip;
}

const written = (chunk, sink, response) =>
  new Promise((resolve) => {
    response.once('close', resolve);
    sink.write(chunk, () => {
      response.off('close', resolve);
      resolve();
    });
  });

/**
 * Breaks the connection once what was said has been read, without the end that HTTP asks for: a body that breaks
 * discards what a script has not read of it.
 */
async function cut(response) {
  await sleep(UNTIL_READ);
  response.cutByServer = true;
  response.req.socket.destroy();
}

/** As event streams are served; one that may be cached is a pathology of its own. */
const UNCACHED = { 'cache-control': 'no-store' };
const APART = 6;
const UNTIL_READ = 60;
const BULK = 10_000;
