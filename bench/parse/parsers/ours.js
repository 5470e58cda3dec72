// Ours, as a parser: the built core, fed by a reader that has no promises, and read as pkg/event_source.js reads it.
// Knows how the skin and the core talk. To be replaced when the core can be had without a source around it.

import { Batch } from '../../../pkg/batch.js';
import { whenCore } from '../../../pkg/core.js';
import { Occupant } from '../../../pkg/occupant.js';

/** What a ReadableStreamDefaultReader is to the core; whoever feeds it settles the read that is pending, at once. */
function pushReader() {
  let settle;
  const pending = Object.assign(new Promise(() => {}), { then: (taken) => void (settle = taken) });
  return {
    read: () => pending,
    cancel: () => Promise.resolve(),
    push: (value) => settle({ done: false, value }),
  };
}

export async function start(listen) {
  await new Promise((resolve) => whenCore(() => resolve(undefined)));
  const stream = pushReader();
  const batch = new Batch();
  let open;
  const opened = new Promise((resolve) => (open = resolve));
  const skin = {
    url: '',
    withCredentials: false,
    stream,
    report: 0,
    fireOpen: () => open(),
    fireError() {},
    fireMessages() {
      batch.begin(skin.report);
      while (batch.next()) listen(batch.data, batch.type || 'message', batch.lastEventId);
      core.dispatched();
    },
    dismiss() {},
  };
  const core = new Occupant(skin, true, false);
  await opened;
  // The first read comes after open.
  await undefined;
  return { feed: (chunk) => stream.push(chunk), stop: () => core.close() };
}
