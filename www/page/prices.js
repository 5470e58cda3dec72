// The view of the stock ticker: a row for each share, and a chart of the selected one.
// Knows the content of events. Must not know how they are received.

import { Chart, SPAN, Sparkline } from './chart.js';
import { now } from './control.js';

export class Prices {
  #list = document.getElementById('shares');
  #title = document.getElementById('chart-title');
  #high = document.getElementById('chart-high');
  #low = document.getElementById('chart-low');
  #chart = new Chart(/** @type {any} */ (document.getElementById('chart')));
  /** @type {Map<string, Share>} */
  #shares = new Map();
  /** @type {Share | undefined} */
  #chosen;
  /** @type {{ from: number, to: number }[]} */
  #gaps = [];
  #brokenAt = null;

  constructor() {
    setInterval(() => this.#draw(), REDRAW_INTERVAL);
  }

  clear() {
    for (const share of this.#shares.values()) share.points = [];
    this.#gaps = [];
    this.#brokenAt = null;
  }

  show({ content }) {
    const { symbol, price, change, at } = content;
    const share = this.#shares.get(symbol) ?? this.#add(content);
    share.price.textContent = price.toFixed(2);
    share.change.textContent = `${change < 0 ? '▼' : '▲'} ${Math.abs(change).toFixed(2)} %`;
    share.button.dataset.trend = change < 0 ? 'down' : 'up';
    share.points.push({ at, price });
    while (share.points[0].at < at - SPAN) share.points.shift();
  }

  reopened({ from, to }) {
    this.#gaps = this.#gaps.filter((gap) => gap.to > to - SPAN).concat({ from, to });
  }

  brokenAt(time) {
    this.#brokenAt = time;
  }

  #add({ symbol, name }) {
    const share = createShare(symbol, name);
    share.button.addEventListener('click', () => this.#choose(share));
    const item = document.createElement('li');
    item.append(share.button);
    this.#list.append(item);
    this.#shares.set(symbol, share);
    if (!this.#chosen) this.#choose(share);
    return share;
  }

  #choose(share) {
    this.#chosen = share;
    for (const other of this.#shares.values()) other.button.ariaPressed = String(other === share);
    this.#title.textContent = `${share.name} (${share.symbol}), the last minute`;
    this.#draw();
  }

  /** The charts move with time, even without new prices. */
  #draw() {
    if (document.hidden || !this.#chosen) return;
    const time = now();
    const visible = ({ points }) => points.filter(({ at }) => at > time - SPAN);
    const open = this.#brokenAt === null ? [] : [{ from: this.#brokenAt, to: time }];
    const scale = this.#chart.draw(visible(this.#chosen), [...this.#gaps, ...open], time);
    this.#high.textContent = scale?.high.toFixed(2) ?? '';
    this.#low.textContent = scale?.low.toFixed(2) ?? '';
    for (const share of this.#shares.values()) share.spark.draw(visible(share), time);
  }
}

/** A row, which is a button that selects the share for the large chart. */
function createShare(symbol, name) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'share';
  button.ariaPressed = 'false';
  const cell = (part, text = '') => {
    const element = document.createElement('span');
    element.className = `share-${part}`;
    element.textContent = text;
    button.append(element, ' ');
    return element;
  };
  cell('symbol', symbol);
  const price = cell('price');
  cell('name', name);
  const change = cell('change');
  const spark = new Sparkline();
  button.append(spark.element);
  return {
    symbol,
    name,
    button,
    price,
    change,
    spark,
    /** @type {import('./chart.js').Points} */ points: [],
  };
}

/** @typedef {ReturnType<typeof createShare>} Share */

/** In ms. */
const REDRAW_INTERVAL = 250;
