// Ours, as a parser: the built core over a stream, whose reader has no promises, and read as pkg/lib/event_source.js
// reads it. Knows how the class uses the core. To be replaced when the core can be had without a source around it.

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
  };
  const core = EventSourceCore.overStream(target, '', stream, toOptions());
  await opened;
  // The first read comes after open, and what is there at once waits for the next task.
  await undefined;
  stream.push(new Uint8Array([58, 10]));
  await new Promise((resolve) => setTimeout(resolve, 20));
  return { feed: (chunk) => stream.push(chunk), stop: () => core.close() };
}
