// The switch: shows whether the stream server is alive, and kills it or brings it back.
// Knows the control and the button. Must not know the streams.

import { askState, kill, revive } from './control.js';

export class Switch {
  #element = document.getElementById('server');
  #text = document.getElementById('server-state');
  #button = /** @type {HTMLButtonElement} */ (document.getElementById('switch'));
  #alive = true;
  #asked = 0;

  constructor() {
    this.#button.addEventListener('click', () => this.#turn());
  }

  /** Asks how things are; they may have been changed from another page. */
  async refresh() {
    return this.#show(askState());
  }

  async #turn() {
    this.#button.disabled = true;
    await this.#show(this.#alive ? kill() : revive());
  }

  /** Of several questions at once, the answer to the last one counts. */
  async #show(answer) {
    const asked = ++this.#asked;
    try {
      const state = await answer;
      if (asked !== this.#asked) return state;
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
