// Measures one workload: checks what every parser makes of it, then times them in interleaved rounds.
// Runs wherever there is JavaScript; must not know which engine it is, nor what becomes of the figures.

import { difference, reader, recorder } from './listener.js';
import { parsers } from './parsers/index.js';
import { workload } from './workloads.js';

/** Of the clock, a sample must be long in comparison with its resolution. In milliseconds. */
const SAMPLE = 25;

/** Samples that are not kept: the engine compiles meanwhile. */
const WARM_UP = 3;

/**
 * @param {string} name of the workload
 * @returns milliseconds a pass over the stream, a figure a round and parser; or what was wrong with its output
 */
export async function measure(name, { rounds = 15, only = Object.keys(parsers) } = {}) {
  const work = workload(name);
  const times = Object.fromEntries(only.map((parser) => [parser, []]));
  const wrong = {};
  const passes = {};
  for (const parser of only) {
    wrong[parser] = await check(parser, work);
    if (wrong[parser] === undefined) passes[parser] = await passesFor(parser, work);
  }
  const timed = only.filter((parser) => passes[parser]);
  for (let round = -WARM_UP; round < rounds; round += 1) {
    for (const parser of rotated(timed, round + WARM_UP)) {
      const time = await sample(parser, work, passes[parser]);
      if (round >= 0) times[parser].push(time);
    }
  }
  return { name, bytes: work.bytes, events: work.events.length, times, wrong };
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

/** How often the stream has to be parsed to fill a sample. */
async function passesFor(parser, work) {
  let passes = 1;
  for (;;) {
    const time = (await sample(parser, work, passes)) * passes;
    if (time >= SAMPLE) return passes;
    passes = Math.ceil(passes * Math.min(10, (SAMPLE * 1.2) / Math.max(time, 0.1)));
  }
}

/** Parses a stream that goes on and on, so many times the workload; milliseconds a pass. */
async function sample(parser, work, passes) {
  const { chunks } = work;
  const { listen, result } = reader();
  const { feed, stop } = await parsers[parser](listen, work);
  // A turn of the engine's own, so that what the last sample left to be done is not paid by this one.
  await new Promise((resolve) => setTimeout(resolve));
  const begin = performance.now();
  for (let pass = 0; pass < passes; pass += 1) {
    for (let index = 0; index < chunks.length; index += 1) feed(chunks[index]);
  }
  const time = (performance.now() - begin) / passes;
  stop();
  const [count] = result();
  if (count !== work.events.length * passes) throw new Error(`${parser} has lost events`);
  return time;
}

/** Everybody is first once in a while. */
function rotated(list, by) {
  const at = by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}
