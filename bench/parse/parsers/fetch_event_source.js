// The parser of @microsoft/fetch-event-source, put together as its own fetch.js does.

import { getLines, getMessages } from '@microsoft/fetch-event-source/lib/esm/parse.js';

export function start(listen) {
  let lastEventId = '';
  const feed = getLines(
    getMessages(
      (id) => (lastEventId = id),
      () => {},
      // It hands out a message for every empty line, whether there was data or not.
      ({ data, event }) => data && listen(data, event || 'message', lastEventId),
    ),
  );
  return { feed, stop() {} };
}
