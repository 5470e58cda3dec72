// The vocabulary of the scenarios: what one scenario, played on one implementation, is handed.
// Knows the constructor, the server's addresses and how a log is written. Must not know which implementation it is,
// but for the `transport` that it asks of ours; nor in which kind of scope it runs.
//
//   const source = t.open('two-messages');   listens for open, message, error and end
//   await t.seen(source, 'message', 2);      until the second message, or the scenario's time is over
//   t.note('url', source.url);               an entry ['url', …]
//
// An event's entry is [readyState, type] or [readyState, type, data, origin, lastEventId].

const LONG = 400;

export class Scene {
  log = [];
  #sources = [];
  #counts = new Map();
  #waiting = [];

  constructor({ EventSource, transport, addresses, key, drains }) {
    Object.assign(this, { EventSource, addresses, key, drains });
    this.transport = transport;
  }

  /** The address of a pathology on this origin, or `at` another: 'other' or 'host'. */
  url(path, at = 'origin') {
    const url = new URL(`/s/${path}`, this.addresses[at]);
    url.searchParams.set('key', this.key);
    return url.href;
  }

  /** A redirect to a pathology. */
  redirect(status, path, at, from = 'redirect', fromAt = 'origin') {
    const to = encodeURIComponent(path.includes('://') ? path : this.url(path, at));
    return this.url(`${from}?status=${status}&to=${to}`, fromAt);
  }

  /** The dictionary for the constructor: ours also hears which transport to use. */
  init(init = {}) {
    return this.transport ? { ...init, transport: this.transport } : init;
  }

  /** A source that is logged and will be closed; `url` is a pathology or an address. */
  open(url, init, types) {
    return this.watch(this.make(url, init), types);
  }

  /** A source that will be closed, and that nobody listens to yet. */
  make(url, init, EventSource = this.EventSource) {
    const address = /^[a-z]+:/i.test(url) ? url : this.url(url);
    const source = new EventSource(address, this.init(init));
    this.#sources.push(source);
    return source;
  }

  /** Logs the source's events. */
  watch(source, types = []) {
    for (const type of new Set(['open', 'message', 'error', 'end', ...types])) {
      source.addEventListener(type, (event) => {
        this.log.push(entry(source, event));
        this.#count(source, event.type);
        if (type === 'open') this.#checkTransport(source);
      });
    }
    return source;
  }

  /** Resolves once the source has had `times` events of the type; for watched types only. */
  seen(source, type, times = 1) {
    return new Promise((resolve) => {
      this.#waiting.push({ source, type, times, resolve });
      this.#count(source, type, 0);
    });
  }

  /** Resolves once the source's readyState is CLOSED in an error event. */
  async failed(source) {
    for (let times = 1; source.readyState !== 2; times += 1) await this.seen(source, 'error', times);
  }

  note(label, value) {
    this.log.push([label, value === undefined ? 'undefined' : value]);
  }

  /** Notes what a function gives or throws. */
  tries(label, action) {
    try {
      const value = action();
      this.note(
        label,
        typeof value === 'object' && value !== null ? Object.prototype.toString.call(value) : value,
      );
    } catch (error) {
      this.note(label, thrown(error));
    }
  }

  /** Lets what is under way come: for what must *not* happen. */
  settle(milliseconds = 60) {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  /** The server's control: `/late`, … */
  async control(path) {
    return (await fetch(`${this.addresses.control}${path}`)).json();
  }

  /** Closes everything and gives the requests that the server saw. */
  async requests() {
    this.close();
    return this.control(`/seen?key=${this.key}&patience=${this.drains}`);
  }

  /** Leaves nothing behind: what the engine should have let go of by itself is cut by the server. */
  async leave() {
    this.close();
    await this.control(`/let-go?key=${this.key}`);
  }

  close() {
    for (const source of this.#sources) source.close();
  }

  /** What this scene waits for, in words. */
  get waiting() {
    return this.#waiting.map(({ type, times }) => `${type} (${times})`).join(', ') || 'nothing of a source';
  }

  #count(source, type, step = 1) {
    const counts = this.#counts.get(source) ?? {};
    this.#counts.set(source, counts);
    counts[type] = (counts[type] ?? 0) + step;
    this.#waiting = this.#waiting.filter((wait) => {
      const come = (this.#counts.get(wait.source)?.[wait.type] ?? 0) >= wait.times;
      if (come) wait.resolve();
      return !come;
    });
  }

  #checkTransport(source) {
    const { transport } = this;
    if (transport && source.transport !== transport) this.note('transport', source.transport);
  }
}

/** What was thrown, as far as implementations agree: no messages. */
export const thrown = (error) =>
  `throws ${error?.constructor?.name} ${error?.name} ${error?.code ?? ''}`.trim();

function entry(source, event) {
  if (!('data' in event)) return [source.readyState, event.type];
  return [source.readyState, event.type, brief(event.data), event.origin, brief(event.lastEventId)];
}

/** A long text by its length and a hash. */
export function brief(text) {
  if (typeof text !== 'string' || text.length <= LONG) return text;
  let hash = 0;
  for (let index = 0; index < text.length; index += 1)
    hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return `${text.slice(0, 10)}… ${text.length} units, hash ${hash}`;
}
