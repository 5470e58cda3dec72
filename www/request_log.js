// What the server saw of each connection: how often it asked, with which Last-Event-ID, after how many preflights.
// Knows names of connections and counts. Must not know what was answered.

/** @typedef {{ requests: number, preflights: number, lastEventId: string | null }} Entry */

export class Ledger {
  /** @type {Map<string, Entry>} */
  #entries = new Map();

  /** @param {string | undefined} lastEventId as the request carried it */
  noteRequest(name, lastEventId) {
    const entry = this.#entry(name);
    entry.requests += 1;
    entry.lastEventId = lastEventId ?? null;
  }

  notePreflight(name) {
    this.#entry(name).preflights += 1;
  }

  /** @returns {Entry} */
  seen(name) {
    return this.#entries.get(name) ?? { requests: 0, preflights: 0, lastEventId: null };
  }

  #entry(name) {
    const entry = this.seen(name);
    // Put behind all others, so that the one forgotten is the one that has been silent the longest.
    this.#entries.delete(name);
    this.#entries.set(name, entry);
    if (this.#entries.size > REMEMBERED) this.#entries.delete(this.#entries.keys().next().value);
    return entry;
  }
}

const REMEMBERED = 500;
