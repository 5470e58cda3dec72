// A feed: numbered events, as many of the past as are kept, and who listens.
// Knows order and identity. Must not know what the events say, or what carries them.
//
//   since('41')   what came after event 41; the start of the story if 41 is not, or no longer, known

/** @typedef {{ id: string, type: string, data: object }} FeedEvent */

export class Feed {
  /** @type {FeedEvent[]} */
  #events = [];
  #listeners = new Set();
  #published = 0;
  #beginning = 1;
  #capacity;
  #newcomers;

  /** Keeps `capacity` events for those who come back; who is new gets at most the last `newcomers`. */
  constructor({ capacity, newcomers = capacity }) {
    this.#capacity = capacity;
    this.#newcomers = newcomers;
  }

  /** The story begins anew with the next event: who is new hears nothing older. */
  begin() {
    this.#beginning = this.#published + 1;
  }

  /** Stamped with the time at which it happens, so that the page can tell how late it is. */
  publish(type, data) {
    this.#published += 1;
    const event = { id: String(this.#published), type, data: { ...data, at: Date.now() } };
    this.#events.push(event);
    if (this.#events.length > this.#capacity) this.#events.shift();
    for (const listener of this.#listeners) listener(event);
  }

  /** @param {string} [lastEventId] */
  since(lastEventId) {
    const known = this.#events.findIndex(({ id }) => id === lastEventId);
    if (known >= 0) return this.#events.slice(known + 1);
    return this.#events.slice(-this.#newcomers).filter(({ id }) => Number(id) >= this.#beginning);
  }

  /** Gives what ends the subscription. */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  get subscribers() {
    return this.#listeners.size;
  }
}
