// Ours, as a parser: the built core over a response whose reader has no promises, and read as pkg/lib/event_source.js
// reads it. Knows how the class uses the core. The response says that it comes from a network, because the core gives the
// page's tasks a chance between the chunks of any other.

import { EventSourceCore } from '../../../pkg/dist/glue.js';
import { toOptions } from '../../../pkg/lib/options.js';
import { loadCore } from '../../../pkg/lib/load_core.js';
import { MessageReader } from '../../../pkg/lib/message_reader.js';

/** A ReadableStreamDefaultReader that settles the read that is pending at once, when a chunk is pushed. */
function pushReader() {
  let settle;
  const pending = Object.assign(new Promise(() => {}), { then: (fulfilled) => void (settle = fulfilled) });
  return {
    read: () => pending,
    cancel: () => Promise.resolve(),
    push: (value) => settle({ done: false, value }),
  };
}

const URL = 'http://localhost/';

/** Comes in a later task, as a network's does. */
async function responseOf(reader) {
  await new Promise((resolve) => setTimeout(resolve, 20));
  const headers = { get: (name) => (name === 'content-type' ? 'text/event-stream' : null) };
  return { status: 200, type: 'basic', url: URL, headers, body: { getReader: () => reader } };
}

export async function start(listen) {
  await new Promise((resolve) => loadCore(() => resolve(undefined)));
  const stream = pushReader();
  const reader = new MessageReader();
  let open;
  const opened = new Promise((resolve) => (open = resolve));
  const target = {
    fireOpen: () => open(),
    fireError() {},
    dispatchMessages(text, textLength, table, tableLength, rawText, rawTable) {
      reader.begin(text, textLength, table, tableLength, rawText, rawTable);
      while (reader.next()) listen(reader.data, reader.type || 'message', reader.lastEventId);
      core.dispatched();
    },
    cancelMessages() {},
    prepare: (isFirst, lastEventId, prepared) =>
      prepared({ url: URL, method: 'GET', headers: [], init: {}, fetch: () => responseOf(stream) }),
  };
  const core = new EventSourceCore(target, URL, true, toOptions());
  await opened;
  // The first read comes after open.
  await undefined;
  return { feed: (chunk) => stream.push(chunk), stop: () => core.close() };
}
