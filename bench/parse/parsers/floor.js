// The floor: what remains when parsing itself costs nothing. Copies every chunk, decodes the text of the events that
// it finishes in one pass, and makes their strings.
// Knows beforehand what every chunk will bring; that is what makes it the floor and not a parser.

const decoder = new TextDecoder();
/** Node decodes quicker without streaming what is ASCII, and quicker with it what is not. */
const ASCII = { stream: false };
const OTHER = { stream: true };
const encoder = new TextEncoder();

export function start(listen, { chunks, events, finished }) {
  const memory = new Uint8Array(Math.max(...chunks.map((chunk) => chunk.length)));
  const batches = chunks.map((_, index) => batch(events.slice(finished[index - 1] ?? 0, finished[index])));
  const how = events.every(({ data }) => /^[\0-\x7f]*$/.test(data)) ? ASCII : OTHER;
  let turn = 0;
  return {
    feed(chunk) {
      memory.set(chunk);
      const { bytes, spans } = batches[turn];
      turn = turn + 1 === batches.length ? 0 : turn + 1;
      if (spans.length === 0) return;
      const text = decoder.decode(bytes, how);
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

/** A text of all that the events say, what is the same as before only once, and where it is. */
function batch(events) {
  let text = '';
  const spans = [];
  const place = (value) => {
    text += value;
    return [text.length - value.length, text.length];
  };
  let last = { type: '', id: '' };
  let type = [0, 0];
  let id = [0, 0];
  for (const event of events) {
    if (event.type !== last.type) type = place(event.type);
    if (event.id !== last.id) id = place(event.id);
    spans.push(...place(event.data), ...type, ...id);
    last = event;
  }
  return { bytes: encoder.encode(text), spans: Uint32Array.from(spans) };
}
