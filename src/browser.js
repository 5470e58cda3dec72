// What the core asks of the browser, a question a function.
//
// Knows fetch, XMLHttpRequest, streams and the global object; no readyState of a source, no event stream, no retry.
// Each function does in one crossing what would take several, and weighs less than the bindings of its parts. Old
// engines lack much of what is named here: nothing but declarations runs when this is loaded.

const ACCEPT = 'text/event-stream';
const LAST_EVENT_ID = 'Last-Event-ID';

/** In the order of their numbers in scope.rs. */
const LIFE = ['pagehide', 'pageshow', 'online'];

/** In the order of their numbers in transport/xhr.rs. */
const XHR_EVENTS = ['readystatechange', 'load', 'error', 'abort'];

/** The API base URL: https://html.spec.whatwg.org/multipage/webappapis.html#api-base-url */
export function baseUrl() {
  return globalThis.document?.baseURI ?? address();
}

/** Whether an absolute URL has a scheme that can be fetched at all, and no password, with which nothing is. */
export function isFetchable(url) {
  return /^(https?:\/\/[^/?#@]*([/?#]|$)|data:|blob:)/.test(url);
}

/** Whether an absolute URL has the origin of the page or the worker. */
export function isOfOwnOrigin(url) {
  const own = address();
  return own !== undefined && originOf(own) === originOf(url);
}

/** Whether the body of a fetched response can be read while it arrives. */
export function fetchStreams() {
  return typeof fetch === 'function' && typeof Response === 'function' && 'body' in Response.prototype;
}

/**
 * Fetches, and tells the response, or null if there is none. Gives the AbortController, or undefined: engines have
 * had fetch without it.
 */
export function request(url, lastEventId, withCredentials, noCors, tell) {
  const controller = typeof AbortController === 'function' ? new AbortController() : undefined;
  // A plain object: Headers would turn the names into lower case, which shows on the wire of HTTP/1.1.
  const headers = { Accept: ACCEPT };
  if (lastEventId) headers[LAST_EVENT_ID] = byteString(lastEventId);
  const init = { headers, cache: 'no-store', credentials: withCredentials ? 'include' : 'same-origin' };
  if (noCors) init.mode = 'no-cors';
  if (controller) init.signal = controller.signal;
  // A page may have put its own fetch in the place of the global one, and it may give any thenable.
  Promise.resolve(fetch(url, init)).then(tell, () => tell(null));
  return controller;
}

/** Sends an XMLHttpRequest, and tells the number of each of its events. */
export function send(url, lastEventId, withCredentials, uncached, tell) {
  const xhr = new XMLHttpRequest();
  xhr.open('GET', url);
  xhr.withCredentials = withCredentials;
  xhr.overrideMimeType('text/plain;charset=utf-8');
  xhr.setRequestHeader('Accept', ACCEPT);
  if (uncached) xhr.setRequestHeader('Cache-Control', 'no-cache');
  if (lastEventId) xhr.setRequestHeader(LAST_EVENT_ID, byteString(lastEventId));
  xhr.send();
  if (xhr.readyState === 4) throw undefined;
  listen(xhr, (event) => tell(XHR_EVENTS.indexOf(event.type)));
  return xhr;
}

/** Aborts an XMLHttpRequest without an event. */
export function abortSilently(xhr) {
  listen(xhr, null);
  xhr.abort();
}

function listen(xhr, listener) {
  for (const type of XHR_EVENTS) xhr[`on${type}`] = listener;
}

/** The status of a Response or an XMLHttpRequest; 0 if there is none. */
export function status(response) {
  return response.status;
}

/** The value of Content-Type, several joined by commas. */
export function contentType(response) {
  const { headers } = response;
  return (headers ? headers.get('content-type') : response.getResponseHeader('Content-Type')) ?? '';
}

/** The serialised origin of a response's URL; of `asked` if it has none, as what a service worker has made. */
export function originOfResponse({ url, responseURL = url }, asked) {
  return originOf(responseURL || asked) ?? '';
}

/** What is new of responseText. A unit at its end that may yet become another waits, if the text is not `whole`. */
export function textFrom(xhr, start, whole) {
  const text = xhr.responseText;
  let end = text.length;
  if (!whole && end > start && isProvisional(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** jsdom puts U+FFFD for a character of which a part has arrived, and half a surrogate pair is no character. */
function isProvisional(unit) {
  return unit === 0xfffd || (unit >= 0xd800 && unit < 0xdc00);
}

/** Tells, later, that somebody else's stream is there: as if it were the response. */
export function soon(tell) {
  Promise.resolve().then(tell);
}

/** Tells the next chunk; undefined at the end; null if it broke off. What is not bytes breaks a stream. */
export function read(reader, tell) {
  reader.read().then(
    ({ done, value }) => {
      if (done || value instanceof Uint8Array) return tell(done ? undefined : value);
      cancel(reader);
      tell(null);
    },
    () => tell(null),
  );
}

/** Cancels a reader or a body; that it has failed already is no news. */
export function cancel(stream) {
  stream.cancel().catch(() => {});
}

/** Tells the number of each event in the life of a page or a worker. Gives what ends that. */
export function follow(tell) {
  // Not what a script has dispatched. Old engines do not say.
  const listener = (event) => event.isTrusted !== false && tell(LIFE.indexOf(event.type));
  for (const name of LIFE) globalThis.addEventListener?.(name, listener);
  return () => {
    for (const name of LIFE) globalThis.removeEventListener?.(name, listener);
  };
}

/** A script's headers take one character a byte: the value whose bytes are those of the string in UTF-8. */
function byteString(string) {
  return unescape(encodeURIComponent(string));
}

function originOf(url) {
  try {
    return new URL(url).origin;
  } catch {
    return undefined;
  }
}

function address() {
  return globalThis.location?.href;
}
