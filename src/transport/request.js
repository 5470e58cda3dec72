// A request as engines take it: the dictionary RequestInit, or the calls of an XMLHttpRequest.
//
// Knows https://fetch.spec.whatwg.org/#requestinit and https://xhr.spec.whatwg.org/. Must not know when a request is made, nor
// what becomes of the answer. Plain JavaScript, because a binding for each member and method would weigh five times as much.
//
// A request is an object:
//
// | member | |
// |---|---|
// | url, method | |
// | headers | those of the page, each name followed by its value |
// | accept | the value of `Accept`, if it is the page's |
// | body | `undefined` if there is none |
// | init | what `fetch` is given besides |
// | fetch | the page's own |
// | withCredentials | |
// | lastEventId | the value of `Last-Event-ID`, one character a byte; `undefined` if there is no such header |

/** A request to the same server that has nothing of the page's: a GET, in the mode `no-cors`. */
export function corsProbe({ url, withCredentials, init }) {
  const /** @type {any} */ ours = { mode: 'no-cors' };
  ['credentials', 'referrer', 'referrerPolicy'].forEach((name) => {
    if (init[name] !== undefined) ours[name] = init[name];
  });
  return { url, method: 'GET', headers: [], init: ours, withCredentials };
}

/** Whether a request has headers that another origin must not see. */
export const hasHeaders = ({ headers }) => headers.length > 0;

/** Whether a request may be made again, elsewhere, without a question to the page. */
export const isRepeatable = ({ method, body }) => isSafe(method) && body === undefined;

const isSafe = (method) => method === 'GET' || method === 'HEAD';

export function withHeaders(request, url, headers) {
  return changed(request, { url, headers });
}

/** https://fetch.spec.whatwg.org/#http-redirect-fetch */
export function redirected(request, url, status, isSameOrigin) {
  const { method, body, headers } = request;
  const becomesGet = status === 303 ? !isSafe(method) : status < 303 && method === 'POST';
  return changed(request, {
    url,
    method: becomesGet ? 'GET' : method,
    body: becomesGet ? undefined : body,
    headers: isSameOrigin ? (becomesGet ? withoutBody(headers) : headers) : [],
  });
}

/** https://fetch.spec.whatwg.org/#request-body-header-name */
function withoutBody(headers) {
  const isOfBody = (name) => /^content-(encoding|language|location|type)$/i.test(name);
  return headers.filter((_, index) => !isOfBody(headers[index - (index % 2)]));
}

/** The same question, for a redirect alone. */
export function redirectCheck(request) {
  return changed(request, { method: request.method === 'GET' ? 'GET' : 'HEAD', body: undefined });
}

export function send(request, xhr, passesCachesBy, withholdsHeaders) {
  xhr.open(request.method, request.url);
  xhr.withCredentials = request.withCredentials;
  // Legacy: engines without fetch say that this was the type of the response.
  try {
    if (typeof fetch === 'function') xhr.overrideMimeType('text/plain;charset=utf-8');
  } catch {
    // React Native cannot, and decodes so in any case.
  }
  eachHeader(request, withholdsHeaders, (name, value) => xhr.setRequestHeader(name, value));
  if (passesCachesBy) xhr.setRequestHeader('Cache-Control', 'no-cache');
  xhr.send(request.body);
}

function eachHeader({ accept, headers, lastEventId }, withholdsHeaders, use) {
  use('Accept', accept === undefined ? 'text/event-stream' : accept);
  if (!withholdsHeaders) {
    for (let index = 0; index < headers.length; index += 2) use(headers[index], headers[index + 1]);
  }
  if (lastEventId !== undefined) use('Last-Event-ID', lastEventId);
}

/** One call of `fetch`. */
export class FetchCall {
  constructor(request, without = []) {
    // Not Headers: those would turn the names into lower case, which shows on the wire of HTTP/1.1.
    const /** @type {any} */ headers = {};
    eachHeader(request, false, (name, value) => (headers[name] = value));
    const usual = { cache: 'no-store', credentials: request.withCredentials ? 'include' : 'same-origin' };
    const { method, body } = request;
    this.init = changed(usual, request.init);
    this.init = changed(this.init, { method, headers });
    if (body !== undefined) this.init.body = body;
    // See redirect.rs.
    if (hasHeaders(request) && !this.init.redirect) this.init.redirect = 'manual';
    // Engines have had `fetch` without it.
    if (typeof AbortController === 'function') {
      this.controller = new AbortController();
      this.init.signal = this.controller.signal;
    }
    without.forEach((member) => delete this.init[member]);
    this.request = request;
  }

  begin() {
    const { url, fetch: own } = this.request;
    // Not by a timer, which a test may hold.
    try {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        this.isTaskOver = true;
        port1.close();
      };
      port2.postMessage(null);
      this.isTaskOver = false;
    } catch {
      // Next's edge runtime throws here, and React Native has no such channel: responses come from a network there.
      this.isTaskOver = true;
    }
    return own ? own(url, this.init) : fetch(url, this.init);
  }

  /** The page's code may run: it may listen to the signal that its own `fetch` was given. */
  abort() {
    if (this.controller) this.controller.abort();
  }

  /** Whether the engine has aborted it by itself: the page's own `fetch` may have a time-out that aborts. */
  wasAborted(reason) {
    // happy-dom gives the error another name, and the same message.
    return (
      !this.request.fetch && !!this.controller && /AbortError|operation was aborted/.test(asText(reason))
    );
  }

  /**
   * Finds out what of a call that has failed the engine refuses: a test environment may have put an `AbortSignal` of its
   * own in the place of the engine's, and a host may not know a cache mode. Gives a call without that; `null` if the
   * engine takes no part of it; `undefined` if it was not the engine.
   */
  reduced() {
    const { request } = this;
    if (request.fetch || typeof Request !== 'function') return undefined;
    if (this.isTaken()) return undefined;
    return [['signal'], ['signal', 'cache']]
      .map((without) => new FetchCall(request, without))
      .concat(/** @type {any} */ (null))
      .filter((call) => !call || call.isTaken())[0];
  }

  isTaken() {
    try {
      // A body that is a stream would be read.
      return Boolean(new Request(this.request.url, changed(this.init, { body: undefined })));
    } catch {
      return false;
    }
  }
}

/** A page's own value may throw here. */
function asText(value) {
  try {
    return String(value);
  } catch {
    return '';
  }
}

function changed(object, changes) {
  const /** @type {any} */ copy = {};
  [object, changes].forEach((one) => Object.keys(one).forEach((name) => (copy[name] = one[name])));
  return copy;
}
