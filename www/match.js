// The match: publishes the lines of match.txt to a feed, faster than real time, in a loop.
// Knows the notation of the file, the score and the clock. Must not know the subscribers.

import { readFileSync } from 'node:fs';

const LINE =
  /^(?<minute>\S+)\s+(?:-|(?<type>goal|card)(?: (?<colour>yellow|red))? (?<side>home|away) (?<player>[^:]+):)\s+(?<text>.+)$/;

/**
 * A minute of the match lasts `minute` ms, the time between two matches `pause` ms. Returns a function that stops it.
 */
export function startMatch(feed, { minute, pause }) {
  let timer;
  const publish = (index) => {
    const { event, data } = LINES[index];
    if (index === 0) feed.begin();
    feed.publish(event, data);
    const last = index === LINES.length - 1;
    const wait = last ? pause : LINES[index + 1].after * minute;
    timer = setTimeout(publish, wait, last ? 0 : index + 1);
  };
  publish(0);
  return () => clearTimeout(timer);
}

/** Parses the file: [{ event, data, after }], where `after` is the time since the line before, in minutes. */
function read(text) {
  const score = { home: 0, away: 0 };
  let clock = 0;
  return text
    .split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line, index) => {
      const { minute, type = 'message', text, ...who } = LINE.exec(line).groups;
      if (type === 'goal') score[who.side] += 1;
      const now = clockOf(minute) ?? clock + 1;
      const after = Math.max(now - clock, AT_LEAST);
      clock = now;
      const opening = index === 0 ? { opening: true } : {};
      return { event: type, after, data: { minute, text, score: { ...score }, ...who, ...opening } };
    });
}

/** '45+2' → 47; null for half-time and full time. */
function clockOf(minute) {
  if (!/^\d/.test(minute)) return null;
  return minute.split('+').reduce((sum, part) => sum + Number(part), 0);
}

/** The minimum time between two lines, in minutes of the match. */
const AT_LEAST = 0.6;
const LINES = read(readFileSync(new URL('match.txt', import.meta.url), 'utf8'));
