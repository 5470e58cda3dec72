// One connection under observation: a source of events, and everything that the page counts about it.
// Knows the face of an EventSource and time. Must not know what the events say, or how figures look.

import { askSeen, now } from './control.js';

export class Connection {
  reconnections = 0;
  events = 0;
  lost = 0;
  doubled = 0;
  preflights = 0;
  lastEventId = '';
  /** `undefined` until the server has told; `null` where the request had none. */
  seen = undefined;
  /** In ms, of events that happened since the connection was asked for; older ones are history, not late. */
  delay = null;
  /** When the last event came. */
  heardAt = 0;
  /** Of the events that happened while the connection was there: what an outage costs is not the carrier's fault. */
  #delays = { count: 0, sum: 0 };
  #opened = 0;
  #refused = 0;
  #brokenAt = null;
  #began = now();
  #openedAt = this.#began;
  #source;
  #name;
  #observer;

  /**
   * @param {EventTarget & { readyState: number, close(): void, requests?: number, seen?: string | null }} source
   * @param {string} name by which the server knows it
   * @param {string[]} types of its events
   * @param {{ event: Function, reopened: Function, changed: Function }} observer
   */
  constructor(source, name, types, observer) {
    this.#source = source;
    this.#name = name;
    this.#observer = observer;
    source.addEventListener('open', () => this.#open());
    source.addEventListener('error', () => this.#error());
    for (const type of types) source.addEventListener(type, (event) => this.#take(event));
  }

  get readyState() {
    return this.#source.readyState;
  }

  /** An EventSource does not tell how often it has asked; but each time ends in an `open`, or in an `error` before it. */
  get requests() {
    return this.#source.requests ?? this.#opened + this.#refused;
  }

  get delays() {
    return this.#delays;
  }

  /** Since when, by the server's clock, the connection has been broken; else `null`. */
  get brokenAt() {
    return this.#brokenAt;
  }

  close() {
    this.#source.close();
  }

  #open() {
    this.#opened += 1;
    const told = this.#askSeen();
    const time = now();
    if (this.#brokenAt !== null) {
      this.reconnections += 1;
      this.#openedAt = time;
      this.#observer.reopened({ from: this.#brokenAt, to: time, told });
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
  #take({ type, data, lastEventId }) {
    const content = JSON.parse(data);
    const { at } = content;
    const delay = at < this.#began ? null : Math.max(0, now() - at);
    this.#count(lastEventId);
    if (at >= this.#openedAt) {
      this.#delays.count += 1;
      this.#delays.sum += delay;
    }
    this.delay = delay;
    this.heardAt = now();
    this.seen = this.#source.seen ?? this.seen;
    this.#observer.event({ type, content, id: lastEventId, delay });
    this.#observer.changed();
  }

  /** The server numbers its events without a gap. */
  #count(lastEventId) {
    const step = Number(lastEventId) - Number(this.lastEventId);
    if (this.events > 0 && step > 1) this.lost += step - 1;
    if (this.events > 0 && step < 1) this.doubled += 1;
    this.events += 1;
    this.lastEventId = lastEventId;
  }

  /** Asked of the other server, beside the stream; a poll has it in its answer. */
  async #askSeen() {
    if (this.#source.seen !== undefined) return (this.seen = this.#source.seen);
    const told = await askSeen(this.#name).catch(() => undefined);
    this.preflights = told?.preflights ?? this.preflights;
    this.seen = told?.lastEventId;
    this.#observer.changed();
    return this.seen;
  }
}
