// Polling with the interface of an EventSource: sends a request, waits, sends the next one.
// Knows requests and time. Must not know the content of events.
//
// Its disadvantages show the purpose of server push: an event waits for the next request, and most responses are empty.

export class Polling extends EventTarget {
  readyState = 0;
  /** The number of requests so far, which an EventSource does not have. */
  requests = 0;
  /** The last event ID of the latest request, as the server received it. */
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
    this.#poll();
  }

  close() {
    this.readyState = 2;
    clearTimeout(this.#timer);
    this.#abort.abort();
  }

  async #poll() {
    this.requests += 1;
    try {
      const response = await fetch(this.#url, { signal: this.#abort.signal });
      if (!response.ok) throw new Error(`status ${response.status}`);
      const { since, events } = await response.json();
      if (this.readyState === 2) return;
      this.seen = since;
      this.#dispatch(events);
    } catch {
      if (this.readyState === 2) return;
      this.readyState = 0;
      this.dispatchEvent(new Event('error'));
    }
    if (this.readyState !== 2) this.#timer = setTimeout(() => this.#poll(), this.#every);
  }

  #dispatch(events) {
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
