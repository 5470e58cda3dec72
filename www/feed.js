// A feed of numbered events: stores the latest ones, and publishes new ones to its listeners.
// Knows the order and the IDs of events. Must not know their content, or how they are sent.
//
//   since('41')   the events after number 41; if 41 is unknown or no longer stored, the events from the beginning

/** @typedef {{ id: string, type: string, data: object }} FeedEvent */

export class Feed {
  /** @type {FeedEvent[]} */
  #events = [];
  #listeners = new Set();
  #published = 0;
  #beginning = 1;
  #capacity;
  #initial;

  /** Stores `capacity` events for clients that reconnect. A new client receives at most the last `initial` ones. */
  constructor({ capacity, initial = capacity }) {
    this.#capacity = capacity;
    this.#initial = initial;
  }

  /** Starts again with the next event: new clients receive no older ones. */
  begin() {
    this.#beginning = this.#published + 1;
  }

  /** Each event contains its time and number, so that the page can compute the delay and count what is missing. */
  publish(type, data) {
    const number = (this.#published += 1);
    const event = { id: String(number), type, data: { ...data, number, at: Date.now() } };
    this.#events.push(event);
    if (this.#events.length > this.#capacity) this.#events.shift();
    for (const listener of this.#listeners) listener(event);
  }

  /** @param {string} [lastEventId] */
  since(lastEventId) {
    const known = this.#events.findIndex(({ id }) => id === lastEventId);
    if (known >= 0) return this.#events.slice(known + 1);
    return this.#events.slice(-this.#initial).filter(({ id }) => Number(id) >= this.#beginning);
  }

  /** Returns a function that ends the subscription. */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  get subscribers() {
    return this.#listeners.size;
  }
}
