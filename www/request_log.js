// Counts the requests and preflights of each connection, and stores its latest Last-Event-ID and its exchanges.
// Knows names of connections and counts. Must not know how a response is made.

/**
 * A request and its response. The answers write `words` and `end` while the response goes on.
 *
 * @typedef {{ method: string, token: string, status: number, words?: number, end?: string | null }} Exchange
 * @typedef {{ requests: number, preflights: number, lastEventId: string | null, exchanges: Exchange[] }} Entry
 */

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

  /** @param {Exchange} exchange */
  addExchange(name, exchange) {
    const { exchanges } = this.#entry(name);
    exchanges.push(exchange);
    if (exchanges.length > MAX_EXCHANGES) exchanges.shift();
    return exchange;
  }

  /** @returns {Entry} */
  entryOf(name) {
    return this.#entries.get(name) ?? { requests: 0, preflights: 0, lastEventId: null, exchanges: [] };
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
const MAX_EXCHANGES = 20;
