// What the core asks of the browser, a question a function.
//
// Knows fetch, streams and the global object; no readyState, no event stream, no retry. Each function does in one
// crossing what would take several, and weighs less than the bindings of its parts. Old engines lack much of what
// is named here: nothing but the declarations runs when this is loaded.

const ACCEPT = { Accept: 'text/event-stream' };
const LIFE = ['pagehide', 'pageshow', 'online'];

/** Whether the body of a fetched response can be read while it arrives. */
export function fetchStreams() {
  return typeof fetch === 'function' && typeof Response === 'function' && 'body' in Response.prototype;
}

/** A script's headers take one character a byte: the value whose bytes are those of the string in UTF-8. */
export function byteString(string) {
  return unescape(encodeURIComponent(string));
}

/**
 * Makes a request, and tells its response, or null if there is none. Gives the AbortController, or undefined:
 * engines have had fetch without it.
 */
export function request(url, lastEventId, withCredentials, noCors, tell) {
  const controller = typeof AbortController === 'function' ? new AbortController() : undefined;
  // A plain object: Headers would turn the names into lower case, which shows on the wire of HTTP/1.1.
  const headers = Object.assign({}, ACCEPT, lastEventId && { 'Last-Event-ID': byteString(lastEventId) });
  const init = { headers, cache: 'no-store', credentials: withCredentials ? 'include' : 'same-origin' };
  if (noCors) init.mode = 'no-cors';
  if (controller) init.signal = controller.signal;
  // A page may have put its own fetch in the place of the global one, and it may give any thenable.
  Promise.resolve(fetch(url, init)).then(tell, () => tell(null));
  return controller;
}

/** Tells, later, that somebody else's stream is there: as if it were the response. */
export function soon(tell) {
  Promise.resolve().then(tell);
}

/** The value of Content-Type, several joined by commas. */
export function contentType(response) {
  return response.headers.get('content-type') || '';
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

/** The serialised origin of an absolute URL, or undefined. */
export function originOf(url) {
  try {
    return new URL(url).origin;
  } catch {
    return undefined;
  }
}

/** The API base URL: https://html.spec.whatwg.org/multipage/webappapis.html#api-base-url */
export function baseUrl() {
  return globalThis.document?.baseURI ?? address();
}

/** The address of the page or the worker, or undefined. */
export function address() {
  return globalThis.location?.href;
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
