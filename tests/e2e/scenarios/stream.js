// Scenarios of the stream: all rows about its grammar, and sizes for which parsers with quadratic cost are slow.
// Knows how a row becomes a scenario. Must not know the content of a row.

import { rows } from '../test_streams/index.js';

const { lineEnds, fields, types, byteOrderMarks, encoding, chunking } = rows;

/** Logs the events until `end`. */
export const scenarioOf = ({ name, path, types }) => [
  name,
  async (t) => t.waitFor(t.open(path, {}, types), 'end'),
];

/** Marks a scenario that depends on the bytes of the stream only. */
export const ofBytes = ([name, run, rest]) => [name, run, { ...rest, bytes: true }];

/** More than enough for a cost that is linear in the size, and too short for a quadratic one. */
const HUGE = { patience: 30_000 };

const all = [
  ...[lineEnds, fields, types, byteOrderMarks, encoding, chunking].flat().map(scenarioOf),

  [
    'a blank line of a lone CR dispatches without waiting for the next byte',
    async (t) => t.waitFor(t.open('lone-cr-and-silence'), 'message', 2),
  ],
  ['a line of eight megabytes arrives whole', async (t) => t.waitFor(t.open('huge-line'), 'end'), HUGE],
  ['a comment of four megabytes is ignored', async (t) => t.waitFor(t.open('huge-comment'), 'end'), HUGE],
  [
    'an event of fifty thousand lines arrives whole',
    async (t) => t.waitFor(t.open('many-lines'), 'end'),
    HUGE,
  ],
  [
    'five thousand events of one chunk arrive in order',
    async (t) => {
      const source = t.construct('many-events');
      const got = [];
      source.onmessage = ({ data, lastEventId }) => got.push(`${data} ${lastEventId}`);
      await new Promise((resolve) => source.addEventListener('end', resolve));
      t.note('messages', got.length);
      t.note(
        'in order',
        got.every((text, index) => text === `${index} ${index}`),
      );
    },
  ],
];

export const stream = all.map(ofBytes);
