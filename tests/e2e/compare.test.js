// Tests of the comparison itself: they show that the conformance suite fails on a wrong log.
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
    ['accepts an equal log', ORACLE, { oracle: ORACLE }, undefined, undefined],
    ['reports a difference', LOG, { oracle: ORACLE }, undefined, /native object/],
    [
      'compares with the standard if the scenario states it',
      ORACLE,
      { oracle: ORACLE, standard: LOG },
      undefined,
      /standard/,
    ],
    ['accepts an excluded difference', LOG, { oracle: ORACLE }, { reason }, undefined],
    ['reports an exclusion without a difference', ORACLE, { oracle: ORACLE }, { reason }, /stale/],
    [
      'accepts a difference that the exclusion forgives',
      LOG,
      { oracle: ORACLE },
      { reason, forgive },
      undefined,
    ],
    [
      'reports a difference that the exclusion does not forgive',
      [...LOG, [2, 'error']],
      { oracle: ORACLE },
      { reason, forgive },
      /more differs/,
    ],
    ['reports an empty log, even if it is equal', [], { oracle: [] }, undefined, /empty/],
    [
      'reports a timeout, even if it is equal',
      [['timed out, waiting for', 'x']],
      { oracle: [['timed out, waiting for', 'x']] },
      undefined,
      /timed out/,
    ],
    ['reports that there is no expected log', LOG, {}, undefined, /no expected log/],
  ]) {
    it(sentence, () => {
      const unexpected = verdict({ ...options, log }, exclusion);
      if (message) assert.match(unexpected?.message ?? 'passed', message);
      else assert.equal(unexpected, undefined);
    });
  }
});

describe('an exclusion', () => {
  const run = { scenario: 'a: b', implementation: 'xhr', engine: 'chromium', scope: 'window' };
  for (const [sentence, exclusion, expected] of [
    ['applies to all implementations of this package by default', { scenario: 'a: b' }, true],
    ['of the native object applies to that alone', { scenario: 'a: b', on: 'native' }, false],
    ['of a transport applies to that alone', { scenario: 'a: b', on: 'fetch' }, false],
    ['of an engine applies to that alone', { scenario: 'a: b', engine: 'firefox' }, false],
    ['may apply to several scopes', { scenario: 'a: b', scope: ['worker', 'window'] }, true],
    ['may select scenarios by patterns', { scenario: [/^x/, /^a: /] }, true],
    ['applies to the scenario with exactly its name', { scenario: 'a' }, false],
  ]) {
    it(sentence, () => assert.equal(applies(exclusion, run), expected));
  }
});

it('a difference shows missing and additional lines, and their number', () => {
  const lines = difference([['a'], ['c'], ['c']], [['a'], ['b']])
    .split('\n')
    .map((line) => line.trim());
  assert.deepEqual(lines, ['["a"]', '- ["b"]', '+ ["c"]   (2 times)']);
});
