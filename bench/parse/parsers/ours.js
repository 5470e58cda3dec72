// Ours, as a parser: the built core, fed by a reader that has no promises, and read as pkg/event_source.js reads it.
// Knows how the skin and the core talk. To be replaced when the core can be had without a source around it.

import { Batch } from '../../../pkg/batch.js';
import { whenCore } from '../../../pkg/core.js';

/** What a ReadableStreamDefaultReader is to the core; whoever feeds it settles the read that is pending, at once. */
class PushReader {
  #settle;
  #pending = Object.assign(new Promise(() => {}), { then: (settle) => void (this.#settle = settle) });

  read() {
    return this.#pending;
  }

  cancel() {
    return Promise.resolve();
  }

  push(value) {
    this.#settle({ done: false, value });
  }
}

export async function start(listen) {
  const reader = new PushReader();
  const { Core, opened, skin } = await begin(listen);
  const core = (skin.core = Core.fromReadableStream(reader, skin));
  await opened;
  // The first read comes after open.
  await undefined;
  return {
    feed(chunk) {
      reader.push(chunk);
      // Not before the core has returned from the chunk: the skin's turns are never over at once.
      if (skin.given) {
        skin.given = false;
        core.dispatched();
      }
    },
    stop: () => core.close(),
  };
}

async function begin(listen) {
  const glue = await new Promise(whenCore);
  let open;
  const batch = new Batch();
  const opened = new Promise((resolve) => (open = resolve));
  const skin = {
    core: undefined,
    origin: '',
    memory: undefined,
    given: false,
    fireOpen: () => open(),
    fireError() {},
    fireMessages(text, length, isUtf16, table, rows) {
      skin.given = true;
      batch.begin(skin.memory, text, length, isUtf16, table, rows);
      while (batch.next()) listen(batch.data, batch.type || 'message', batch.lastEventId);
    },
  };
  return { Core: glue.EventSource, opened, skin };
}
