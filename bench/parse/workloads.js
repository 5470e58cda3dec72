// What is parsed: each workload is a stream in chunks, and the events that a listener must get out of it.
// Knows streams and where they are cut. Must not know who parses them.

/** @typedef {{ data: string, type: string, id: string }} Expected */
/** @typedef {{ wire: string, event?: Expected }} Piece what goes over the wire, and what it means */

const KIB = 1024;
const encoder = new TextEncoder();

/** Numbers that look random and are the same everywhere. */
function dice(seed = 1) {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

const WORDS = 'the quick brown fox jumps over a lazy dog while streams of tokens flow to every reader'.split(
  ' ',
);
const CHINESE = '\u7684\u4e00\u662f\u4e86\u6211\u4e0d\u4eba\u5728\u4ed6\u6709\u8fd9\u4e2a\u4e0a\u4eec\u6765';
const EMOJI = [
  '\u{1f600}',
  '\u{1f680}',
  '\u{1f30d}',
  '\u{1f469}\u200d\u{1f4bb}',
  ' ok ',
  '\u{1f44d}\u{1f3fd}',
];

const asciiOf = (length, roll) => {
  let text = '';
  while (text.length < length) text += `${WORDS[roll(WORDS.length)]} `;
  return text.slice(0, length);
};
const chineseOf = (length, roll) => Array.from({ length }, () => CHINESE[roll(CHINESE.length)]).join('');
const emojiOf = (length, roll) => Array.from({ length }, () => EMOJI[roll(EMOJI.length)]).join('');

/** What a language model's API sends: JSON around a word. `size` is that of the whole event in bytes. */
const token = (size) => (roll) => {
  const head = '{"choices":[{"delta":{"content":"';
  const data = `${head}${asciiOf(size - 8 - head.length - 5, roll)}"}}]}`;
  return { wire: `data: ${data}\n\n`, event: { data, type: 'message', id: '' } };
};

const ticker = (roll, index) => {
  const symbol = WORDS[roll(WORDS.length)].toUpperCase();
  const data = `{"s":"${symbol}","p":${(1000 + roll(90_000)) / 100},"v":${roll(5_000)}}`;
  const id = `${1_700_000_000_000 + index}`;
  return { wire: `event: trade\nid: ${id}\ndata: ${data}\n\n`, event: { data, type: 'trade', id } };
};

const block = (write, length) => (roll) => {
  const data = write(length, roll);
  return { wire: `data: ${data}\n\n`, event: { data, type: 'message', id: '' } };
};

const lines = (count) => (roll) => {
  const values = Array.from({ length: count }, () => asciiOf(20 + roll(40), roll));
  const wire = `${values.map((value) => `data: ${value}\n`).join('')}\n`;
  return { wire, event: { data: values.join('\n'), type: 'message', id: '' } };
};

const comment = (roll) => ({ wire: `: ${asciiOf(20 + roll(60), roll)}\n\n` });

/** Name, what makes a piece, bytes of the stream, bytes of a chunk (or a piece a chunk), line ends. */
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

/** The stream of that name: its chunks, its events, and which of them each chunk finishes. */
export function workload(name) {
  const [, make, size, cut, lineEnd = '\n'] = /** @type {any[]} */ (TABLE.find(([it]) => it === name));
  return stream(make, { size, cut, lineEnd });
}

/** Pieces until they have that size, and cut in chunks: of so many bytes, or one a piece. */
export function stream(make, { size, cut, lineEnd = '\n' }) {
  const roll = dice();
  const encoded = [];
  const ends = [];
  const events = [];
  let length = 0;
  for (let index = 0; length < size; index += 1) {
    const { wire, event } = make(roll, index);
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

/** Each with a buffer of its own, as they come from the network. */
function slices(bytes, size) {
  const chunks = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.slice(at, at + size));
  return chunks;
}

/** For every chunk, how many events are finished by its end. */
function finishedBy(chunks, ends) {
  let at = 0;
  let finished = 0;
  return chunks.map((chunk) => {
    at += chunk.length;
    while (finished < ends.length && ends[finished] <= at) finished += 1;
    return finished;
  });
}

export { asciiOf, block };
