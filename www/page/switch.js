// The switch: shows whether the stream server runs, and stops or restarts it.
// Knows the control and the button. Must not know the streams.

import { fetchState, kill, revive } from './control.js';

export class Switch {
  #element = document.getElementById('server');
  #text = document.getElementById('server-state');
  #button = /** @type {HTMLButtonElement} */ (document.getElementById('switch'));
  #alive = true;
  #requests = 0;

  constructor() {
    this.#button.addEventListener('click', () => this.#toggle());
  }

  /** Updates the state, which another page may have changed. */
  async refresh() {
    return this.#show(fetchState());
  }

  async #toggle() {
    this.#button.disabled = true;
    await this.#show(this.#alive ? kill() : revive());
  }

  /** Of several simultaneous requests, only the response to the last one is shown. */
  async #show(response) {
    const request = ++this.#requests;
    try {
      const state = await response;
      if (request !== this.#requests) return state;
      const { alive, streamPort } = state;
      this.#alive = alive;
      this.#element.dataset.state = alive ? 'open' : 'dead';
      this.#text.textContent = alive ? `Server on port ${streamPort}` : `Port ${streamPort} is closed`;
      this.#button.textContent = alive ? 'Kill the server' : 'Bring it back';
      this.#button.disabled = false;
      return state;
    } catch {
      this.#element.dataset.state = 'dead';
      this.#text.textContent = 'The demo itself has ended';
      this.#button.disabled = true;
      return null;
    }
  }
}
