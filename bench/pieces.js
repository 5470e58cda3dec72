// Generates the pieces of streams: an event or a comment each, with the event that a listener must receive.
// Knows typical streams. Must not know how they are sent, split or parsed.

/** @typedef {{ data: string, type: string, id: string }} Expected */
/** @typedef {{ wire: string, event?: Expected }} Piece the text of the stream, and its event */
/** @typedef {(random: (limit: number) => number, index: number) => Piece} Make */

/** A generator of pseudo-random integers below a limit, with the same sequence in every engine. */
export function pseudoRandom(seed = 1) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
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

export const asciiOf = (length, random) => {
  let text = '';
  while (text.length < length) text += `${WORDS[random(WORDS.length)]} `;
  return text.slice(0, length);
};
export const chineseOf = (length, random) =>
  Array.from({ length }, () => CHINESE[random(CHINESE.length)]).join('');
export const emojiOf = (length, random) => Array.from({ length }, () => EMOJI[random(EMOJI.length)]).join('');

/** An event like those of a language model's API: JSON around a word. `size` is that of the whole event in bytes. */
export const token = (size) => (random) => {
  const head = '{"choices":[{"delta":{"content":"';
  const data = `${head}${asciiOf(size - 8 - head.length - 5, random)}"}}]}`;
  return { wire: `data: ${data}\n\n`, event: { data, type: 'message', id: '' } };
};

export const ticker = (random, index) => {
  const symbol = WORDS[random(WORDS.length)].toUpperCase();
  const data = `{"s":"${symbol}","p":${(1000 + random(90_000)) / 100},"v":${random(5_000)}}`;
  const id = `${1_700_000_000_000 + index}`;
  return { wire: `event: trade\nid: ${id}\ndata: ${data}\n\n`, event: { data, type: 'trade', id } };
};

export const block = (write, length) => (random) => {
  const data = write(length, random);
  return { wire: `data: ${data}\n\n`, event: { data, type: 'message', id: '' } };
};

export const lines = (count) => (random) => {
  const values = Array.from({ length: count }, () => asciiOf(20 + random(40), random));
  const wire = `${values.map((value) => `data: ${value}\n`).join('')}\n`;
  return { wire, event: { data: values.join('\n'), type: 'message', id: '' } };
};

export const comment = (random) => ({ wire: `: ${asciiOf(20 + random(60), random)}\n\n` });
