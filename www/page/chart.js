// Charts of the last minute: a large one with bands for the time without a connection, and small ones.
// Knows geometry. Must not know where prices come from.

const SVG = 'http://www.w3.org/2000/svg';

/** The time that a chart shows, in ms. */
export const SPAN = 60_000;

/** @typedef {{ at: number, price: number }[]} Points */

/** A chart in an `<svg>` element, whose size CSS sets. */
export class Chart {
  #svg;
  #bands = add('g', 'chart-bands');
  #grid = add('path', 'chart-grid');
  #area = add('path', 'chart-area');
  #line = add('path', 'chart-line');
  #dot = add('circle', 'chart-dot');

  /** @param {SVGSVGElement} svg */
  constructor(svg) {
    this.#svg = svg;
    this.#dot.setAttribute('r', '4.5');
    svg.append(this.#bands, this.#grid, this.#area, this.#line, this.#dot);
  }

  /**
   * Draws the minute before `now`. Returns its highest and lowest price.
   *
   * @param {Points} points
   * @param {{ from: number, to: number }[]} gaps
   */
  draw(points, gaps, now) {
    const { clientWidth: width, clientHeight: height } = this.#svg;
    const { x, y, path, high, low } = plot(points, now, width - MARGIN, height);
    const last = points.at(-1);
    this.#svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.#bands.replaceChildren(...gaps.map((gap) => band(gap, x, height)));
    this.#grid.setAttribute('d', GRID.map((share) => `M0 ${round(share * height)}H${width}`).join(''));
    this.#line.setAttribute('d', path);
    this.#area.setAttribute('d', last ? `${path}V${height}H${x(points[0].at)}Z` : '');
    this.#dot.setAttribute('cx', last ? String(x(last.at)) : '-99');
    this.#dot.setAttribute('cy', last ? String(y(last.price)) : '-99');
    return last ? { high, low } : null;
  }
}

/** A chart that consists of a line only. */
export class Sparkline {
  element = add('svg', 'share-spark');
  #line = add('path', 'chart-line');

  constructor() {
    this.element.ariaHidden = 'true';
    this.element.append(this.#line);
  }

  /** @param {Points} points */
  draw(points, now) {
    const { clientWidth: width, clientHeight: height } = this.element;
    this.#line.setAttribute('d', plot(points, now, width, height).path);
  }
}

/** Maps times and prices to coordinates of the given size. Returns both functions and the path through all points. */
function plot(points, now, width, height) {
  const prices = points.map(({ price }) => price);
  const high = Math.max(...prices);
  const low = Math.min(...prices);
  const x = (at) => round((1 - (now - at) / SPAN) * width);
  const y = (price) => round(height * (TOP + (EXTENT * (high - price)) / (high - low || 1)));
  const path = points.map(({ at, price }) => `${x(at)} ${y(price)}`).join('L');
  return { x, y, high, low, path: path && `M${path}` };
}

function band({ from, to }, x, height) {
  const rectangle = add('rect', 'chart-band');
  const start = Math.max(0, x(from));
  rectangle.setAttribute('x', String(start));
  rectangle.setAttribute('width', String(Math.max(0, x(to) - start)));
  rectangle.setAttribute('height', String(height));
  return rectangle;
}

function add(name, className) {
  const element = document.createElementNS(SVG, name);
  element.setAttribute('class', className);
  return element;
}

const round = (value) => Math.round(value * 10) / 10;

/** Parts of the height: the position of the highest price, the distance to the lowest, and the grid lines. */
const TOP = 0.14;
const EXTENT = 0.7;
const GRID = [TOP, TOP + EXTENT / 2, TOP + EXTENT];

/** Space for the dot at the end of the line, in px. */
const MARGIN = 8;
