// The control: asks the server that stays about the one that dies, and turns its switch.
// Knows addresses and the server's clock. Must not know the page.

/** @typedef {{ alive: boolean, streamPort: number, pollEvery: number, now: number }} State */

let offset = 0;

/** The time on the server's clock, by which it stamps events. */
export const now = () => Date.now() + offset;

/** @returns {Promise<State>} */
export async function askState() {
  const sent = Date.now();
  const state = await ask('/control');
  const received = Date.now();
  const difference = state.now - (sent + received) / 2;
  // A difference within the time of the request is none that could be told from the way there and back.
  offset = Math.abs(difference) > received - sent + 1 ? Math.round(difference) : 0;
  return state;
}

/** @returns {Promise<State>} */
export const kill = () => ask('/control/kill', 'POST');

/** @returns {Promise<State>} */
export const revive = () => ask('/control/revive', 'POST');

/**
 * What the stream server saw of the connection of that name.
 *
 * @returns {Promise<{ requests: number, preflights: number, lastEventId: string | null }>}
 */
export const askSeen = (name) => ask(`/control/seen?as=${name}`);

async function ask(path, method = 'GET') {
  const response = await fetch(path, { method });
  if (!response.ok) throw new Error(`${path}: status ${response.status}`);
  return response.json();
}
