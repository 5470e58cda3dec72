// A connection: a source of events, and the figures that the page counts for it.
// Knows the interface of an EventSource and time. Must not know the content of events, or how figures are displayed.

import { fetchSeen, now } from './control.js';

export class Connection {
  reconnections = 0;
  events = 0;
  lost = 0;
  doubled = 0;
  preflights = 0;
  lastEventId = '';
  /** The Last-Event-ID that the server received; `undefined` until it is known, `null` if the request had none. */
  seen = undefined;
  /** In ms. Null for events from before the connection was constructed, which are history and not late. */
  delay = null;
  /** When the last event was received. */
  receivedAt = 0;
  /** Only of events that happened while the connection was open, because an outage is not the transport's fault. */
  #delays = { count: 0, sum: 0 };
  #opened = 0;
  #refused = 0;
  #brokenAt = null;
  #began = now();
  #openedAt = this.#began;
  /** Of the last event. */
  #number = 0;
  #source;
  #name;
  #observer;

  /**
   * @param {EventTarget & { readyState: number, close(): void, requests?: number, seen?: string | null }} source
   * @param {string} name of the connection on the server
   * @param {string[]} types of its events
   * @param {{ event: Function, reopened: Function, changed: Function }} observer
   */
  constructor(source, name, types, observer) {
    this.#source = source;
    this.#name = name;
    this.#observer = observer;
    source.addEventListener('open', () => this.#open());
    source.addEventListener('error', () => this.#error());
    for (const type of types) source.addEventListener(type, (event) => this.#receive(event));
  }

  get readyState() {
    return this.#source.readyState;
  }

  /**
   * An EventSource has no count of requests, but each one leads to an `open` event, or to an `error` event before it.
   */
  get requests() {
    return this.#source.requests ?? this.#opened + this.#refused;
  }

  get delays() {
    return this.#delays;
  }

  /** The time when the connection broke, by the server's clock, or `null` if it is not broken. */
  get brokenAt() {
    return this.#brokenAt;
  }

  close() {
    this.#source.close();
  }

  #open() {
    this.#opened += 1;
    const serverSaw = this.#fetchSeen();
    const time = now();
    if (this.#brokenAt !== null) {
      this.reconnections += 1;
      this.#openedAt = time;
      this.#observer.reopened({ from: this.#brokenAt, to: time, serverSaw });
    }
    this.#brokenAt = null;
    this.#observer.changed();
  }

  #error() {
    if (this.#brokenAt !== null || this.#opened === 0) this.#refused += 1;
    this.#brokenAt ??= now();
    this.#observer.changed();
  }

  /** @param {any} event a MessageEvent */
  #receive({ type, data, lastEventId }) {
    const content = JSON.parse(data);
    const { at, number } = content;
    const delay = at < this.#began ? null : Math.max(0, now() - at);
    this.lastEventId = lastEventId;
    this.#count(number);
    if (at >= this.#openedAt) {
      this.#delays.count += 1;
      this.#delays.sum += delay;
    }
    this.delay = delay;
    this.receivedAt = now();
    this.seen = this.#source.seen ?? this.seen;
    this.#observer.event({ type, content, id: lastEventId, delay });
    this.#observer.changed();
  }

  /** Events are numbered consecutively. Their IDs need not be numbers. */
  #count(number) {
    const step = number - this.#number;
    if (this.events > 0 && step > 1) this.lost += step - 1;
    if (this.events > 0 && step < 1) this.doubled += 1;
    this.events += 1;
    this.#number = number;
  }

  /** Requests it from the page server. A polling source has it in its response. */
  async #fetchSeen() {
    if (this.#source.seen !== undefined) return (this.seen = this.#source.seen);
    const entry = await fetchSeen(this.#name).catch(() => undefined);
    this.preflights = entry?.preflights ?? this.preflights;
    this.seen = entry?.lastEventId;
    this.#observer.changed();
    return this.seen;
  }
}
