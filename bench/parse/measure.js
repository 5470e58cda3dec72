// Measures one workload: checks what every parser makes of it, then times them in interleaved rounds.
// Runs wherever there is JavaScript; must not know which engine it is, nor what becomes of the figures.

import { difference, reader, recorder } from './listener.js';
import { parsers } from './parsers/index.js';
import { workload } from './workloads.js';

/** How long a sample is, in milliseconds: many times the clock's resolution. */
const SAMPLE = 25;

/** How long each parser runs before its sample: an engine's heap is small again after a collection. */
const RUN_UP = 40;

/** Rounds that are not kept: the engine compiles meanwhile. */
const WARM_UP = 3;

/** Of the workload of that name. */
export async function measure(name, options) {
  return { name, ...(await measureWork(workload(name), options)) };
}

/**
 * @param {ReturnType<typeof workload>} work
 * @returns milliseconds a pass over the stream, a figure a round and parser; or what was wrong with its output
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

/** Parses a stream that goes on and on, the workload again and again; milliseconds a pass. */
async function sample(parser, work) {
  const { listen, result } = reader();
  const { feed, stop } = await parsers[parser](listen, work);
  // What the last sample left to be collected is not paid by this one; see engines.js.
  await globalThis.settle?.();
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

/** Nobody always comes after the same one. */
function shuffled(list) {
  const rest = [...list];
  return list.map(() => rest.splice(Math.floor(Math.random() * rest.length), 1)[0]);
}
