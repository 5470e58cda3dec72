// Converts and checks the arguments of the constructor and of fromReadableStream().
//
// Knows URLs and options, as Web IDL and the HTML Standard have them. Must not know what a source does with them. The
// class and its placeholder (placeholder.js) share it, so that both throw the same errors at the same time; therefore
// it is part of what every page with `auto` or the loader downloads, and has no syntax that becomes long in ES5.

/** The URL of sources over a stream that the page has opened. */
const STREAM_URL = 'about:event-stream';

/** The schemes whose hosts are domains: https://url.spec.whatwg.org/#special-scheme */
const SPECIAL = /^(https?|wss?|ftp):$/;

const TRANSPORTS = ['auto', 'fetch', 'xhr'];

/**
 * Steps 2 to 5 of the constructor.
 *
 * @param {string | URL} url
 * @param {import('../index.js').EventSourceInit} [eventSourceInitDict]
 */
export function parseArguments(url, eventSourceInitDict) {
  const address = `${url}`;
  const { transport, withCredentials } = toEventSourceInit(eventSourceInitDict);
  return { url: parseURL(address), withCredentials, transport };
}

/** Locks the stream. */
export function parseStream(stream) {
  if (!stream || typeof stream.getReader !== 'function') {
    throw new TypeError('fromReadableStream() takes a ReadableStream.');
  }
  return { url: STREAM_URL, withCredentials: false, transport: 'stream', reader: stream.getReader() };
}

/** Steps 3 and 4 of the constructor: resolves against the document's base URL or the worker's address. */
function parseURL(url) {
  const { document, location } = globalThis;
  try {
    const base = document ? document.baseURI : location && location.href;
    const { href, hostname, protocol } = new URL(url, base);
    // Deviation of Chromium's URL parser, corrected: it takes a space in a host for %20, where the standard has no
    // such host: https://url.spec.whatwg.org/#forbidden-domain-code-point
    if (!SPECIAL.test(protocol) || hostname.indexOf('%') < 0) return href;
  } catch {
    // A TypeError, where this interface has a DOMException.
  }
  const message = `The URL '${url}' is invalid.`;
  // React Native has no DOMException.
  throw typeof DOMException === 'function'
    ? new DOMException(message, 'SyntaxError')
    : new SyntaxError(message);
}

/** Converts to the dictionary EventSourceInit, with the member that this package adds. */
function toEventSourceInit(value) {
  if (value !== undefined && value !== null && !isObject(value)) {
    throw new TypeError('eventSourceInitDict is not an object.');
  }
  const { transport = 'auto', withCredentials } = value || {};
  const name = `${transport}`;
  if (TRANSPORTS.indexOf(name) < 0) {
    throw new TypeError(`The transport '${name}' is not one of 'auto', 'fetch' and 'xhr'.`);
  }
  return { transport: name, withCredentials: !!withCredentials };
}

/** What Web IDL calls the type Object. */
export function isObject(value) {
  return Object(value) === value;
}
