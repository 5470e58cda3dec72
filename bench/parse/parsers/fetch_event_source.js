// The parser of @microsoft/fetch-event-source, composed as in its own fetch.js.

import { getLines, getMessages } from '@microsoft/fetch-event-source/lib/esm/parse.js';

export function start(listen) {
  let lastEventId = '';
  const feed = getLines(
    getMessages(
      (id) => (lastEventId = id),
      () => {},
      // It calls back for every empty line, with or without data.
      ({ data, event }) => data && listen(data, event || 'message', lastEventId),
    ),
  );
  return { feed, stop() {} };
}
