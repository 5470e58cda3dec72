// eventsource-parser, as in its README: one streaming TextDecoder, one parser.

import { createParser } from 'eventsource-parser';

export function start(listen) {
  const decoder = new TextDecoder();
  let lastEventId = '';
  const parser = createParser({
    onEvent({ data, event = 'message', id }) {
      if (id !== undefined) lastEventId = id;
      listen(data, event, lastEventId);
    },
  });
  return { feed: (chunk) => parser.feed(decoder.decode(chunk, { stream: true })), stop() {} };
}
