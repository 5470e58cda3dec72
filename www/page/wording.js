// Formats durations as text. Knows numbers. Must not know what they measure.

/** 1234.5 → '1,235 ms' */
export const inMilliseconds = (time) => (time === null ? '–' : `${Math.round(time).toLocaleString('en')} ms`);

/** 1234.5 → '1.2 s' */
export const inSeconds = (time) => `${(time / 1000).toFixed(1)} s`;
