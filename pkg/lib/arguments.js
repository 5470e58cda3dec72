// Converts and checks the arguments of the constructor and of fromReadableStream().
//
// Knows URLs and options, as Web IDL and the HTML Standard have them. Must not know what a source does with them. The
// class and its placeholder (placeholder.js) share it, so that both throw the same errors at the same time; therefore
// it is part of what every page with `auto` or the loader downloads, and has no syntax that becomes long in ES5.

import { toOptions } from './options.js';
import { domException, isObject } from './web_idl.js';

export { isObject };

/** The URL of sources over a stream that the page has opened. */
const STREAM_URL = 'about:event-stream';

/** The schemes whose hosts are domains: https://url.spec.whatwg.org/#special-scheme */
const SPECIAL = /^(https?|wss?|ftp):$/;

/**
 * Steps 2 to 5 of the constructor.
 *
 * @param {string | URL} url
 * @param {import('../index.js').EventSourceInit} [eventSourceInitDict]
 */
export function parseArguments(url, eventSourceInitDict) {
  const address = `${url}`;
  const options = toOptions(eventSourceInitDict);
  return parsed(parseURL(address), options, options.transport);
}

/** Locks the stream. */
export function parseStream(stream) {
  if (!stream || typeof stream.getReader !== 'function') {
    throw new TypeError('fromReadableStream() takes a ReadableStream.');
  }
  const options = toOptions();
  const arguments_ = parsed(STREAM_URL, options, 'stream');
  arguments_.reader = stream.getReader();
  return arguments_;
}

/**
 * What a page sees of a source before there is a connection, and its options.
 *
 * @returns {{ url: string, withCredentials: boolean, transport: string, lastEventId: string, reconnectionTime: number,
 *   options: any, reader?: any }}
 */
function parsed(url, options, transport) {
  const { withCredentials, lastEventId, reconnectionTime } = options;
  return { url, withCredentials, transport, lastEventId, reconnectionTime, options };
}

/** Steps 3 and 4 of the constructor: resolves against the document's base URL or the worker's address. */
function parseURL(url) {
  const { document, location } = globalThis;
  try {
    const base = document ? document.baseURI : location ? location.href : undefined;
    const { href, hostname, protocol } = new URL(url, base);
    // Deviation of Chromium's URL parser, corrected: it takes a space in a host for %20, where the standard has no
    // such host: https://url.spec.whatwg.org/#forbidden-domain-code-point
    if (!SPECIAL.test(protocol) || hostname.indexOf('%') < 0) return href;
  } catch {
    // A TypeError, where this interface has a DOMException.
  }
  throw domException(`The URL '${url}' is invalid.`, 'SyntaxError');
}
