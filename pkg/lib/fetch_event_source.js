// `fetchEventSource()`: requests an event stream again and again until it ends, is aborted or is given up.
//
// Knows when a request is made, and when the promise settles. Must not know the grammar (event_parser.js) nor how headers
// are written (stream_headers.js). Importing this needs no DOM.

import { createParser, load } from '../parser.js';
import { EventStreamContentType, isEventStream, StreamHeaders } from './stream_headers.js';

export { EventStreamContentType };

/** Milliseconds before the next request, unless the server or `onerror` says otherwise. */
const INTERVAL = 1000;
/** What a timer can hold: a longer one would fire at once. */
const LONGEST_INTERVAL = 0x7fffffff;

export function fetchEventSource(input, init = {}) {
  return new Promise((resolve, reject) => new Subscription(input, init, resolve, reject).start());
}

class Subscription {
  /** Aborts the request under way, if there is one. @type {AbortController | undefined} */
  #controller;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #interval = INTERVAL;
  #isSettled = false;

  constructor(input, init, resolve, reject) {
    const { signal, headers, onopen, onmessage, onclose, onerror, openWhenHidden, fetch, ...rest } = init;
    this.input = input;
    this.rest = rest;
    this.signal = signal ?? undefined;
    this.callbacks = { onopen: onopen ?? checkResponse, onmessage, onclose, onerror };
    this.fetch = fetch ?? globalThis.fetch;
    this.headers = new StreamHeaders(headers ?? input.headers);
    /** The page whose visibility counts. */
    this.page = openWhenHidden || typeof document === 'undefined' ? undefined : document;
    this.resolve = resolve;
    this.reject = reject;
  }

  start() {
    if (this.signal?.aborted) return this.#settle(this.resolve);
    this.signal?.addEventListener('abort', this.#onAbort);
    this.page?.addEventListener('visibilitychange', this.#onVisibilityChange);
    if (!this.page?.hidden) this.#request();
  }

  #onAbort = () => this.#settle(this.resolve);

  #onVisibilityChange = () => {
    if (this.page.hidden) this.#pause();
    else if (!this.#controller && this.#timer === undefined) this.#request();
  };

  /** Ends what is under way. */
  #pause() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const controller = this.#controller;
    this.#controller = undefined;
    controller?.abort();
  }

  /** Calls one of the promise's functions, and lets go of everything. */
  #settle(settle, reason = undefined) {
    if (this.#isSettled) return;
    this.#isSettled = true;
    this.signal?.removeEventListener('abort', this.#onAbort);
    this.page?.removeEventListener('visibilitychange', this.#onVisibilityChange);
    this.#pause();
    settle(reason);
  }

  /** Makes one request, and reads its response to the end. */
  async #request() {
    const controller = (this.#controller = new AbortController());
    const isOver = () => this.#isSettled || controller.signal.aborted;
    try {
      const response = await this.#response(controller.signal);
      if (isOver()) return discard(response);
      await this.callbacks.onopen(response);
      if (isOver()) return discard(response);
      if (response.body) await this.#read(response.body.getReader(), isOver);
      if (isOver()) return;
      // There is nothing to abort any more.
      this.#controller = undefined;
      this.callbacks.onclose?.();
      this.#settle(this.resolve);
    } catch (error) {
      if (isOver()) return;
      this.#controller = undefined;
      controller.abort();
      await this.#retry(error);
    }
  }

  #response(signal) {
    const { input, rest } = this;
    // A request's body can be sent once.
    const request = typeof input?.clone === 'function' ? input.clone() : input;
    // As a function, not as a method: the browser's own refuses another object.
    const { fetch } = this;
    return fetch(request, { ...rest, headers: this.headers.toObject(), signal });
  }

  async #read(reader, isOver) {
    await load();
    const parser = this.#parser(isOver);
    try {
      while (!isOver()) {
        const { done, value } = await reader.read();
        if (done || isOver()) return;
        parser.feed(value);
      }
    } finally {
      parser.reset();
    }
  }

  #parser(isOver) {
    let retry;
    const parser = createParser({
      onEvent: ({ event = '', data }) => {
        const message = { data, event, id: this.headers.lastEventId, retry };
        retry = undefined;
        this.callbacks.onmessage?.(message);
        // The callback may have aborted: what is left of the chunk is dropped.
        if (isOver()) parser.reset();
      },
      onId: (id) => {
        this.headers.lastEventId = id;
      },
      onRetry: (milliseconds) => {
        this.#interval = retry = milliseconds;
      },
      onError: (error) => {
        if (error.type === 'max-buffer-size-exceeded') throw error;
      },
    });
    return parser;
  }

  /** Asks `onerror` whether and when there is to be another request. */
  async #retry(error) {
    try {
      const answer = await this.callbacks.onerror?.(error);
      // Aborted meanwhile; or hidden: then the page's return makes the request.
      if (this.#isSettled || this.#controller || this.page?.hidden) return;
      const interval = typeof answer === 'number' && !Number.isNaN(answer) ? answer : this.#interval;
      this.#timer = setTimeout(
        () => {
          this.#timer = undefined;
          this.#request();
        },
        Math.min(Math.max(interval, 0), LONGEST_INTERVAL),
      );
    } catch (reason) {
      this.#settle(this.reject, reason);
    }
  }
}

/** The default of `onopen`. A server says with 204 that there is nothing any more: the stream ends, and it is no error. */
function checkResponse({ status, headers }) {
  if (status === 204) return;
  const type = headers.get('content-type');
  if (status !== 200) throw new Error(`Expected status 200, the server has answered with ${status}`);
  if (!isEventStream(type))
    throw new Error(`Expected ${EventStreamContentType}, the server has sent ${type}`);
}

/** Reads a response no further: it came after it was aborted. */
function discard(response) {
  response?.body?.cancel?.().catch(() => {});
}
