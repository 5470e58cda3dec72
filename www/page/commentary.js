// The match on the page: scoreboard and feed, newest first.
// Knows what a line of commentary says. Must not know how it came here.

import { inSeconds } from './wording.js';

const CLUBS = { home: 'Port Ellery', away: 'Cinderholt United' };

export class Commentary {
  #feed = document.getElementById('feed');
  #home = document.getElementById('score-home');
  #away = document.getElementById('score-away');
  #minute = document.getElementById('minute');
  #announce;

  /** @param {(text: string) => void} announce says a thing to who does not look */
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

  /** A seam between what came before the connection broke and after. */
  async reopened({ from, to, told }) {
    const seam = item('seam');
    seam.textContent = `Away for ${inSeconds(to - from)}, back again`;
    this.#prepend(seam);
    const seen = await told;
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
    while (this.#feed.childElementCount > KEPT) this.#feed.lastElementChild.remove();
  }
}

/** @returns {HTMLElement} */
function item(className, id = undefined) {
  const element = document.createElement('li');
  element.className = className;
  if (id) element.dataset.id = id;
  return element;
}

/** An element with children in a row, of which those that are null are none. */
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

/** From when on a line says how late it is, in ms. */
const LATE = 1000;
const KEPT = 200;
