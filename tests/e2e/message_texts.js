// Messages of different lengths and alphabets, for which the package decodes strings in different ways.
// Knows the lengths at which the decoder changes its method. Must not know whether it runs in a page or in Node.

const LENGTHS = [
  0, 1, 2, 15, 16, 17, 31, 32, 33, 200, 248, 249, 250, 251, 255, 256, 257, 4096, 65_536, 262_130,
];
/** Longer than the maximum that is decoded at once, and than one of its parts. */
const LONG = [262_144, 262_150, 262_400, 327_680, 1_000_003];
const ALPHABETS = ['abcdefghijklmnopqrstuvwxyz 0123456789', 'a\u00e9\u4e2d', '\u{1f600}b\u{1f680}\u00fc'];

/** A text of `length` characters. */
const textOf = (alphabet, length) => {
  const characters = [...alphabet];
  let text = '';
  for (let at = 0; at < length; at += 1) text += characters[(at * 7 + (at >> 5)) % characters.length];
  return text;
};

export const texts = ALPHABETS.flatMap((alphabet) =>
  [...LENGTHS, ...LONG].map((length) => textOf(alphabet, length)),
);

/**
 * Sends each text in one chunk, then each in two. Returns [length, received length, first characters] of wrong
 * messages.
 */
export async function wrongMessages(EventSource) {
  const found = [];
  const expected = [...texts, ...texts];
  await receive(
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

/** Counts the calls of TextDecoder for a number of short messages, each in its own chunk. */
export async function countDecodeCalls(EventSource, messages) {
  const { decode } = TextDecoder.prototype;
  let calls = 0;
  TextDecoder.prototype.decode = function (...given) {
    calls += 1;
    return decode.apply(this, given);
  };
  try {
    await receive(
      EventSource,
      Array.from({ length: messages }, (_, at) => `data: ${at}\n\n`),
      () => {},
    );
  } finally {
    TextDecoder.prototype.decode = decode;
  }
  return calls;
}

/** Listens until the end of the stream. Throws if the number of messages is not that of blank lines. */
async function receive(EventSource, chunks, listen) {
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
