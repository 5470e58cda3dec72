// Measures one workload: checks the events of every parser, then times the parsers in interleaved rounds.
// Runs in every engine. Must not know which one it is, nor how the figures are used.

import { difference, reader, recorder } from './listener.js';
import { parsers } from './parsers/index.js';
import { workload } from './workloads.js';

/** The duration of a sample in milliseconds: many times the clock's resolution. */
const SAMPLE = 25;

/** How long each parser runs before its sample, in milliseconds, because an engine shrinks its heap in a collection. */
const RUN_UP = 40;

/** The number of rounds that are not recorded, during which the engine compiles. */
const WARM_UP = 3;

/** Measures the workload with this name. */
export async function measure(name, options) {
  return { name, ...(await measureWork(workload(name), options)) };
}

/**
 * @param {ReturnType<typeof workload>} work
 * @returns the milliseconds for one pass over the stream, by parser and round; and a message for each wrong parser
 */
export async function measureWork(work, { rounds = 15, only = Object.keys(parsers) } = {}) {
  const times = Object.fromEntries(only.map((parser) => [parser, []]));
  const wrong = {};
  for (const parser of only) wrong[parser] = await check(parser, work);
  const timed = only.filter((parser) => wrong[parser] === undefined);
  for (let round = -WARM_UP; round < rounds; round += 1) {
    for (const parser of shuffled(timed)) {
      const time = await sample(parser, work);
      if (round >= 0) times[parser].push(time);
    }
  }
  return { bytes: work.bytes, events: work.events.length, times, wrong };
}

async function check(parser, work) {
  const { listen, events } = recorder();
  const { feed, stop } = await parsers[parser](listen, work);
  try {
    for (const chunk of work.chunks) feed(chunk);
  } catch (error) {
    return `${error}`;
  } finally {
    stop();
  }
  return difference(events, work.events);
}

/** Parses the workload repeatedly, as one stream. Returns the milliseconds for one pass. */
async function sample(parser, work) {
  const { listen, result } = reader();
  const { feed, stop } = await parsers[parser](listen, work);
  // The garbage of the previous sample does not belong to this one; see engines.js.
  await globalThis.collectGarbage?.();
  await new Promise((resolve) => setTimeout(resolve));
  const before = run(feed, work, RUN_UP);
  const { passes, time } = run(feed, work, SAMPLE);
  stop();
  const [count] = result();
  if (count !== work.events.length * (before.passes + passes)) throw new Error(`${parser} has lost events`);
  return time / passes;
}

function run(feed, { chunks }, milliseconds) {
  const begin = performance.now();
  let passes = 0;
  let time;
  do {
    for (let index = 0; index < chunks.length; index += 1) feed(chunks[index]);
    passes += 1;
    time = performance.now() - begin;
  } while (time < milliseconds);
  return { passes, time };
}

/** A random order, so that no parser always runs after the same one. */
function shuffled(list) {
  const rest = [...list];
  return list.map(() => rest.splice(Math.floor(Math.random() * rest.length), 1)[0]);
}
