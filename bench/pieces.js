// What streams are made of: pieces, each an event or a comment, and what it means to a listener.
// Knows what real streams look like. Must not know how they are sent, cut or parsed.

/** @typedef {{ data: string, type: string, id: string }} Expected */
/** @typedef {{ wire: string, event?: Expected }} Piece what goes over the wire, and what it means */
/** @typedef {(roll: (sides: number) => number, index: number) => Piece} Make */

/** Numbers that look random and are the same everywhere. */
export function dice(seed = 1) {
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

export const asciiOf = (length, roll) => {
  let text = '';
  while (text.length < length) text += `${WORDS[roll(WORDS.length)]} `;
  return text.slice(0, length);
};
export const chineseOf = (length, roll) =>
  Array.from({ length }, () => CHINESE[roll(CHINESE.length)]).join('');
export const emojiOf = (length, roll) => Array.from({ length }, () => EMOJI[roll(EMOJI.length)]).join('');

/** What a language model's API sends: JSON around a word. `size` is that of the whole event in bytes. */
export const token = (size) => (roll) => {
  const head = '{"choices":[{"delta":{"content":"';
  const data = `${head}${asciiOf(size - 8 - head.length - 5, roll)}"}}]}`;
  return { wire: `data: ${data}\n\n`, event: { data, type: 'message', id: '' } };
};

export const ticker = (roll, index) => {
  const symbol = WORDS[roll(WORDS.length)].toUpperCase();
  const data = `{"s":"${symbol}","p":${(1000 + roll(90_000)) / 100},"v":${roll(5_000)}}`;
  const id = `${1_700_000_000_000 + index}`;
  return { wire: `event: trade\nid: ${id}\ndata: ${data}\n\n`, event: { data, type: 'trade', id } };
};

export const block = (write, length) => (roll) => {
  const data = write(length, roll);
  return { wire: `data: ${data}\n\n`, event: { data, type: 'message', id: '' } };
};

export const lines = (count) => (roll) => {
  const values = Array.from({ length: count }, () => asciiOf(20 + roll(40), roll));
  const wire = `${values.map((value) => `data: ${value}\n`).join('')}\n`;
  return { wire, event: { data: values.join('\n'), type: 'message', id: '' } };
};

export const comment = (roll) => ({ wire: `: ${asciiOf(20 + roll(60), roll)}\n\n` });
