// What the core asks of the browser, a question a function; and what the browser tells the core.
//
// Knows fetch, XMLHttpRequest, streams, timers and the global object; no readyState of a source, no event stream, no
// retry. Nothing but numbers crosses the border: they cost next to nothing, and neither do their bindings. What is of
// JavaScript is kept at the skin of the source, by whose number the core asks for it.
// Old engines lack much of what is named here: nothing but declarations runs when this is loaded.
//
// What takes its time is told by tell(source, ticket, news, value), room() and chunk(). The ticket is that of the
// question: the core knows by it whether it has let go of that meanwhile. What it gives is to be done next: proceed().

const ACCEPT = 'text/event-stream';
const LAST_EVENT_ID = 'Last-Event-ID';

/** As in src/transport/xhr.rs. */
const PIECE = 1 << 20;

// The numbers of src/browser.rs.
const ROOM = 512;
const RESPONSE = 0;
const END = 1;
const FAILURE = 2;
const PROBED = 3;
const LIFE = 8;
const CHANGED = 11;

/** What is next, as in src/source.rs. */
const MESSAGES = -1;

/** In the order of their numbers, from LIFE on. */
const LIFE_EVENTS = ['pagehide', 'pageshow', 'online'];

/** In the order of their numbers, from CHANGED on. */
const XHR_EVENTS = ['readystatechange', 'load', 'error', 'abort', 'progress'];

/** Of the source of a skin that is not admitted, or not any more. */
export const NOBODY = -1;

/** The core: the functions of src/event_source.rs. */
export let core;

/** Its memory. */
export let memory;

/** The same, in bytes and in words, since look(). */
let bytes;
export let words = new Uint32Array(0);

/** The skins of all sources, by their numbers. */
const skins = [];

/** Takes note of the core: the exports of the WebAssembly, or what stands for them. */
export function serve(exports) {
  core = exports;
  memory = exports.memory;
}

/** Its memory in words. Where it has grown, it is looked at again: that empties arrays over it. */
export function look() {
  if (words.length === 0) {
    bytes = new Uint8Array(memory.buffer);
    words = new Uint32Array(memory.buffer);
  }
  return words;
}

/** It has grown, and the arrays do not know it: of the core as JavaScript. */
export function grown() {
  words = new Uint32Array(0);
}

/**
 * Gives a source its number, which it has until dismiss(). A skin has `url`, `withCredentials`, `stream` (a reader of
 * somebody else's), `begun` (a request that has been made already), `fireOpen`, `fireError`, `fireMessages` and
 * `dismiss`. The rest of what stands there is this file's: `source`, its number; `origin`, that of the last response;
 * `ticket`, of the questions that it is asked; `stop`, `timer`, `xhr`, `untold`, `readOn`, `unfollow`.
 */
export function admit(skin) {
  let source = skins.indexOf(undefined);
  if (source < 0) source = skins.length;
  skins[source] = skin;
  skin.source = source;
  skin.unfollow = follow(skin);
  return source;
}

/** The source is closed. */
export function dismiss(source) {
  const skin = skins[source];
  skin.unfollow();
  skin.dismiss();
  skin.source = NOBODY;
  skins[source] = undefined;
}

/** A word of the core's report of a source, see src/source.rs. */
export function report(source, word) {
  const at = core.look(source) / 4 + word;
  return look()[at];
}

/** The last event ID string. */
export function lastEventId(source) {
  const bytes = new Uint8Array(memory.buffer, report(source, 8), report(source, 9));
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

export function fireOpen(source) {
  skins[source].fireOpen();
}

export function fireError(source, limit) {
  skins[source].fireError(limit);
}

/** Whether an absolute URL has a scheme that can be fetched at all, and no password, with which nothing is. */
export function isFetchable(url) {
  return /^(https?:\/\/[^/?#@]*([/?#]|$)|data:|blob:)/.test(url);
}

/**
 * Fetches, and tells the response; or asks once more, only to see whether somebody answers. False where the engine
 * refuses it at once.
 */
export function request(source, ticket, probes) {
  const skin = asked(source, ticket);
  if (!skin) return true;
  const { begun, stream, url, withCredentials } = skin;
  skin.begun = undefined;
  let reader = stream;
  let controller;
  const stop = () => {
    // Both: Firefox may miss an abort that comes with the headers, and there are engines that have none.
    if (reader) cancel(reader);
    if (controller) controller.abort();
  };
  const announce = ({ status, contentType, origin }) => {
    skin.readOn = pump(skin, ticket, reader);
    skin.origin = origin;
    write(skin.source, ticket, contentType);
    tell(skin, ticket, RESPONSE, status);
  };
  const answer = (response) => {
    if (probes) return tell(skin, ticket, PROBED, isOpaque(response));
    if (skin.ticket !== ticket) return;
    let head;
    try {
      head = headOf(response, url);
      // Its body is nobody else's from now on.
      reader = response.body ? response.body.getReader() : undefined;
    } catch {
      return tell(skin, ticket, FAILURE);
    }
    announce(head);
  };
  const fail = () => tell(skin, ticket, probes ? PROBED : FAILURE);
  try {
    if (stream) {
      Promise.resolve({ status: 200, contentType: ACCEPT, origin: 'null' }).then(announce);
    } else {
      if (!isFetchable(url)) return false;
      const made = begun || beginRequest(url, withCredentials, lastEventId(source), probes && 'no-cors');
      controller = made.controller;
      made.response.then(answer, fail);
    }
  } catch {
    return false;
  }
  keep(skin, ticket, stop);
  return true;
}

/** Begins to fetch; the first request of a source (`skin.begun`) may have begun before the core has come. */
export function beginRequest(url, withCredentials, lastEventId, mode) {
  // Engines have had fetch without it.
  const controller = typeof AbortController === 'function' ? new AbortController() : undefined;
  // A plain object: Headers would turn the names into lower case, which shows on the wire of HTTP/1.1.
  const headers = { Accept: ACCEPT };
  if (lastEventId) headers[LAST_EVENT_ID] = byteString(lastEventId);
  const /** @type {any} */ init = {
      headers,
      cache: 'no-store',
      credentials: withCredentials ? 'include' : 'same-origin',
    };
  if (mode) init.mode = mode;
  if (controller) init.signal = controller.signal;
  // A page may have put its own fetch in the place of the global one, and that may give anything.
  return { controller, response: Promise.resolve(fetch(url, init)) };
}

/** Whether a response is of another origin's, and says nothing else. */
function isOpaque(response) {
  return !!response && response.type === 'opaque';
}

/** What the core asks of a response. */
function headOf({ headers, status, url }, asked) {
  return {
    status: Number(status),
    contentType: `${headers.get('content-type') || ''}`,
    origin: originOf(url || asked) || '',
  };
}

/** Sends an XMLHttpRequest, and tells each of its events; false where the engine refuses it at once. */
export function send(source, ticket, uncached) {
  const skin = asked(source, ticket);
  if (!skin) return true;
  const { url, withCredentials } = skin;
  try {
    if (!isFetchable(url)) return false;
    const id = lastEventId(source);
    const xhr = new XMLHttpRequest();
    xhr.open('GET', url);
    xhr.withCredentials = withCredentials;
    if (typeof fetch === 'function') decodeAsUtf8(xhr);
    xhr.setRequestHeader('Accept', ACCEPT);
    if (uncached) xhr.setRequestHeader('Cache-Control', 'no-cache');
    if (id) xhr.setRequestHeader(LAST_EVENT_ID, byteString(id));
    xhr.send();
    if (xhr.readyState === 4) return false;
    let changes = 0;
    listen(xhr, ({ type }) => {
      if (type === 'readystatechange') changes += 1;
      // Internet Explorer says by this event alone that the text has grown. Others have just said it, and to look at
      // the text costs time.
      if (type !== 'progress' || changes < 4) {
        tell(skin, ticket, CHANGED + XHR_EVENTS.indexOf(type), xhr.readyState);
      }
    });
    skin.xhr = xhr;
    keep(skin, ticket, () => {
      // Without an event.
      listen(xhr, null);
      xhr.abort();
    });
    return true;
  } catch {
    return false;
  }
}

function listen(xhr, listener) {
  for (const type of XHR_EVENTS) xhr[`on${type}`] = listener;
}

/** The skin that a question is about; undefined if the page has closed its source meanwhile. */
function asked(source, ticket) {
  const skin = skins[source];
  return skin && skin.ticket === ticket ? skin : undefined;
}

/** What ends a request, unless that is due already: the page's own code may have run while it was made. */
function keep(skin, ticket, stop) {
  if (skin.ticket === ticket) skin.stop = stop;
  else stop();
}

function tell(skin, ticket, news, /** @type {number | boolean} */ value = 0) {
  proceed(skin, core.tell(skin.source, ticket, news, value));
}

/** Does what the core has given as next, see src/source.rs. */
function proceed(skin, next) {
  if (next === MESSAGES) skin.fireMessages();
  else if (next) skin.readOn(next >>> 0);
}

/** Says that a batch is dispatched, or that its rest will not be. */
export function dispatched(skin) {
  proceed(skin, core.dispatched(skin.source));
}

/** Ends what is under way. */
export function abort(source, ticket) {
  const skin = skins[source];
  const { stop, timer } = skin;
  skin.ticket = ticket;
  skin.stop = skin.xhr = skin.untold = skin.readOn = undefined;
  clearTimeout(timer);
  if (stop) stop();
}

/** The status of an XMLHttpRequest, 0 if there is none; the value of Content-Type, several joined by commas, is written. */
export function head(source, ticket) {
  const skin = skins[source];
  const { xhr } = skin;
  const { status, responseURL } = xhr;
  if (!status) return 0;
  write(source, ticket, xhr.getResponseHeader('Content-Type') || '');
  skin.origin = originOf(responseURL || skin.url) || '';
  try {
    // Not before: WebKit from before fetch says that this was the type. Internet Explorer 10 cannot, and decodes as the
    // type says.
    decodeAsUtf8(xhr);
  } catch {
    // Too late, or never.
  }
  return status;
}

function decodeAsUtf8(xhr) {
  xhr.overrideMimeType('text/plain;charset=utf-8');
}

/** Whether the URL, or that of the last response, has the origin of the page or the worker. */
export function isOfOwnOrigin(source, response) {
  const { location } = globalThis;
  const { origin, url } = skins[source] || {};
  return !!location && originOf(location.href) === (response ? origin : originOf(url));
}

/**
 * Writes what is new of responseText, in UTF-8; of much, a piece, and the next one when it is called again. A unit at its
 * end that may yet become another waits: it ends no line.
 */
export function text(source, ticket, start) {
  const skin = skins[source];
  const text = skin.untold || skin.xhr.responseText.slice(start);
  let end = Math.min(text.length, PIECE);
  if (end > 0 && isProvisional(text.charCodeAt(end - 1))) end -= 1;
  skin.untold = end < PIECE - 1 ? '' : text.slice(end);
  write(source, ticket, text.slice(0, end));
  return end;
}

/** jsdom puts U+FFFD for a character of which a part has arrived, and half a surrogate pair is no character. */
function isProvisional(unit) {
  return unit === 0xfffd || (unit >= 0xd800 && unit < 0xdc00);
}

/** Writes text in UTF-8 where the core wants it, if it still does. */
function write(source, ticket, text) {
  const chunk = new TextEncoder().encode(text);
  const place = core.room(source, ticket, chunk.length);
  if (place) put(chunk, place);
}

function put(chunk, place) {
  look();
  bytes.set(chunk, place);
}

/** Tells each chunk that is asked for, and how the body has ended. What is not bytes breaks it. */
function pump(skin, ticket, reader) {
  let room;
  const end = (news) => tell(skin, ticket, news);
  const fail = () => end(FAILURE);
  const take = (result) => {
    const { done, value } = Object(result);
    if (done) return end(END);
    if (!isBytes(value)) {
      cancel(reader);
      return fail();
    }
    // The room is gone, too.
    if (skin.ticket !== ticket) return;
    const { source } = skin;
    const { length } = value;
    put(value, length > ROOM ? core.room(source, ticket, length) : room);
    proceed(skin, core.chunk(source, length));
  };
  // A response without a body has ended.
  const ask = () => (reader ? reader.read() : { done: true });
  return (place) => {
    room = place;
    settle(ask, take, fail);
  };
}

/** Of whatever realm. */
function isBytes(value) {
  return value instanceof Uint8Array || value?.[Symbol.toStringTag] === 'Uint8Array';
}

/** Cancels a reader; that its stream has ended already is no news. */
function cancel(reader) {
  settle(
    () => reader.cancel(),
    undefined,
    () => {},
  );
}

/** Takes what a page's own reader answers, as if it were one of the browser's. */
function settle(ask, take, fail) {
  try {
    const answer = ask();
    // As Promise.resolve() would, which costs Firefox as much as the rest of a small chunk.
    const isPromise = answer instanceof Promise && answer.constructor === Promise;
    (isPromise ? answer : Promise.resolve(answer)).then(take, fail);
  } catch (reason) {
    Promise.reject(reason).then(take, fail);
  }
}

/** Tells `news` after a time. */
export function wait(source, ticket, news, milliseconds) {
  const skin = asked(source, ticket);
  if (skin) skin.timer = setTimeout(() => tell(skin, ticket, news), milliseconds);
}

/** Milliseconds of some clock, as many as fit. */
export function now() {
  return Date.now() | 0;
}

/** Tells each event in the life of the page or the worker, where that is an event target. Gives what ends that. */
function follow(skin) {
  // Not what a script has dispatched. Old engines do not say.
  const listener = (event) => {
    if (event.isTrusted !== false) tell(skin, 0, LIFE + LIFE_EVENTS.indexOf(event.type));
  };
  const change = (how) => {
    for (const type of LIFE_EVENTS) globalThis[how]?.(type, listener);
  };
  change('addEventListener');
  return () => change('removeEventListener');
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

/** What the core imports, by the letters that scripts/build.sh puts in the place of their names, which are long. */
export const imports = {
  a: abort,
  b: dismiss,
  c: fireError,
  d: fireOpen,
  e: head,
  f: isOfOwnOrigin,
  g: now,
  h: request,
  i: send,
  j: text,
  k: wait,
  grown,
};
