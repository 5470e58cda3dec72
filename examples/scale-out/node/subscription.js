// A subscription: what a client has missed, a gap if that is not stored any more, then every new event.
// Knows the order of these and the client's buffer. Must not know HTTP's headers, or how new events are read.

import { once } from 'node:events';
import { BEGINNING, isAfter, isEntryId } from './entry_id.js';
import { eventText, gapText } from './event_text.js';
import { keyOf } from './key.js';

export class Subscription {
  #response;
  #channel;
  #reader;
  #redis;

  /**
   * @param {import('node:http').ServerResponse} response
   * @param {{ channel: string, reader: import('./stream_reader.js').StreamReader, redis: import('ioredis').Redis }} options
   */
  constructor(response, { channel, reader, redis }) {
    this.#response = response;
    this.#channel = channel;
    this.#reader = reader;
    this.#redis = redis;
  }

  /**
   * Where the stream has to go on, and the gap, if there is one.
   *
   * @param {string | undefined} asked the client's last event ID
   * @param {'newest' | 'oldest'} first what a client without one gets
   */
  async start(asked, first) {
    if (!asked)
      return { from: first === 'oldest' ? BEGINNING : this.#reader.position(this.#channel), gap: null };
    const [stored] = isEntryId(asked) ? await this.#redis.xrange(keyOf(this.#channel), asked, asked) : [];
    if (stored) return { from: asked, gap: null };
    const [oldest] = await this.#redis.xrange(keyOf(this.#channel), '-', '+', 'COUNT', 1);
    return { from: BEGINNING, gap: { asked, oldest: oldest?.[0] ?? null } };
  }

  /** Sends until the response is closed. */
  async run({ from, gap }) {
    if (gap) this.#write(gapText(gap));
    const sent = await this.#catchUp(from);
    if (this.#response.destroyed) return;
    const detach = this.#reader.attach(this.#channel, {
      write: (text) => this.#write(text),
      end: () => this.#response.destroy(),
      after: sent,
    });
    this.#response.once('close', detach);
  }

  /**
   * Sends what is stored between `sent` and the reader's position. The position may move meanwhile; it is compared again
   * until both are equal, and then nothing comes between this comparison and the subscription.
   */
  async #catchUp(sent) {
    while (!this.#response.destroyed && isAfter(this.#reader.position(this.#channel), sent)) {
      const until = this.#reader.position(this.#channel);
      const page = await this.#redis.xrange(keyOf(this.#channel), `(${sent}`, until, 'COUNT', PAGE);
      for (const entry of page) this.#response.write(eventText(entry));
      sent = page.length < PAGE ? until : page.at(-1)[0];
      if (this.#response.writableNeedDrain) await drained(this.#response);
    }
    return sent;
  }

  /** A client that does not read is disconnected, so that its buffer is limited. It comes back with its last event ID. */
  #write(text) {
    this.#response.write(text);
    if (this.#response.writableLength > MAX_BUFFERED) this.#response.destroy();
  }
}

async function drained(response) {
  const closed = new AbortController();
  const { signal } = closed;
  await Promise.race([once(response, 'drain', { signal }), once(response, 'close', { signal })]).catch(
    () => {},
  );
  closed.abort();
}

const PAGE = 1000;
/** In bytes. */
const MAX_BUFFERED = 1024 * 1024;
