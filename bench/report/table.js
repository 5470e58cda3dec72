// Markdown tables, and the format of figures in them.
// Knows cells. Must not know their meaning.

/** The first column is text, the others are figures. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column ? '--:' : '---'))), ...rows.map(line)].join('\n');
}

/** Three significant digits, or all digits of the integer part. */
export function number(value) {
  if (value === undefined) return '';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** A median, and half the interquartile range. */
export const spread = ({ median, low, high }) =>
  `${number(median)}\u2009\u00b1\u2009${number((high - low) / 2)}`;

export const mebibytes = (bytes) => (bytes === undefined ? '' : (bytes / 2 ** 20).toFixed(1));

export const strong = (text) => (text ? `**${text}**` : '');
