// The context object `t` of a scenario: opens sources of the implementation under test, and logs their events.
// Knows the constructor, the server's addresses and the notation of a log. Must not know which implementation it tests,
// except for the `transport` option of this package; nor the kind of scope that it runs in.
//
//   const source = t.open('two-messages');   constructs a source and logs its open, message, error and end events
//   await t.waitFor(source, 'message', 2);   resolves with the second message event; the scenario's timeout limits it
//   t.note('url', source.url);               adds the entry ['url', …] to the log
//
// The entry of an event is [readyState, type] or [readyState, type, data, origin, lastEventId].

/** The length, in UTF-16 code units, above which a log holds a hash of a string instead of the string. */
const LONG = 400;

export class ScenarioContext {
  log = [];
  #sources = [];
  #counts = new Map();
  #waiting = [];

  constructor({ EventSource, transport, addresses, key, drainTime }) {
    Object.assign(this, { EventSource, addresses, key, drainTime });
    this.transport = transport;
  }

  /** The URL of a test stream on this origin, or on another one if `at` is 'other' or 'host'. */
  url(path, at = 'origin') {
    const url = new URL(`/s/${path}`, this.addresses[at]);
    url.searchParams.set('key', this.key);
    return url.href;
  }

  /** The URL of a redirect to a test stream. */
  redirect(status, path, at, from = 'redirect', fromAt = 'origin') {
    const to = encodeURIComponent(path.includes('://') ? path : this.url(path, at));
    return this.url(`${from}?status=${status}&to=${to}`, fromAt);
  }

  /** The dictionary for the constructor; this package also gets its `transport` option. */
  init(init = {}) {
    return this.transport ? { ...init, transport: this.transport } : init;
  }

  /** Constructs a source and logs its events; `url` is the path of a test stream or an absolute URL. */
  open(url, init, types) {
    return this.logEvents(this.construct(url, init), types);
  }

  /** Constructs a source without listeners. It is closed when the scenario ends. */
  construct(url, init, EventSource = this.EventSource) {
    const address = /^[a-z]+:/i.test(url) ? url : this.url(url);
    const source = new EventSource(address, this.init(init));
    this.#sources.push(source);
    return source;
  }

  /** Logs the source's events. */
  logEvents(source, types = []) {
    for (const type of new Set(['open', 'message', 'error', 'end', ...types])) {
      source.addEventListener(type, (event) => {
        this.log.push(entry(source, event));
        this.#count(source, event.type);
        if (type === 'open') this.#checkTransport(source);
      });
    }
    return source;
  }

  /** Resolves once the source has fired `times` events of the type. Works for logged types only. */
  waitFor(source, type, times = 1) {
    return new Promise((resolve) => {
      this.#waiting.push({ source, type, times, resolve });
      this.#count(source, type, 0);
    });
  }

  /** Resolves once the source's readyState is CLOSED in an error event. */
  async waitForFailure(source) {
    for (let times = 1; source.readyState !== 2; times += 1) await this.waitFor(source, 'error', times);
  }

  note(label, value) {
    this.log.push([label, value === undefined ? 'undefined' : value]);
  }

  /** Notes what a function returns or throws. */
  noteResult(label, action) {
    try {
      const value = action();
      this.note(
        label,
        typeof value === 'object' && value !== null ? Object.prototype.toString.call(value) : value,
      );
    } catch (error) {
      this.note(label, describeError(error));
    }
  }

  /** Waits, so that an event or a request that must not happen would be logged. */
  pause(milliseconds = 60) {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  /** Calls the control server: `/late`, … */
  async control(path) {
    return (await fetch(`${this.addresses.control}${path}`)).json();
  }

  /** Closes all sources and returns the requests that the server received. */
  async requests() {
    this.close();
    return this.control(`/requests?key=${this.key}&patience=${this.drainTime}`);
  }

  /** Closes all sources. The server closes the connections that the engine has not closed by itself. */
  async cleanUp() {
    this.close();
    await this.control(`/disconnect?key=${this.key}`);
  }

  close() {
    for (const source of this.#sources) source.close();
  }

  /** The events that the scenario is waiting for, as text for the log. */
  get pendingEvents() {
    return this.#waiting.map(({ type, times }) => `${type} (${times})`).join(', ') || 'no event of a source';
  }

  #count(source, type, step = 1) {
    const counts = this.#counts.get(source) ?? {};
    this.#counts.set(source, counts);
    counts[type] = (counts[type] ?? 0) + step;
    this.#waiting = this.#waiting.filter((wait) => {
      const isReached = (this.#counts.get(wait.source)?.[wait.type] ?? 0) >= wait.times;
      if (isReached) wait.resolve();
      return !isReached;
    });
  }

  #checkTransport(source) {
    const { transport } = this;
    if (transport && source.transport !== transport) this.note('transport', source.transport);
  }
}

/** The class, name and code of an exception. The message is left out, because it differs between implementations. */
export const describeError = (error) =>
  `throws ${error?.constructor?.name} ${error?.name} ${error?.code ?? ''}`.trim();

function entry(source, event) {
  if (!('data' in event)) return [source.readyState, event.type];
  return [source.readyState, event.type, shortened(event.data), event.origin, shortened(event.lastEventId)];
}

/** Replaces a long string by its first characters, its length and a hash. */
function shortened(text) {
  if (typeof text !== 'string' || text.length <= LONG) return text;
  let hash = 0;
  for (let index = 0; index < text.length; index += 1)
    hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  return `${text.slice(0, 10)}… ${text.length} units, hash ${hash}`;
}
