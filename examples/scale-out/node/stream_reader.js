// Follows the Redis streams of all channels over one connection, and passes each new event to the channel's subscribers.
// Knows XREAD and how far each stream is read. Must not know HTTP, or how a subscriber catches up.
//
// One reader serves all subscribers of the process: XREAD BLOCK occupies a connection, and Redis's work grows with the
// number of nodes, not of subscribers.

import { setTimeout as delay } from 'node:timers/promises';
import { BEGINNING, isAfter } from './entry_id.js';
import { eventText } from './event_text.js';
import { keyOf } from './key.js';

/** @typedef {{ write(text: string): void, end(): void, after: string | null }} Subscriber */

export class StreamReader {
  #redis;
  #keys;
  /** How far each stream is read: key → id. */
  #positions = new Map();
  /** @type {Map<string, Set<Subscriber>>} */
  #subscribers = new Map();

  /** @param {import('ioredis').Redis} redis a connection that only this reader uses */
  constructor(redis, channels) {
    this.#redis = redis;
    this.#keys = channels.map(keyOf);
    for (const key of this.#keys) this.#subscribers.set(key, new Set());
  }

  /** The id up to which the subscribers of the channel have received events. */
  position(channel) {
    return this.#positions.get(keyOf(channel));
  }

  /** From now on the subscriber receives each event that comes after `after`. Returns a function that ends this. */
  attach(channel, subscriber) {
    const subscribers = this.#subscribers.get(keyOf(channel));
    subscribers.add(subscriber);
    return () => void subscribers.delete(subscriber);
  }

  get subscribers() {
    return [...this.#subscribers.values()].flatMap((subscribers) => [...subscribers]);
  }

  /** Reads until the process ends. `started` is called when all positions are known. */
  async run(started) {
    for (let known = false; ;) {
      try {
        if (!known) {
          await this.#findPositions();
          known = true;
          started();
        }
        await this.#read();
      } catch {
        // Redis is away. What it stores meanwhile is read when it is back, because the positions stay.
        known = false;
        await delay(PAUSE);
      }
    }
  }

  async #read() {
    const ids = this.#keys.map((key) => this.#positions.get(key));
    const streams = await this.#redis.xread('COUNT', PAGE, 'BLOCK', BLOCK, 'STREAMS', ...this.#keys, ...ids);
    for (const [key, entries] of streams ?? []) {
      for (const entry of entries) this.#dispatch(key, entry);
    }
  }

  /** A position above the last id means that Redis has lost its streams: clients have to ask again, and see a gap. */
  async #findPositions() {
    for (const key of this.#keys) {
      const [last] = await this.#redis.xrevrange(key, '+', '-', 'COUNT', 1);
      const position = this.#positions.get(key);
      const newest = last?.[0] ?? BEGINNING;
      if (position && !isAfter(position, newest)) continue;
      this.#positions.set(key, newest);
      for (const subscriber of this.#subscribers.get(key)) subscriber.end();
    }
  }

  /** The text is made once, however many subscribers there are. */
  #dispatch(key, entry) {
    const [id] = entry;
    const text = eventText(entry);
    this.#positions.set(key, id);
    for (const subscriber of this.#subscribers.get(key)) {
      if (subscriber.after && !isAfter(id, subscriber.after)) continue;
      subscriber.after = null;
      subscriber.write(text);
    }
  }
}

/** Entries a command; ms. */
const PAGE = 500;
const BLOCK = 5000;
const PAUSE = 100;
