// Compares a log with what it should be, under the exclusions.
// Knows logs and exclusions. Must not know browsers, servers or how anything was run.
//
//   verdict({ scenario, log, oracle }, exclusion)   → undefined, or { message, actual, expected }
//
// What a log should be: the scenario's `standard` where it states one, else the native object's log.
// An exclusion stands for a difference that is there: where there is none, it is stale, and that is an error too.
// Its `forgive` takes the known difference out of a log; what is left must be equal.

import { isDeepStrictEqual } from 'node:util';

/** The exclusions that speak of a run: { scenario, implementation, engine, scope }. */
export const applying = (exclusions, run) => exclusions.filter((exclusion) => applies(exclusion, run));

export function applies(exclusion, { scenario, implementation, engine, scope }) {
  const names = [implementation, ...(NAMES[implementation] ?? ['ours'])];
  const { on = 'ours' } = exclusion;
  return (
    [on].flat().some((who) => names.includes(who)) &&
    [exclusion.engine ?? engine].flat().includes(engine) &&
    [exclusion.scope ?? scope].flat().includes(scope) &&
    [exclusion.scenario]
      .flat()
      .some((name) => (name instanceof RegExp ? name.test(scenario) : name === scenario))
  );
}

/** By what names exclusions speak of an implementation, beside its own. */
const NAMES = { native: [], legacy: ['ours', 'xhr'] };

/** What is wrong with a log, or undefined. */
export function verdict({ standard, log, oracle }, exclusion) {
  const unusable = brokenEntry(log);
  if (unusable && !exclusion)
    return {
      message: `the scenario did not come to its end: ${unusable}`,
      actual: log,
      expected: standard ?? oracle,
    };
  const expected = standard ?? oracle;
  if (!expected) return { message: 'there is nothing to compare with', actual: log, expected };
  const same = isDeepStrictEqual(log, expected);
  if (!exclusion)
    return same
      ? undefined
      : {
          message: standard ? 'not what the standard says' : 'not what the native object does',
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
  const [left, right] = [log, expected].map(exclusion.forgive);
  if (isDeepStrictEqual(left, right)) return undefined;
  return {
    message: `more differs than the exclusion "${exclusion.reason}" forgives`,
    actual: left,
    expected: right,
  };
}

/** Both logs as lines, what is missing with a minus and what is too much with a plus. */
export function difference(actual, expected) {
  const [have, want] = [actual, expected].map((log) => (log ?? []).map((entry) => JSON.stringify(entry)));
  const common = commonLines(have, want);
  const lines = [];
  for (const line of [...common, undefined]) {
    while (want.length && want[0] !== line) lines.push(`  - ${want.shift()}`);
    while (have.length && have[0] !== line) lines.push(`  + ${have.shift()}`);
    if (line === undefined) break;
    lines.push(`    ${want.shift()}`);
    have.shift();
  }
  return folded(lines).join('\n');
}

/** Runs of the same line as one, with their number. */
const folded = (lines) =>
  lines.flatMap((line, index) => {
    if (line === lines[index - 1]) return [];
    const times = lines.slice(index).findIndex((other) => other !== line);
    const number = times < 0 ? lines.length - index : times;
    return [number > 1 ? `${line}   (${number} times)` : line];
  });

const brokenEntry = (log) => {
  if (log.length === 0) return 'its log is empty';
  const entry = log.find(([label]) => label === 'timed out, waiting for' || label === 'the scenario broke');
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
