// The floor, a lower bound of the cost without parsing: copies every chunk, decodes the text of its completed events at
// once, and slices it into their strings.
// Knows the events of every chunk in advance, so it is not a parser.

const decoder = new TextDecoder();
/** Node decodes ASCII faster without streaming, and other text faster with streaming. */
const ASCII = { stream: false };
const OTHER = { stream: true };
const encoder = new TextEncoder();

export function start(listen, { chunks, events, finished }) {
  const memory = new Uint8Array(Math.max(...chunks.map((chunk) => chunk.length)));
  const batches = chunks.map((_, index) => batch(events.slice(finished[index - 1] ?? 0, finished[index])));
  const decodeOptions = events.every(({ data }) => /^[\0-\x7f]*$/.test(data)) ? ASCII : OTHER;
  let next = 0;
  return {
    feed(chunk) {
      memory.set(chunk);
      const { bytes, spans } = batches[next];
      next = next + 1 === batches.length ? 0 : next + 1;
      if (spans.length === 0) return;
      const text = decoder.decode(bytes, decodeOptions);
      for (let row = 0; row < spans.length; row += 6) {
        listen(
          text.slice(spans[row], spans[row + 1]),
          text.slice(spans[row + 2], spans[row + 3]),
          text.slice(spans[row + 4], spans[row + 5]),
        );
      }
    },
    stop() {},
  };
}

/** The strings of all events in one text, without repeated types and IDs, and the position of each string. */
function batch(events) {
  let text = '';
  const spans = [];
  const append = (value) => {
    text += value;
    return [text.length - value.length, text.length];
  };
  let last = { type: '', id: '' };
  let type = [0, 0];
  let id = [0, 0];
  for (const event of events) {
    if (event.type !== last.type) type = append(event.type);
    if (event.id !== last.id) id = append(event.id);
    spans.push(...append(event.data), ...type, ...id);
    last = event;
  }
  return { bytes: encoder.encode(text), spans: Uint32Array.from(spans) };
}
