// A plot of ratios as SVG: one row for each workload, one dot for each series, on a logarithmic axis.
// Knows ratios. Must not know what they compare.

const WIDTH = 860;
const LABELS = 230;
const RIGHT = 30;
const ROW = 22;
const TOP = 64;
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7'];
const TICKS = [0.1, 0.2, 0.5, 1, 2, 5, 10];

const STYLE = `text{font:12px system-ui,sans-serif;fill:#333}.title{font-size:15px;font-weight:600}
line{stroke:#ddd}.one{stroke:#888}@media(prefers-color-scheme:dark){text{fill:#ddd}line{stroke:#444}.one{stroke:#999}}`;

/**
 * @param {string} title
 * @param {string[]} rows
 * @param {{ name: string, ratios: ({ median: number, low: number, high: number } | undefined)[] }[]} series
 */
export function plot(title, rows, series) {
  const height = TOP + rows.length * ROW + 34;
  const all = series.flatMap(({ ratios }) => ratios.filter(Boolean).flatMap(({ high, low }) => [low, high]));
  const from = Math.log(Math.min(0.5, ...all) * 0.95);
  const to = Math.log(Math.max(2, ...all) * 1.05);
  const x = (ratio) => LABELS + ((Math.log(ratio) - from) / (to - from)) * (WIDTH - LABELS - RIGHT);
  const y = (row) => TOP + row * ROW + ROW / 2;
  const ticks = TICKS.filter((tick) => Math.log(tick) >= from && Math.log(tick) <= to);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img">`,
    `<title>${escaped(title)}</title><style>${STYLE}</style>`,
    text(12, 22, title, 'class="title"'),
    ...series.map(({ name }, index) => key(name, index)),
    ...ticks.map((tick) => {
      const kind = tick === 1 ? ' class="one"' : '';
      const line = `<line x1="${at(x(tick))}" x2="${at(x(tick))}" y1="${TOP}" y2="${height - 28}"${kind}/>`;
      return line + text(x(tick), height - 12, `${tick}\u00d7`, 'text-anchor="middle"');
    }),
    ...rows.map((row, index) => text(LABELS - 10, y(index) + 4, row, 'text-anchor="end"')),
    ...series.flatMap(({ ratios }, index) =>
      ratios.map((ratio, row) => ratio && dot(ratio, { x, y: y(row) + (index - 1) * 4, index })),
    ),
    '</svg>\n',
  ]
    .filter(Boolean)
    .join('\n');
}

function key(name, index) {
  const left = LABELS + index * 190;
  return `<circle cx="${left}" cy="45" r="5" fill="${COLOURS[index]}"/>${text(left + 10, 49, name)}`;
}

/** A dot at the median, and a line over the middle half. */
function dot({ high, low, median }, { index, x, y }) {
  const colour = COLOURS[index];
  const ends = `x1="${at(x(low))}" x2="${at(x(high))}" y1="${y}" y2="${y}"`;
  return (
    `<line ${ends} style="stroke:${colour}" stroke-width="2" opacity=".5"/>` +
    `<circle cx="${at(x(median))}" cy="${y}" r="4" fill="${colour}"/>`
  );
}

const text = (x, y, words, more = '') => `<text x="${at(x)}" y="${at(y)}" ${more}>${escaped(words)}</text>`;
const at = (place) => Number(place.toFixed(1));
const escaped = (words) => words.replace(/&/g, '&amp;').replace(/</g, '&lt;');
