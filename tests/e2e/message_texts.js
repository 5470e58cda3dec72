// Messages of every length that is made in a way of its own: the engine's string builtins, one piece, many; and what is
// beside ASCII.
// Knows lengths at which pkg/text.js changes its way. Must not know where it runs, in a page or in Node.

const LENGTHS = [
  0, 1, 2, 15, 16, 17, 31, 32, 33, 200, 248, 249, 250, 251, 255, 256, 257, 4096, 65_536, 262_130,
];
/** Some beyond what is decoded at once, and beyond one of its parts. */
const LONG = [262_144, 262_150, 262_400, 327_680, 1_000_003];
const ALPHABETS = ['abcdefghijklmnopqrstuvwxyz 0123456789', 'a\u00e9\u4e2d', '\u{1f600}b\u{1f680}\u00fc'];

/** That many characters. */
const textOf = (alphabet, length) => {
  const characters = [...alphabet];
  let text = '';
  for (let at = 0; at < length; at += 1) text += characters[(at * 7 + (at >> 5)) % characters.length];
  return text;
};

export const texts = ALPHABETS.flatMap((alphabet) =>
  [...LENGTHS, ...LONG].map((length) => textOf(alphabet, length)),
);

/** What a source of each text in a chunk of its own, then of each text in two chunks, has got wrong: [length, got]. */
export async function wrong(EventSource) {
  const found = [];
  const expected = [...texts, ...texts];
  await hear(
    EventSource,
    [
      ...texts.map((text) => `data: ${text}\n\n`),
      ...texts.flatMap((text) => [`data:${text.slice(0, 5)}`, `${text.slice(5)}\n\n`]),
    ],
    (data, at) => {
      if (data !== expected[at]) found.push([expected[at]?.length, data.length, data.slice(0, 40)]);
    },
  );
  return found;
}

/** How often TextDecoder was called for so many short messages, each in a chunk of its own. */
export async function decodings(EventSource, messages) {
  const { decode } = TextDecoder.prototype;
  let calls = 0;
  TextDecoder.prototype.decode = function (...given) {
    calls += 1;
    return decode.apply(this, given);
  };
  try {
    await hear(
      EventSource,
      Array.from({ length: messages }, (_, at) => `data: ${at}\n\n`),
      () => {},
    );
  } finally {
    TextDecoder.prototype.decode = decode;
  }
  return calls;
}

/** Listens to the end; throws if there are more or fewer messages than blank lines. */
async function hear(EventSource, chunks, listen) {
  const encoder = new TextEncoder();
  let next = 0;
  let count = 0;
  const stream = new ReadableStream({
    pull(controller) {
      if (next === chunks.length) return controller.close();
      controller.enqueue(encoder.encode(chunks[next]));
      next += 1;
    },
  });
  const source = EventSource.fromReadableStream(stream);
  await new Promise((resolve) => {
    source.onmessage = ({ data }) => {
      listen(data, count);
      count += 1;
    };
    source.onerror = resolve;
  });
  const sent = chunks.filter((chunk) => chunk.endsWith('\n\n')).length;
  if (count !== sent) throw new Error(`${count} messages instead of ${sent}`);
}
