// Counts the requests and preflights of each connection, and stores its latest Last-Event-ID.
// Knows names of connections and counts. Must not know responses.

/** @typedef {{ requests: number, preflights: number, lastEventId: string | null }} Entry */

export class RequestLog {
  /** @type {Map<string, Entry>} */
  #entries = new Map();

  /** @param {string | undefined} lastEventId of the request */
  addRequest(name, lastEventId) {
    const entry = this.#entry(name);
    entry.requests += 1;
    entry.lastEventId = lastEventId ?? null;
  }

  addPreflight(name) {
    this.#entry(name).preflights += 1;
  }

  /** @returns {Entry} */
  entryOf(name) {
    return this.#entries.get(name) ?? { requests: 0, preflights: 0, lastEventId: null };
  }

  #entry(name) {
    const entry = this.entryOf(name);
    // Moved to the end, so that the entry without a request for the longest time is deleted first.
    this.#entries.delete(name);
    this.#entries.set(name, entry);
    if (this.#entries.size > CAPACITY) this.#entries.delete(this.#entries.keys().next().value);
    return entry;
  }
}

const CAPACITY = 500;
