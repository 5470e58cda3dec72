// Polling with the face of an EventSource: asks, waits, asks again.
// Knows requests and time. Must not know what the events say.
//
// What it lacks shows why push exists: an event waits for the next question, and most questions are in vain.

export class Polling extends EventTarget {
  readyState = 0;
  /** How often it has asked so far; no EventSource tells that. */
  requests = 0;
  /** The event after which it asked for more, as the server understood it. */
  seen = null;
  #url;
  #every;
  #timer;
  #abort = new AbortController();

  constructor(url, every) {
    super();
    this.#url = new URL(url);
    this.#url.pathname += '/poll';
    this.#every = every;
    this.#ask();
  }

  close() {
    this.readyState = 2;
    clearTimeout(this.#timer);
    this.#abort.abort();
  }

  async #ask() {
    this.requests += 1;
    try {
      const response = await fetch(this.#url, { signal: this.#abort.signal });
      if (!response.ok) throw new Error(`status ${response.status}`);
      const { since, events } = await response.json();
      if (this.readyState === 2) return;
      this.seen = since;
      this.#take(events);
    } catch {
      if (this.readyState === 2) return;
      this.readyState = 0;
      this.dispatchEvent(new Event('error'));
    }
    if (this.readyState !== 2) this.#timer = setTimeout(() => this.#ask(), this.#every);
  }

  #take(events) {
    if (this.readyState === 0) {
      this.readyState = 1;
      this.dispatchEvent(new Event('open'));
    }
    for (const { id, type, data } of events) {
      if (this.readyState === 2) return;
      this.#url.searchParams.set('since', id);
      this.dispatchEvent(new MessageEvent(type, { data: JSON.stringify(data), lastEventId: id }));
    }
  }
}
