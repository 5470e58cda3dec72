// Ids of entries of Redis streams: `<number>-<number>`, each up to 2^64.
// Knows their form and order. Must not know what is stored under them.

/** Below every id of an entry. */
export const BEGINNING = '0-0';

export const isEntryId = (text) => /^\d{1,20}-\d{1,20}$/.test(text ?? '');

/** Whether `one` comes after `other`. Numbers of JavaScript are too small for these. */
export function isAfter(one, other) {
  const [first, second] = one.split('-').map(BigInt);
  const [otherFirst, otherSecond] = other.split('-').map(BigInt);
  return first > otherFirst || (first === otherFirst && second > otherSecond);
}
