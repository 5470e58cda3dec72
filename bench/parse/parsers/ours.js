// Ours, as a parser: the built core, fed by a reader that has no promises, and read as pkg/event_source.js reads it.
// Knows how the skin and the core talk. To be replaced when the core can be had without a source around it.

import { whenCore } from '../../../pkg/core.js';

/** The width of the table of spans, as in pkg/event_source.js. */
const ROW = 6;

/** What a ReadableStreamDefaultReader is to the core; whoever feeds it settles the read that is pending. */
class PushReader {
  #settle;

  read() {
    return { then: (settle) => void (this.#settle = settle) };
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
  const core = Core.fromReadableStream(reader, skin);
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
  const opened = new Promise((resolve) => (open = resolve));
  const skin = {
    given: false,
    fireOpen: () => open(),
    fireError() {},
    fireMessages(text, spans) {
      skin.given = true;
      read(text, spans, listen);
    },
  };
  return { Core: glue.EventSource, opened, skin };
}

function read(text, spans, listen) {
  const typeOf = slicer(text);
  const lastEventIdOf = slicer(text);
  for (let row = 0; row < spans.length; row += ROW) {
    const type = typeOf(spans[row], spans[row + 1]) || 'message';
    const lastEventId = lastEventIdOf(spans[row + 2], spans[row + 3]);
    listen(text.slice(spans[row + 4], spans[row + 5]), type, lastEventId);
  }
}

/** As in pkg/event_source.js. */
function slicer(text) {
  let start = 0;
  let end = 0;
  let slice = '';
  return (newStart, newEnd) => {
    if (newStart !== start || newEnd !== end) {
      start = newStart;
      end = newEnd;
      slice = text.slice(start, end);
    }
    return slice;
  };
}
