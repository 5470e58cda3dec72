// The chooser: a card for each transport, with its number of requests and events and their delay.
// Knows the list of transports and the elements of a card. Must not know what a stream is.

import { transports } from './transports.js';
import { inMilliseconds } from './wording.js';

export class Chooser {
  #cards = new Map();
  #error = document.getElementById('chooser-error');

  /** @param {(transport: typeof transports[0]) => void} choose called when the user selects a transport */
  constructor(choose) {
    const list = document.getElementById('choices');
    for (const transport of transports) {
      const card = createCard(transport);
      card.querySelector('input').addEventListener('change', () => choose(transport));
      this.#cards.set(transport.name, card);
      list.append(card);
    }
  }

  /** The transport of that name, or the first one that is available. */
  find(name) {
    const available = transports.filter(({ missing }) => !missing);
    return available.find((transport) => transport.name === name) ?? available[0];
  }

  mark({ name }) {
    this.#cards.get(name).querySelector('input').checked = true;
    this.#error.textContent = '';
  }

  fail({ label }, error) {
    this.#error.textContent = `${label} could not be loaded: ${error.message}`;
  }

  /**
   * @param {typeof transports[0]} transport
   * @param {{ requests: number, events: number, delay: number | null, meanDelay: number | null }} figures
   */
  render({ name }, { requests, events, delay, meanDelay }) {
    const texts = {
      requests,
      events,
      delay: inMilliseconds(delay),
      meanDelay: inMilliseconds(meanDelay),
    };
    for (const [figure, text] of Object.entries(texts)) {
      this.#cards.get(name).querySelector(`[data-figure=${figure}]`).textContent = String(text);
    }
  }
}

/** @param {typeof transports[0]} transport */
function createCard({ name, label, note, missing }) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById('choice'));
  const card = /** @type {DocumentFragment} */ (template.content.cloneNode(true)).firstElementChild;
  const input = card.querySelector('input');
  input.id = `transport-${name}`;
  input.value = name;
  input.disabled = Boolean(missing);
  card.querySelector('label').htmlFor = input.id;
  card.querySelector('.choice-label').textContent = label;
  card.querySelector('.choice-note').textContent = missing || note;
  return card;
}
