// The view of the match: the scoreboard and the lines of commentary, newest first.
// Knows the content of events. Must not know how they are received.

import { inSeconds } from './wording.js';

const CLUBS = { home: 'Port Ellery', away: 'Cinderholt United' };

export class Commentary {
  #feed = document.getElementById('feed');
  #home = document.getElementById('score-home');
  #away = document.getElementById('score-away');
  #minute = document.getElementById('minute');
  #announce;

  /** @param {(text: string) => void} announce writes to the live region of screen readers */
  constructor(announce) {
    this.#announce = announce;
  }

  clear() {
    this.#feed.replaceChildren();
    this.#feed.scrollTop = 0;
    this.#home.textContent = this.#away.textContent = '0';
    this.#minute.textContent = 'before kick-off';
  }

  show({ type, content, id, delay }) {
    if (content.opening) this.clear();
    const { minute, text, score } = content;
    this.#home.textContent = score.home;
    this.#away.textContent = score.away;
    this.#minute.textContent = WORDS[minute] ?? `${minute}′`;
    const headline = this.#headline(type, content);
    const line = item(`line line-${type}`, id);
    if (content.side) line.dataset.side = content.side;
    line.append(
      part('span', 'line-minute', WORDS[minute] ? minute : `${minute}′`),
      part('p', 'line-text', headline, text),
      part(
        'span',
        'line-id',
        `#${id}`,
        delay > LATE ? part('span', 'line-late', `+${inSeconds(delay)}`) : null,
      ),
    );
    if (content.colour) line.dataset.card = content.colour;
    if (headline && delay !== null) this.#announce(`${headline.textContent} ${text}`);
    this.#prepend(line);
  }

  /**
   * Adds a line that marks the time without a connection. `serverSaw` resolves with the Last-Event-ID of the request.
   */
  async reopened({ from, to, serverSaw }) {
    const seam = item('seam');
    seam.textContent = `Away for ${inSeconds(to - from)}, back again`;
    this.#prepend(seam);
    const seen = await serverSaw;
    seam.dataset.seen = seen ?? '';
    seam.textContent += seen ? `: “go on after #${seen}”` : '';
  }

  #headline(type, { player, side, colour, score }) {
    if (type === 'goal')
      return part('strong', '', `Goal! ${score.home}–${score.away} ${player}, ${CLUBS[side]}.`);
    if (type === 'card') return part('strong', '', `${CARDS[colour]} ${player}, ${CLUBS[side]}.`);
    return null;
  }

  #prepend(line) {
    this.#feed.prepend(line);
    while (this.#feed.childElementCount > MAX_LINES) this.#feed.lastElementChild.remove();
  }
}

/** @returns {HTMLElement} */
function item(className, id = undefined) {
  const element = document.createElement('li');
  element.className = className;
  if (id) element.dataset.id = id;
  return element;
}

/** Creates an element with children, separated by spaces. Children that are null are ignored. */
function part(name, className, ...children) {
  const element = document.createElement(name);
  element.className = className;
  children
    .filter((child) => child !== null)
    .forEach((child, index) => element.append(index ? ' ' : '', child));
  return element;
}

const WORDS = { HT: 'Half-time', FT: 'Full time' };
const CARDS = { yellow: 'Yellow card.', red: 'Red card.' };

/** The delay above which a line displays it, in ms. */
const LATE = 1000;
const MAX_LINES = 200;
