// The judge, judged: a suite that cannot fail proves nothing.
// Knows compare.js. Must not know scenarios.

import { describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { applies, difference, verdict } from './compare.js';

const LOG = [
  [1, 'open'],
  [1, 'message', 'a'],
  ['request', 'OPTIONS'],
];
const ORACLE = [
  [1, 'open'],
  [1, 'message', 'a'],
];
const reason = 'for the test';
const forgive = (log) => log.filter(([label]) => label !== 'request');

describe('a verdict', () => {
  for (const [sentence, log, options, exclusion, message] of [
    ['lets an equal log pass', ORACLE, { oracle: ORACLE }, undefined, undefined],
    ['finds a difference', LOG, { oracle: ORACLE }, undefined, /native object/],
    [
      'holds a log to the standard, where that is stated',
      ORACLE,
      { oracle: ORACLE, standard: LOG },
      undefined,
      /standard/,
    ],
    ['lets an excluded difference pass', LOG, { oracle: ORACLE }, { reason }, undefined],
    ['finds an exclusion that excludes nothing', ORACLE, { oracle: ORACLE }, { reason }, /stale/],
    ['forgives what an exclusion forgives', LOG, { oracle: ORACLE }, { reason, forgive }, undefined],
    [
      'forgives nothing more',
      [...LOG, [2, 'error']],
      { oracle: ORACLE },
      { reason, forgive },
      /more differs/,
    ],
    ['takes an empty log for a broken scenario', [], { oracle: [] }, undefined, /empty/],
    [
      'takes a time-out for a broken scenario',
      [['timed out, waiting for', 'x']],
      { oracle: [['timed out, waiting for', 'x']] },
      undefined,
      /timed out/,
    ],
    ['needs something to compare with', LOG, {}, undefined, /nothing to compare/],
  ]) {
    it(sentence, () => {
      const wrong = verdict({ ...options, log }, exclusion);
      if (message) assert.match(wrong?.message ?? 'passed', message);
      else assert.equal(wrong, undefined);
    });
  }
});

describe('an exclusion', () => {
  const run = { scenario: 'a: b', implementation: 'xhr', engine: 'chromium', scope: 'window' };
  for (const [sentence, exclusion, yes] of [
    ['is for all of ours, unless it says so', { scenario: 'a: b' }, true],
    ['is not for the native object, unless it says so', { scenario: 'a: b', on: 'native' }, false],
    ['may be for one transport', { scenario: 'a: b', on: 'fetch' }, false],
    ['may be for one engine', { scenario: 'a: b', engine: 'firefox' }, false],
    ['may be for several scopes', { scenario: 'a: b', scope: ['worker', 'window'] }, true],
    ['may name scenarios by patterns', { scenario: [/^x/, /^a: /] }, true],
    ['is for its scenario alone', { scenario: 'a' }, false],
  ]) {
    it(sentence, () => assert.equal(applies(exclusion, run), yes));
  }
});

it('a difference shows what is missing, what is too much, and how often', () => {
  const lines = difference([['a'], ['c'], ['c']], [['a'], ['b']])
    .split('\n')
    .map((line) => line.trim());
  assert.deepEqual(lines, ['["a"]', '- ["b"]', '+ ["c"]   (2 times)']);
});
