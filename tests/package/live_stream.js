// A live stream for the projects: its connection ends after one message, and the event `end` follows when it is
// resumed.
// Knows the server of the end-to-end suite. Must not know its clients.

import { startServer } from '../e2e/server.js';

/** The events that receive() returns. The last one shows that the second request had the ID of the first response. */
export const EXPECTED_EVENTS = [
  ['open', null, null],
  ['message', 'a', '1'],
  ['error', null, null],
  ['open', null, null],
  ['end', 'end', '1'],
];

/** `url()` returns the URL of a new stream, which any origin may read. */
export async function startStreams() {
  const { addresses, close } = await startServer();
  let streams = 0;
  return {
    url: () => `${addresses.origin}/s/resumed-from-other-origin?key=package-${(streams += 1)}`,
    close,
  };
}
