// The names of the parsers, in the order of the tables, for modules that must not import the parsers.

export const BASELINE = 'eventsource-parser';

/** `control` is the baseline a second time: the difference between both shows the accuracy of all figures. */
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
