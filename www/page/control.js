// The client of the page server's control: reads the state of the stream server, stops and restarts it; tokens.
// Knows URLs and the server's clock. Must not know the page.

/** @typedef {{ alive: boolean, streamPort: number, pollEvery: number, now: number }} State */

let offset = 0;

/** The time of the server's clock, which the events contain. */
export const now = () => Date.now() + offset;

/** @returns {Promise<State>} */
export async function fetchState() {
  const sent = Date.now();
  const state = await request('/control');
  const received = Date.now();
  const difference = state.now - (sent + received) / 2;
  // A difference below the round-trip time cannot be distinguished from the latency of the network.
  offset = Math.abs(difference) > received - sent + 1 ? Math.round(difference) : 0;
  return state;
}

/** @returns {Promise<State>} */
export const kill = () => request('/control/kill', 'POST');

/** @returns {Promise<State>} */
export const revive = () => request('/control/revive', 'POST');

/** @returns {Promise<{ token: string }>} */
export const issueToken = () => request('/token', 'POST');

export const expireToken = (token) => request(`/token/${token}`, 'DELETE');

/**
 * The requests of a connection that the stream server received.
 *
 * @returns {Promise<import('../request_log.js').Entry>}
 */
export const fetchSeen = (name) => request(`/control/seen?as=${name}`);

async function request(path, method = 'GET') {
  const response = await fetch(path, { method });
  if (!response.ok) throw new Error(`${path}: status ${response.status}`);
  return response.json();
}
