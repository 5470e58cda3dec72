// A panel: one connection at a time, its state and figures, and a view of its events.
// Knows the elements of the figures and their format. Must not know the content of events, or how they are received.

import { Connection } from './connection.js';
import { inMilliseconds } from './wording.js';

const LAMPS = ['connecting', 'open', 'closed'];

export class Panel {
  /** @type {Connection | null} */
  #connection = null;
  #element;
  #path;
  #types;
  #view;
  #changed;
  #figures = new Map();

  /**
   * @param {HTMLElement} element
   * @param {{ path: string, types: string[], view: any, changed: () => void }} options
   */
  constructor(element, { path, types, view, changed }) {
    this.#element = element;
    this.#path = path;
    this.#types = types;
    this.#view = view;
    this.#changed = changed;
    const list = element.querySelector('.figures');
    list.append(
      /** @type {HTMLTemplateElement} */ (document.getElementById('figures')).content.cloneNode(true),
    );
    for (const figure of list.querySelectorAll('[data-figure]')) {
      this.#figures.set(/** @type {HTMLElement} */ (figure).dataset.figure, figure);
    }
  }

  get connection() {
    return this.#connection;
  }

  /** @param {(url: string) => any} connect constructs a source */
  open(connect, origin) {
    this.close();
    const name = crypto.randomUUID().slice(0, 8);
    const source = connect(`${origin}${this.#path}?as=${name}`);
    const changed = () => {
      this.#view.brokenAt?.(this.#connection.brokenAt);
      this.#changed();
    };
    this.#connection = new Connection(source, name, this.#types, {
      event: (event) => this.#view.show(event),
      reopened: (gap) => this.#view.reopened(gap),
      changed,
    });
    this.#changed();
  }

  close() {
    this.#connection?.close();
    this.#connection = null;
    this.#view.clear();
  }

  render() {
    const connection = this.#connection;
    const lamp = LAMPS[connection?.readyState ?? 0];
    /** @type {HTMLElement} */ (this.#element).dataset.state = lamp;
    this.#element.querySelector('.lamp-text').textContent = lamp;
    if (!connection) return;
    const { reconnections, lastEventId, seen, delay, requests, preflights, events, lost, doubled } =
      connection;
    const texts = {
      reconnections,
      lastEventId: lastEventId || 'none',
      seen: seen === undefined ? '…' : (seen ?? 'none'),
      requests,
      preflights: preflights ? `+${preflights} preflight${preflights > 1 ? 's' : ''}` : '',
      delay: inMilliseconds(delay),
      sequence: `${events} · ${lost} lost · ${doubled} doubled`,
    };
    for (const [name, text] of Object.entries(texts)) write(this.#figures.get(name), String(text));
  }
}

/** Writes changed texts only, so that unchanged ones cause no layout and are not announced by screen readers. */
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
