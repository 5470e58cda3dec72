// The entry point eventsource-wasm/parser, as its users call it: with the bytes of each chunk.
// Knows its public interface. Must not know how it parses.

import { createParser, load } from '../../../pkg/parser.js';

export async function start(listen) {
  await load();
  let lastEventId = '';
  const parser = createParser({
    onEvent({ data, event = 'message', id }) {
      if (id !== undefined) lastEventId = id;
      listen(data, event, lastEventId);
    },
  });
  return { feed: (chunk) => parser.feed(chunk), stop: () => parser.reset() };
}
