// What the core asks of the browser, a question a function; and what the browser tells the core.
//
// Knows fetch, XMLHttpRequest, streams, timers and the global object; no readyState of a source, no event stream, no
// retry. Each function does in one crossing what would take several, and weighs less than the bindings of its parts.
// Old engines lack much of what is named here: nothing but declarations runs when this is loaded.
//
// What takes its time is told to `skin.core`, by tell(ticket, news, value) and chunk(ticket). The ticket is that of
// the question: the core knows by it whether it has let go of that meanwhile.

const ACCEPT = 'text/event-stream';
const LAST_EVENT_ID = 'Last-Event-ID';

/** As in src/transport/xhr.rs. */
const PIECE = 1 << 20;

// The numbers of src/browser.rs.
const RESPONSE = 0;
const STREAM = 1;
const END = 2;
const FAILURE = 3;
const PROBED = 4;
const LIFE = 8;
const CHANGED = 11;

/** The core's memory. */
let bytes = { buffer: undefined };

/** In the order of their numbers, from LIFE on. */
const LIFE_EVENTS = ['pagehide', 'pageshow', 'online'];

/** In the order of their numbers, from CHANGED on. */
const XHR_EVENTS = ['readystatechange', 'load', 'error', 'abort', 'progress'];

/** Whether an absolute URL has a scheme that can be fetched at all, and no password, with which nothing is. */
export function isFetchable(url) {
  return /^(https?:\/\/[^/?#@]*([/?#]|$)|data:|blob:)/.test(url);
}

/** Whether the body of a fetched response can be read while it arrives. */
export function fetchStreams() {
  return typeof fetch === 'function' && typeof Response === 'function' && 'body' in Response.prototype;
}

/** Fetches, and tells the response. Gives what aborts that; or null where the engine refuses it at once. */
export function request(skin, ticket, url, lastEventId, withCredentials) {
  return ask(skin, ticket, RESPONSE, url, lastEventId, withCredentials);
}

/** Asks once more, only to see whether somebody answers; like `request`. */
export function probe(skin, ticket, url, lastEventId, withCredentials) {
  return ask(skin, ticket, PROBED, url, lastEventId, withCredentials, 'no-cors');
}

function ask(skin, ticket, news, url, lastEventId, withCredentials, mode) {
  const tell = (response) => {
    let head = null;
    try {
      head = mode ? response : headOf(response);
    } catch {
      // As if there were no response.
    }
    skin.core.tell(ticket, news, head);
  };
  let { begun } = skin;
  skin.begun = undefined;
  try {
    begun = begun || begin(url, withCredentials, lastEventId, mode);
  } catch {
    return null;
  }
  const { controller, response } = begun;
  response.then(tell, () => tell(null));
  return () => controller && controller.abort();
}

/** Begins to fetch; the first request of a source (`skin.begun`) may have begun before the core has come. */
export function begin(url, withCredentials, lastEventId, mode) {
  // Engines have had fetch without it.
  const controller = typeof AbortController === 'function' ? new AbortController() : undefined;
  // A plain object: Headers would turn the names into lower case, which shows on the wire of HTTP/1.1.
  const headers = { Accept: ACCEPT };
  if (lastEventId) headers[LAST_EVENT_ID] = byteString(lastEventId);
  const init = { headers, cache: 'no-store', credentials: withCredentials ? 'include' : 'same-origin' };
  if (mode) init.mode = mode;
  if (controller) init.signal = controller.signal;
  // A page may have put its own fetch in the place of the global one, and that may give anything.
  return { controller, response: Promise.resolve(fetch(url, init)) };
}

/** What the core asks of a response. Its body is nobody else's from now on. */
function headOf({ body, headers, status, url }) {
  const contentType = `${headers.get('content-type') || ''}`;
  return { status: Number(status), url, contentType, reader: body ? body.getReader() : undefined };
}

/** Sends an XMLHttpRequest, and tells each of its events; null where the engine refuses it at once. */
export function send(skin, ticket, url, lastEventId, withCredentials, uncached) {
  try {
    const xhr = new XMLHttpRequest();
    xhr.open('GET', url);
    xhr.withCredentials = withCredentials;
    if (typeof fetch === 'function') decodeAsUtf8(xhr);
    xhr.setRequestHeader('Accept', ACCEPT);
    if (uncached) xhr.setRequestHeader('Cache-Control', 'no-cache');
    if (lastEventId) xhr.setRequestHeader(LAST_EVENT_ID, byteString(lastEventId));
    xhr.send();
    if (xhr.readyState === 4) return null;
    let changes = 0;
    listen(xhr, ({ type }) => {
      if (type === 'readystatechange') changes += 1;
      // Internet Explorer says by this event alone that the text has grown. Others have just said it, and to look at
      // the text costs time.
      if (type !== 'progress' || changes < 4) skin.core.tell(ticket, CHANGED + XHR_EVENTS.indexOf(type));
    });
    return xhr;
  } catch {
    return null;
  }
}

/** Aborts an XMLHttpRequest without an event. */
export function abortSilently(xhr) {
  listen(xhr, null);
  xhr.abort();
}

function listen(xhr, listener) {
  for (const type of XHR_EVENTS) xhr[`on${type}`] = listener;
}

export function readyState(xhr) {
  return xhr.readyState;
}

/** The status of a response or an XMLHttpRequest; 0 if there is none. */
export function status(response) {
  return response.status;
}

/** The value of Content-Type, several joined by commas; in UTF-8. */
export function contentType(response) {
  const { contentType } = response;
  if (contentType !== undefined) return utf8(contentType);
  const type = utf8(response.getResponseHeader('Content-Type') || '');
  try {
    // Not before: WebKit from before fetch says that this was the type. Internet Explorer 10 cannot, and decodes as the
    // type says.
    decodeAsUtf8(response);
  } catch {
    // Too late, or never.
  }
  return type;
}

function decodeAsUtf8(xhr) {
  xhr.overrideMimeType('text/plain;charset=utf-8');
}

/** The serialised origin of a response's URL; of `asked` if it has none, as what a service worker has made. */
export function originOfResponse({ url, responseURL = url }, asked) {
  return originOf(responseURL || asked) || '';
}

/** Whether a response is of another origin's, and says nothing else. */
export function isOpaque(response) {
  return !!response && response.type === 'opaque';
}

/** Whether an absolute URL has the origin of the page or the worker. */
export function isOfOwnOrigin(url) {
  const { location } = globalThis;
  return !!location && originOf(location.href) === originOf(url);
}

/**
 * What is new of responseText, in UTF-8; of much, a piece, and the next one when it is called again. A unit at its end that
 * may yet become another waits: it ends no line.
 */
export function textFrom(xhr, start) {
  const text = xhr.untold || xhr.responseText.slice(start);
  let end = Math.min(text.length, PIECE);
  if (end > 0 && isProvisional(text.charCodeAt(end - 1))) end -= 1;
  xhr.untold = end < PIECE - 1 ? '' : text.slice(end);
  return utf8(text.slice(0, end));
}

function utf8(text) {
  return new TextEncoder().encode(text);
}

/** jsdom puts U+FFFD for a character of which a part has arrived, and half a surrogate pair is no character. */
function isProvisional(unit) {
  return unit === 0xfffd || (unit >= 0xd800 && unit < 0xdc00);
}

/** Tells, later, that somebody else's stream is there: as if it were the response. */
export function soon(skin, ticket) {
  Promise.resolve().then(() => skin.core.tell(ticket, STREAM));
}

/** The reader of a response's body; undefined if it has none. */
export function readerOf({ reader }) {
  return reader;
}

/** Tells chunks for as long as the core wants the next one, and how the body has ended. What is not bytes breaks it. */
export function read(skin, ticket, reader) {
  if (skin.reading !== ticket) {
    skin.reading = ticket;
    skin.readOn = pump(skin, ticket, reader);
  }
  skin.readOn();
}

function pump(skin, ticket, reader) {
  const next = () => void promised(() => reader.read()).then(take, fail);
  const fail = () => skin.core.tell(ticket, FAILURE);
  const take = (result) => {
    const { done, value } = Object(result);
    if (done) return skin.core.tell(ticket, END);
    if (!isBytes(value)) {
      cancel(reader);
      return fail();
    }
    const place = skin.core.room(ticket, value.length);
    if (!place) return;
    const { buffer } = skin.memory;
    if (bytes.buffer !== buffer) bytes = new Uint8Array(buffer);
    bytes.set(value, place);
    if (skin.core.chunk(ticket)) next();
  };
  return next;
}

/** Of whatever realm. */
function isBytes(value) {
  return value instanceof Uint8Array || Object.prototype.toString.call(value) === '[object Uint8Array]';
}

/** Cancels a reader; that its stream has ended already is no news. */
export function cancel(reader) {
  promised(() => reader.cancel()).catch(() => {});
}

/** What a page's own reader answers, as if it were one of the browser's. */
function promised(ask) {
  try {
    return Promise.resolve(ask());
  } catch (reason) {
    return Promise.reject(reason);
  }
}

/** Tells `news` after a time. Gives what ends the wait. */
export function wait(skin, ticket, news, milliseconds) {
  const timer = setTimeout(() => skin.core.tell(ticket, news), milliseconds);
  return () => clearTimeout(timer);
}

/** Milliseconds of some clock. */
export function now() {
  return Date.now();
}

/** Tells each event in the life of the page or the worker, where that is an event target. Gives what ends that. */
export function follow(skin) {
  const { addEventListener, removeEventListener } = globalThis;
  // Not what a script has dispatched. Old engines do not say.
  const listener = (event) => {
    if (event.isTrusted !== false) skin.core.tell(0, LIFE + LIFE_EVENTS.indexOf(event.type));
  };
  for (const name of LIFE_EVENTS) addEventListener && addEventListener.call(globalThis, name, listener);
  return () => {
    for (const name of LIFE_EVENTS)
      removeEventListener && removeEventListener.call(globalThis, name, listener);
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
