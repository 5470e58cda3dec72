// The workloads: each is a stream in chunks, and its expected events.
// Knows streams and the boundaries of chunks. Must not know the parsers.

import {
  asciiOf,
  block,
  chineseOf,
  comment,
  emojiOf,
  lines,
  pseudoRandom,
  ticker,
  token,
} from '../pieces.js';

const KIB = 1024;
const encoder = new TextEncoder();

/** Name, generator of a piece, bytes of the stream, bytes of a chunk ('piece': one piece for each chunk), line end. */
const TABLE = [
  ['tokens of 60 B, 64 KiB chunks', token(60), 1024 * KIB, 64 * KIB],
  ['tokens of 60 B, 4 KiB chunks', token(60), 1024 * KIB, 4 * KIB],
  ['tokens of 60 B, one a chunk', token(60), 256 * KIB, 'piece'],
  ['tokens of 130 B, 64 KiB chunks', token(130), 1024 * KIB, 64 * KIB],
  ['tokens of 130 B, 4 KiB chunks', token(130), 1024 * KIB, 4 * KIB],
  ['tokens of 130 B, one a chunk', token(130), 256 * KIB, 'piece'],
  ['ticker with id and event', ticker, 1024 * KIB, 64 * KIB],
  ['events of 64 KiB', block(asciiOf, 64 * KIB), 4096 * KIB, 64 * KIB],
  ['events of 1 MiB', block(asciiOf, 1024 * KIB), 4096 * KIB, 64 * KIB],
  ['events of 5,000 lines', lines(5_000), 1024 * KIB, 64 * KIB],
  ['Chinese, small', block(chineseOf, 24), 1024 * KIB, 64 * KIB],
  ['Chinese, 64 KiB', block(chineseOf, 21_845), 2048 * KIB, 64 * KIB],
  ['emoji, small', block(emojiOf, 12), 1024 * KIB, 64 * KIB],
  ['emoji, 64 KiB', block(emojiOf, 8_000), 2048 * KIB, 64 * KIB],
  ['tokens of 60 B, CRLF', token(60), 1024 * KIB, 64 * KIB, '\r\n'],
  ['ticker, CRLF', ticker, 1024 * KIB, 64 * KIB, '\r\n'],
  ['events of 5,000 lines, CRLF', lines(5_000), 1024 * KIB, 64 * KIB, '\r\n'],
  ['tokens of 60 B, a byte a chunk', token(60), 64 * KIB, 1],
  ['comments only', comment, 1024 * KIB, 64 * KIB],
];

export const workloads = TABLE.map(([name]) => /** @type {string} */ (name));

/** The stream with this name: its chunks, its events, and how many of them are complete after each chunk. */
export function workload(name) {
  const [, make, size, cut, lineEnd = '\n'] = /** @type {any[]} */ (TABLE.find(([it]) => it === name));
  return stream(make, { size, cut, lineEnd });
}

/** Generates pieces up to a size, and splits them into chunks of `cut` bytes, or with 'piece' into one chunk each. */
export function stream(make, { size, cut, lineEnd = '\n' }) {
  const random = pseudoRandom();
  const encoded = [];
  const ends = [];
  const events = [];
  let length = 0;
  for (let index = 0; length < size; index += 1) {
    const { wire, event } = make(random, index);
    const bytes = encoder.encode(lineEnd === '\n' ? wire : wire.replaceAll('\n', lineEnd));
    encoded.push(bytes);
    length += bytes.length;
    if (event) {
      events.push(event);
      ends.push(length);
    }
  }
  const chunks = cut === 'piece' ? encoded : slices(joined(encoded, length), cut);
  return { chunks, events, finished: finishedBy(chunks, ends), bytes: length };
}

function joined(parts, length) {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Each chunk has its own buffer, like chunks from the network. */
function slices(bytes, size) {
  const chunks = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.slice(at, at + size));
  return chunks;
}

/** For every chunk, the number of events that are complete at its end. */
function finishedBy(chunks, ends) {
  let at = 0;
  let finished = 0;
  return chunks.map((chunk) => {
    at += chunk.length;
    while (finished < ends.length && ends[finished] <= at) finished += 1;
    return finished;
  });
}
