// The view of the exchanges of one name: each request and its response, as the stream server has logged them.
// Knows the request log and the elements of a row. Must not know who makes the requests.

import { fetchSeen } from './control.js';

export class Exchanges {
  #list = document.getElementById('exchanges');
  #preflights = document.getElementById('answer-preflights');
  /** @type {string | null} */
  #name = null;
  #timer;

  /** Shows the exchanges of a name until `busy()` is false and each response has ended. */
  async follow(name, busy) {
    clearTimeout(this.#timer);
    this.#name = name;
    this.#list.ariaBusy = 'true';
    const again = busy();
    const entry = await fetchSeen(name).catch(() => null);
    if (name !== this.#name) return;
    if (entry) this.#show(entry);
    const open = entry?.exchanges.some(({ end }) => end === null);
    clearTimeout(this.#timer);
    if (again || open) this.#timer = setTimeout(() => this.follow(name, busy), INTERVAL);
    else this.#list.ariaBusy = 'false';
  }

  #show({ exchanges, preflights }) {
    this.#list.replaceChildren(...exchanges.map(createRow));
    this.#preflights.textContent = preflights ? `+${preflights} preflight${preflights > 1 ? 's' : ''}` : '';
  }
}

/** @param {import('../request_log.js').Exchange} exchange */
function createRow({ method, token, status, words, end }) {
  const row = document.createElement('li');
  row.className = 'exchange';
  row.dataset.status = String(status);
  const cells = {
    request: `${method} /answers`,
    token: token ? `Bearer …${token}` : 'no token',
    status: String(status),
    end: words === undefined ? '' : `${words} words · ${end ?? 'open'}`,
  };
  for (const [part, text] of Object.entries(cells)) {
    const cell = document.createElement('span');
    cell.className = `exchange-${part}`;
    cell.textContent = text;
    row.append(cell, ' ');
  }
  return row;
}

/** In ms. */
const INTERVAL = 200;
