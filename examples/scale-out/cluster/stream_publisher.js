// Publishes to Redis streams under ids of its own, so that a repeated command cannot store a message twice.
// Knows Redis's XADD. Must not know nodes and subscribers.
//
// The id of message n is `n-0`. Redis refuses an id that is not above the last one; after a failure this means that the
// message is stored. There is one publisher a channel: it gives the numbers.

import { Redis } from 'ioredis';
import { setTimeout as delay } from 'node:timers/promises';
import { keyOf } from '../node/key.js';

/** @typedef {{ type?: string, data: string }} Message */

export class StreamPublisher {
  #redis;
  #history;
  #numbers = new Map();
  #queue = Promise.resolve();
  #closed = false;
  failures = 0;
  storedByFailures = 0;

  /** @param {{ redisPort: number, history: number }} options `history`: messages that a stream keeps, about */
  constructor({ redisPort, history }) {
    this.#history = history;
    // Commands are not sent again by ioredis: this class does it, and knows then what a refused id means.
    this.#redis = new Redis({
      port: redisPort,
      host: '127.0.0.1',
      maxRetriesPerRequest: 0,
      autoResendUnfulfilledCommands: false,
      retryStrategy: () => PAUSE,
    });
    this.#redis.on('error', () => {});
  }

  /**
   * Resolves with the id of the message, once it is stored.
   *
   * @param {Message} message
   * @returns {Promise<string>}
   */
  publish(channel, { type = 'message', data }) {
    const id = this.#queue.then(() => this.#publish(channel, type, data));
    this.#queue = id.then(
      () => undefined,
      () => undefined,
    );
    return id;
  }

  /** Messages that are not stored are given up. */
  close() {
    this.#closed = true;
    this.#redis.disconnect();
  }

  async #publish(channel, type, data) {
    const key = keyOf(channel);
    const number = this.#numbers.get(channel) ?? (await this.#retry(() => this.#lastNumber(key)));
    const id = `${number + 1}-0`;
    const add = () => this.#redis.xadd(key, 'MAXLEN', '~', this.#history, id, 'type', type, 'data', data);
    await this.#retry(add, async (error, failed) => {
      if (!failed || !/equal or smaller/.test(error.message)) return false;
      const [stored] = await this.#redis.xrange(key, id, id);
      if (stored?.[1].join() !== ['type', type, 'data', data].join()) throw new OtherPublisherError(id);
      this.storedByFailures += 1;
      return true;
    });
    this.#numbers.set(channel, number + 1);
    return id;
  }

  async #lastNumber(key) {
    const [last] = await this.#redis.xrevrange(key, '+', '-', 'COUNT', 1);
    return last ? Number.parseInt(last[0], 10) : 0;
  }

  /** Repeats a command until Redis has executed it, or `isDone` says of its error that it was executed before. */
  async #retry(command, isDone = async (error, failed) => false) {
    for (let failed = false; ; failed = true) {
      try {
        return await command();
      } catch (error) {
        if (this.#closed) throw error;
        if (await isDone(error, failed).catch(rethrowOther)) return undefined;
        if (isRefusal(error)) throw error;
        this.failures += 1;
        await delay(PAUSE);
      }
    }
  }
}

class OtherPublisherError extends Error {
  constructor(id) {
    super(`another publisher has stored a message under the id ${id}`);
  }
}

function rethrowOther(error) {
  if (error instanceof OtherPublisherError) throw error;
  return false;
}

/** What Redis refuses for good, unlike a lost connection or a Redis that is still reading its file. */
function isRefusal({ name, message }) {
  return name === 'ReplyError' && !message.startsWith('LOADING');
}

/** In ms. */
const PAUSE = 50;
