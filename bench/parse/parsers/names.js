// The names of those that parse, in the order of the tables. For who has to name them without having them.

export const BASELINE = 'eventsource-parser';

/** The baseline twice: how far apart the two are is how far any figure can be trusted. */
export const parsers = [
  'floor',
  'ours',
  BASELINE,
  'control',
  'fetch-event-source',
  'event-source-polyfill',
  'sse.js',
  'parse-sse',
];
