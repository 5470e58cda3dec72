// The headers of a request for an event stream, and the content type of its response.
//
// Knows names of headers, and which values a script can send. Must not know when a request is made.

export const EventStreamContentType = 'text/event-stream';

const LAST_EVENT_ID = 'last-event-id';

/** Whether a `Content-Type` is that of event streams, with any parameters. */
export function isEventStream(type) {
  return /^[\t\n\r ]*text\/event-stream[\t\n\r ]*(;|$)/i.test(type ?? '');
}

export class StreamHeaders {
  #headers;
  #lastEventId;

  /** @param {any} given as `fetch` takes them: an object, pairs, or Headers */
  constructor(given = {}) {
    const isPlain = given && typeof given === 'object' && typeof given[Symbol.iterator] !== 'function';
    this.#headers = isPlain ? { ...given } : Object.fromEntries(new Headers(given));
    const names = Object.keys(this.#headers);
    if (!names.some((name) => name.toLowerCase() === 'accept')) this.#headers.accept = EventStreamContentType;
    const own = names.find((name) => name.toLowerCase() === LAST_EVENT_ID);
    this.#lastEventId = own ? this.#headers[own] : '';
    if (own) delete this.#headers[own];
  }

  /** What the next request resumes behind. */
  get lastEventId() {
    return this.#lastEventId;
  }

  set lastEventId(id) {
    this.#lastEventId = id;
  }

  /** An object of its own for each request. */
  toObject() {
    const headers = { ...this.#headers };
    const value = byteString(this.#lastEventId);
    if (canBeSent(value)) headers[LAST_EVENT_ID] = value;
    return headers;
  }
}

/** A script gives a header as one character for each byte; the standard sends an ID in UTF-8. */
function byteString(text) {
  let bytes = '';
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return bytes;
}

/** Node makes no request with control characters. One without the header is better than one that fails for ever. */
function canBeSent(value) {
  return /^[\t\x20-\x7e\x80-\xff]+$/.test(value);
}
