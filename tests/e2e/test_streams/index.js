// Every path of the pathological server, by name.
// Knows only how the tables are joined: rows of sentences go by their slug.

import { complete, END, slug } from './notation.js';
import { connection, sizes } from './connection.js';
import { drops, ids, retries } from './reconnection.js';
import { byteOrderMarks, chunking, encoding, fields, lineEnds, types } from './stream.js';

/** The rows that are scenarios by themselves: sentence → { name, path, types, answers }. */
export const rows = Object.fromEntries(
  Object.entries({ lineEnds, fields, types, byteOrderMarks, encoding, chunking, ids, retries, drops }).map(
    ([group, table]) => [group, Object.entries(table).map(([sentence, row]) => spelled(sentence, row))],
  ),
);

const byPath = unique([
  ...Object.entries(connection),
  ...Object.entries(sizes),
  ...Object.values(rows)
    .flat()
    .map((row) => [row.path, row.answers]),
]);

/** What the path answers to its `visit`-th request (from 0), or undefined where there is no such path. */
export function answerOf(path, query, visit) {
  const pathology = byPath.get(path);
  if (!pathology) return undefined;
  const answers = typeof pathology === 'function' ? pathology(query) : pathology;
  const index = Math.min(visit, answers.length - 1);
  return complete(answers[index], index === answers.length - 1);
}

function spelled(sentence, row) {
  const { types = [], answers, ...rest } = Array.isArray(row) ? { answers: row } : row;
  const last = complete(answers.at(-1), true);
  return {
    name: sentence,
    path: slug(sentence),
    types,
    ...rest,
    answers: [...answers.slice(0, -1), { ...last, body: [...last.body, END] }],
  };
}

function unique(entries) {
  const map = new Map(entries);
  if (map.size < entries.length) throw new Error('two pathologies share a path');
  return map;
}
