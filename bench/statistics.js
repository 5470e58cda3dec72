// Quantiles. Knows numbers. Must not know what they measure.

/** The value below which the given part of the values lies, interpolated. */
export function quantile(values, part) {
  const sorted = [...values].sort((one, other) => one - other);
  const place = (sorted.length - 1) * part;
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return below + (above - below) * (place % 1);
}

export const median = (values) => quantile(values, 0.5);

/** Median and the middle half. */
export const summary = (values) => ({
  median: median(values),
  low: quantile(values, 0.25),
  high: quantile(values, 0.75),
});

/** The ratio to the baseline, computed for each round, because a disturbance of a round affects both. */
export const speedup = (times, baseline) => summary(times.map((time, round) => baseline[round] / time));
