// A live stream for the projects: it drops after a message, and ends when it has been resumed.
// Knows the server of the end-to-end suite. Must not know who listens.

import { startServer } from '../e2e/server.js';

/** What hear() gives of it: the second request has brought the id of the first answer. */
export const HEARD = [
  ['open', null, null],
  ['message', 'a', '1'],
  ['error', null, null],
  ['open', null, null],
  ['end', 'end', '1'],
];

/** `url()` is a stream that nobody has asked for yet, and that any origin may read. */
export async function startStreams() {
  const { addresses, close } = await startServer();
  let streams = 0;
  return { url: () => `${addresses.origin}/s/resumed-from-other-origin?key=package-${(streams += 1)}`, close };
}
