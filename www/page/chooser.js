// The chooser: a card for each carrier, with what it cost and how late its events were.
// Knows the list of carriers and where figures stand. Must not know what a stream is.

import { carriers } from './transports.js';
import { inMilliseconds } from './wording.js';

export class Chooser {
  #cards = new Map();
  #error = document.getElementById('chooser-error');

  /** @param {(carrier: typeof carriers[0]) => void} choose called when the visitor has chosen */
  constructor(choose) {
    const list = document.getElementById('choices');
    for (const carrier of carriers) {
      const card = createCard(carrier);
      card.querySelector('input').addEventListener('change', () => choose(carrier));
      this.#cards.set(carrier.name, card);
      list.append(card);
    }
  }

  /** The carrier of that name, or the first that can be had. */
  find(name) {
    const possible = carriers.filter(({ missing }) => !missing);
    return possible.find((carrier) => carrier.name === name) ?? possible[0];
  }

  mark({ name }) {
    this.#cards.get(name).querySelector('input').checked = true;
    this.#error.textContent = '';
  }

  fail({ label }, error) {
    this.#error.textContent = `${label} could not be loaded: ${error.message}`;
  }

  /**
   * @param {typeof carriers[0]} carrier
   * @param {{ requests: number, events: number, delay: number | null, meanDelay: number | null }} figures
   */
  render({ name }, { requests, events, delay, meanDelay }) {
    const worded = {
      requests,
      events,
      delay: inMilliseconds(delay),
      meanDelay: inMilliseconds(meanDelay),
    };
    for (const [figure, text] of Object.entries(worded)) {
      this.#cards.get(name).querySelector(`[data-figure=${figure}]`).textContent = String(text);
    }
  }
}

/** @param {typeof carriers[0]} carrier */
function createCard({ name, label, note, missing }) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById('choice'));
  const card = /** @type {DocumentFragment} */ (template.content.cloneNode(true)).firstElementChild;
  const input = card.querySelector('input');
  input.id = `carrier-${name}`;
  input.value = name;
  input.disabled = Boolean(missing);
  card.querySelector('label').htmlFor = input.id;
  card.querySelector('.choice-label').textContent = label;
  card.querySelector('.choice-note').textContent = missing || note;
  return card;
}
