// Medians and spreads. Knows numbers, not what they measure.

/** The value below which that part of the others lies, interpolated. */
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

/** How many times faster than the baseline, round by round: what disturbs a round disturbs both. */
export const speedup = (times, baseline) => summary(times.map((time, round) => baseline[round] / time));
