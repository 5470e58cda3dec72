// The parts of a request that a page may give: headers, a method, a body, and functions that give them.
//
// Knows what `fetch` takes, and refuses what it would take in another sense than the page's. Must not know when a request
// is made, nor how. https://fetch.spec.whatwg.org/#requestinit

import { isObject, wrong } from './web_idl.js';

/** https://httpwg.org/specs/rfc9110.html#tokens */
const TOKEN = /^[!#$%&'*+.^`|~\w-]+$/;

/** Checks headers. Gives names and values one after the other, and `Accept` apart. */
export function toHeaders(value) {
  const /** @type {{ list: string[], accept?: string }} */ headers = { list: [], accept: undefined };
  if (value === undefined || value === null) return headers;
  pairsOf(value).forEach(([name, text]) => {
    const what = `headers (${String(name)})`;
    if (!TOKEN.test(name)) throw wrong('headers', name, 'names of headers');
    if (text === undefined || text === null) throw wrong(what, text, 'a text');
    const trimmed = `${text}`.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
    if (/[^\t\x20-\x7e\x80-\xff]/.test(trimmed)) throw wrong(what, text, 'a text of one byte a character');
    const lower = name.toLowerCase();
    if (lower === 'last-event-id') throw new TypeError('The header Last-Event-ID is the option lastEventId.');
    if (lower === 'accept') headers.accept = trimmed;
    else add(headers.list, name, trimmed);
  });
  return headers;
}

/** Two values of a name become one. */
function add(list, name, value) {
  for (let index = 0; index < list.length; index += 2) {
    if (list[index].toLowerCase() === name.toLowerCase()) {
      list[index + 1] += `, ${value}`;
      return;
    }
  }
  list.push(name, value);
}

function pairsOf(value) {
  if (!isObject(value) || typeof value === 'function' || typeof value.then === 'function') {
    throw wrong('headers', value, 'an object, an array of pairs, Headers, or a function that gives these');
  }
  if (Array.isArray(value)) {
    value.forEach((pair) => {
      if (!isObject(pair) || pair.length !== 2) throw wrong('headers', pair, 'pairs of a name and a value');
    });
    return value;
  }
  // Headers, of any realm, and Map. Old engines know neither.
  if (typeof value.forEach === 'function') {
    const /** @type {any[]} */ pairs = [];
    value.forEach((text, name) => pairs.push([name, text]));
    return pairs;
  }
  return Object.keys(value).map((name) => [name, value[name]]);
}

export function toMethod(value) {
  const method = value === undefined ? 'GET' : `${value}`;
  if (!TOKEN.test(method) || /^(connect|trace|track)$/i.test(method)) {
    throw wrong('method', value, 'a method that fetch allows');
  }
  return /^(delete|get|head|options|post|put)$/i.test(method) ? method.toUpperCase() : method;
}

/** `isFresh` says whether a function has given it for this request alone. */
export function toBody(value, method, isFresh) {
  if (value === undefined || value === null) return undefined;
  if (/^(GET|HEAD)$/.test(method)) throw wrong('method', method, 'for a body, another one than GET and HEAD');
  const kind = {}.toString.call(value);
  if (/^(function|symbol)$/.test(typeof value) || /^\[object (Object|Array)\]$/.test(kind)) {
    throw wrong('body', value, 'what fetch takes; make a string of an object by JSON.stringify()');
  }
  if (isStream(value) && !isFresh)
    throw wrong('body', value, 'a stream only from a function, for each attempt');
  return value;
}

function isStream(value) {
  return isObject(value) && typeof value.getReader === 'function';
}

/**
 * Calls `prepared` with the next request, with `undefined` if there is to be none; or `failed` with a reason. At once, if
 * the page's functions answer at once.
 *
 * @param {any} source its URL and its options, as arguments.js has parsed them
 */
export function prepareRequest({ url, transport, options }, isFirst, lastEventId, prepared, failed) {
  const { resume, headers, method, body, init, fetch, withCredentials } = options;
  const addressed = (request) => {
    const parameter = options.lastEventIdQueryParameterName;
    if (parameter && lastEventId) request.url = withParameter(request.url, parameter, lastEventId);
    const streams = isStream(request.body);
    if (streams && transport === 'xhr')
      throw wrong('body', request.body, 'with the transport xhr, no stream');
    // https://fetch.spec.whatwg.org/#dom-requestinit-duplex
    if (streams) request.init = Object.assign({ duplex: 'half' }, init);
    prepared(request);
  };
  // What a function gives has not been checked yet.
  const isConstant = typeof headers !== 'function';
  const complete = (url, method, headers, isChecked, body) =>
    settled(headers, failed, (headers) => {
      const { list, accept } = isChecked ? headers : toHeaders(headers);
      settled(body, failed, (body) => {
        const fresh = toBody(body, method, true);
        addressed({ url, method, headers: list, accept, body: fresh, init, fetch, withCredentials });
      });
    });
  const given = (value) => (typeof value === 'function' ? () => value() : value);
  if (isFirst || !resume) return complete(url, method, given(headers), isConstant, given(body));
  settled(
    () => resume(lastEventId),
    failed,
    (request) => {
      if (request === undefined || request === null) return prepared(undefined);
      if (!isObject(request) || 'href' in request) throw wrong('resume', request, 'an object with url, …');
      const address = request.url === undefined ? url : new URL(request.url, url).href;
      // What is meant for one origin is not given to another one.
      const isElsewhere = new URL(address).origin !== new URL(url).origin;
      const isUsual = request.headers === undefined && !isElsewhere;
      const chosen = isUsual ? given(headers) : request.headers;
      complete(address, toMethod(request.method), chosen, isUsual && isConstant, request.body);
    },
  );
}

/** What a value is, or what its function gives, or what the promise of that gives. What is thrown is a failure. */
function settled(value, failed, use) {
  const guarded = (value) => {
    try {
      use(value);
    } catch (reason) {
      failed(reason);
    }
  };
  try {
    const answer = typeof value === 'function' ? value() : value;
    if (answer && typeof answer.then === 'function') answer.then(guarded, failed);
    else guarded(answer);
  } catch (reason) {
    failed(reason);
  }
}

/** A URL with this parameter in its query, and no other one of this name. */
function withParameter(url, name, value) {
  const [, address, query = ''] = /** @type {any} */ (/^([^?#]*)(?:\?([^#]*))?/.exec(url));
  const key = `${encodeURIComponent(name)}=`;
  const parts = query.split('&').filter((part) => part && part.indexOf(key) !== 0);
  return `${address}?${parts.concat(key + encodeURIComponent(value)).join('&')}`;
}
