// The match: reads match.txt and plays it into a feed, faster than life, again and again.
// Knows the text's notation, the score and the clock. Must not know who listens, or how.

import { readFileSync } from 'node:fs';

const LINE =
  /^(?<minute>\S+)\s+(?:-|(?<type>goal|card)(?: (?<colour>yellow|red))? (?<side>home|away) (?<player>[^:]+):)\s+(?<text>.+)$/;

/** Plays `feed` a match whose minute lasts `minute` ms; between two matches is a `pause`. Gives what stops it. */
export function playMatch(feed, { minute, pause }) {
  let timer;
  const play = (index) => {
    const { event, data } = LINES[index];
    if (index === 0) feed.begin();
    feed.publish(event, data);
    const last = index === LINES.length - 1;
    const wait = last ? pause : LINES[index + 1].after * minute;
    timer = setTimeout(play, wait, last ? 0 : index + 1);
  };
  play(0);
  return () => clearTimeout(timer);
}

/** Text → what is published, and after how many minutes. */
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

/** '45+2' → 47; half-time and full time have no clock. */
function clockOf(minute) {
  if (!/^\d/.test(minute)) return null;
  return minute.split('+').reduce((sum, part) => sum + Number(part), 0);
}

/** Of a minute, between two lines of the same one. */
const AT_LEAST = 0.6;
const LINES = read(readFileSync(new URL('match.txt', import.meta.url), 'utf8'));
