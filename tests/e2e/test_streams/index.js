// All test streams by their path.
// Knows only how the tables are joined: the path of a row is the slug of its sentence.

import { complete, END, slug } from './notation.js';
import { connection, sizes } from './connection.js';
import { drops, ids, retries } from './reconnection.js';
import { byteOrderMarks, chunking, encoding, fields, lineEnds, types } from './stream.js';

/** The rows that are scenarios at the same time: group → [{ name, path, types, responses }]. */
export const rows = Object.fromEntries(
  Object.entries({ lineEnds, fields, types, byteOrderMarks, encoding, chunking, ids, retries, drops }).map(
    ([group, table]) => [group, Object.entries(table).map(([sentence, row]) => expanded(sentence, row))],
  ),
);

const byPath = unique([
  ...Object.entries(connection),
  ...Object.entries(sizes),
  ...Object.values(rows)
    .flat()
    .map((row) => [row.path, row.responses]),
]);

/** The response to the request with this number (from 0), or undefined if there is no test stream with this path. */
export function responseOf(path, query, number) {
  const testStream = byPath.get(path);
  if (!testStream) return undefined;
  const responses = typeof testStream === 'function' ? testStream(query) : testStream;
  const index = Math.min(number, responses.length - 1);
  return complete(responses[index], index === responses.length - 1);
}

function expanded(sentence, row) {
  const { types = [], responses, ...rest } = Array.isArray(row) ? { responses: row } : row;
  const last = complete(responses.at(-1), true);
  return {
    name: sentence,
    path: slug(sentence),
    types,
    ...rest,
    responses: [...responses.slice(0, -1), { ...last, body: [...last.body, END] }],
  };
}

function unique(entries) {
  const map = new Map(entries);
  if (map.size < entries.length) throw new Error('two test streams have the same path');
  return map;
}
