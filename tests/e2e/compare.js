// Compares a log with the expected log, under the exclusions.
// Knows logs and exclusions. Must not know browsers, servers or how scenarios run.
//
//   verdict({ scenario, log, oracle }, exclusion)   → undefined, or { message, actual, expected }
//
// The expected log is the scenario's `standard` if it has one, else the log of the native object.
// An exclusion describes a known difference. If the logs do not differ, it is stale, which is an error too.
// Its `forgive` removes the known difference from a log; the rest must be equal.

import { isDeepStrictEqual } from 'node:util';

/** The exclusions that apply to a run: { scenario, implementation, engine, scope }. */
export const applying = (exclusions, run) => exclusions.filter((exclusion) => applies(exclusion, run));

export function applies(exclusion, { scenario, implementation, engine, scope }) {
  const names = [implementation, ...(NAMES[implementation] ?? ['ours'])];
  const { on = 'ours' } = exclusion;
  return (
    [on].flat().some((name) => names.includes(name)) &&
    [exclusion.engine ?? engine].flat().includes(engine) &&
    [exclusion.scope ?? scope].flat().includes(scope) &&
    [exclusion.scenario]
      .flat()
      .some((name) => (name instanceof RegExp ? name.test(scenario) : name === scenario))
  );
}

/** The names by which exclusions refer to an implementation, in addition to its own. */
const NAMES = { native: [], legacy: ['ours', 'xhr'] };

/** Returns a description of an unexpected log, or undefined. */
export function verdict({ standard, log, oracle }, exclusion) {
  const unusable = failureIn(log);
  if (unusable && !exclusion)
    return {
      message: `the scenario did not finish: ${unusable}`,
      actual: log,
      expected: standard ?? oracle,
    };
  const expected = standard ?? oracle;
  if (!expected) return { message: 'there is no expected log', actual: log, expected };
  const same = isDeepStrictEqual(log, expected);
  if (!exclusion)
    return same
      ? undefined
      : {
          message: standard
            ? 'the log differs from the standard'
            : "the log differs from the native object's",
          actual: log,
          expected,
        };
  if (same)
    return {
      message: `the exclusion "${exclusion.reason}" is stale: nothing differs`,
      actual: log,
      expected,
    };
  if (!exclusion.forgive) return undefined;
  const [actual, forgiven] = [log, expected].map(exclusion.forgive);
  if (isDeepStrictEqual(actual, forgiven)) return undefined;
  return {
    message: `more differs than the exclusion "${exclusion.reason}" forgives`,
    actual,
    expected: forgiven,
  };
}

/** A diff of both logs: missing lines have a minus, additional lines a plus. */
export function difference(actual, expected) {
  const [present, wanted] = [actual, expected].map((log) =>
    (log ?? []).map((entry) => JSON.stringify(entry)),
  );
  const common = commonLines(present, wanted);
  const lines = [];
  for (const line of [...common, undefined]) {
    while (wanted.length && wanted[0] !== line) lines.push(`  - ${wanted.shift()}`);
    while (present.length && present[0] !== line) lines.push(`  + ${present.shift()}`);
    if (line === undefined) break;
    lines.push(`    ${wanted.shift()}`);
    present.shift();
  }
  return folded(lines).join('\n');
}

/** Combines repeated lines into one line with their number. */
const folded = (lines) =>
  lines.flatMap((line, index) => {
    if (line === lines[index - 1]) return [];
    const times = lines.slice(index).findIndex((other) => other !== line);
    const number = times < 0 ? lines.length - index : times;
    return [number > 1 ? `${line}   (${number} times)` : line];
  });

const failureIn = (log) => {
  if (log.length === 0) return 'its log is empty';
  const entry = log.find(([label]) => label === 'timed out, waiting for' || label === 'the scenario threw');
  return entry && entry.join(' ');
};

/** The longest common subsequence. */
function commonLines(left, right) {
  const table = Array.from({ length: left.length + 1 }, () => Array(right.length + 1).fill(0));
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      table[i][j] =
        left[i] === right[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
    }
  }
  const common = [];
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    if (left[i] === right[j]) (common.push(left[(i += 1) - 1]), (j += 1));
    else if (table[i + 1][j] >= table[i][j + 1]) i += 1;
    else j += 1;
  }
  return common;
}
