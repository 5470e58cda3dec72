// The stream: every row of the grammar's pathologies, and the sizes that make bad parsers slow.
// Knows how a row is played. Must not know what a row says.

import { rows } from '../test_streams/index.js';

const { lineEnds, fields, types, byteOrderMarks, encoding, chunking } = rows;

/** Listen, wait for `end`, see what came. */
export const playRow = ({ name, path, types }) => [name, async (t) => t.seen(t.open(path, {}, types), 'end')];

/** What depends on the bytes of the stream alone. */
export const ofBytes = ([name, play, rest]) => [name, play, { ...rest, bytes: true }];

/** More than enough for what is linear in size, and not for what is worse. */
const HUGE = { patience: 30_000 };

const all = [
  ...[lineEnds, fields, types, byteOrderMarks, encoding, chunking].flat().map(playRow),

  [
    'a blank line of a lone CR dispatches without waiting for the next byte',
    async (t) => t.seen(t.open('lone-cr-and-silence'), 'message', 2),
  ],
  ['a line of eight megabytes arrives whole', async (t) => t.seen(t.open('huge-line'), 'end'), HUGE],
  ['a comment of four megabytes is passed over', async (t) => t.seen(t.open('huge-comment'), 'end'), HUGE],
  ['an event of fifty thousand lines arrives whole', async (t) => t.seen(t.open('many-lines'), 'end'), HUGE],
  [
    'five thousand events of one chunk arrive in order',
    async (t) => {
      const source = t.make('many-events');
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
