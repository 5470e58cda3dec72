// The options of the constructor: checks them, and gives each its default.
//
// Knows what each takes (documented in ../index.d.ts). Must not know what a source does with it. Part of what every page
// with `auto` or the loader downloads: see arguments.js.

import { RECONNECTION_TIME } from '../dist/constants.js';
import { toBody, toHeaders, toMethod } from './request.js';
import { isObject, wrong } from './web_idl.js';

/** What takes one of some words; what of it goes to `fetch` as it is. */
const WORDS = {
  transport: ['auto', 'fetch', 'xhr'],
  credentials: ['omit', 'same-origin', 'include'],
  mode: ['cors', 'same-origin'],
  cache: ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'],
  redirect: ['follow', 'error'],
  priority: ['high', 'low', 'auto'],
};
/** What `fetch` checks. */
const FOR_FETCH = ['referrer', 'referrerPolicy', 'integrity'];

/** What takes a number: its default, the least, the most. */
const NUMBERS = {
  reconnectionTime: [RECONNECTION_TIME, 0],
  maxReconnectionTime: [0, 0],
  jitter: [0, 0, 1],
  maxRetries: [0xffffffff, 0, Infinity],
  heartbeatTimeout: [0, 0],
  maxBufferSize: [64 << 20, 1],
};

/** What other packages call options that this one has by another name, or does not have. */
const FOREIGN =
  'payload:body,initialLastEventId:lastEventId,lastEventID:lastEventId,errorFilter:retryOn,max_retry_time:maxReconnectionTime,' +
  'initialRetryDelayMillis:reconnectionTime,maxBackoffMillis:maxReconnectionTime,jitterRatio:jitter,readTimeoutMillis:heartbeatTimeout,' +
  'reconnectInterval:reconnectionTime,reconnectDelay:reconnectionTime,autoReconnect:,useLastEventId:,start:,' +
  'onopen:,onmessage:,onerror:,onclose:,openWhenHidden:,https:,proxy:,rejectUnauthorized:,agent:,Transport:fetch,eventSourceClass:';

/** Converts to the dictionary EventSourceInit, with the members that this package adds. */
export function toOptions(value) {
  if (value !== undefined && value !== null && !isObject(value)) {
    throw new TypeError('eventSourceInitDict is not an object.');
  }
  const given = value || {};
  FOREIGN.split(',').forEach((pair) => {
    const [foreign, own] = pair.split(':');
    const value = given[foreign];
    // reconnecting-eventsource passes on what it ignores itself: `null`, and 0 for its own option.
    if (value !== undefined && value !== null && (value !== 0 || foreign !== 'max_retry_time')) {
      throw new TypeError(`The option ${foreign} is not known here${own && `: it is called ${own}`}.`);
    }
  });
  const /** @type {any} */ options = { withCredentials: !!given.withCredentials, init: {} };
  Object.keys(WORDS).forEach((name) => {
    if (given[name] !== undefined) options.init[name] = toWord(name, given[name]);
  });
  FOR_FETCH.forEach((name) => {
    if (given[name] !== undefined) options.init[name] = `${given[name]}`;
  });
  Object.keys(NUMBERS).forEach((name) => (options[name] = toNumber(name, given[name])));
  options.transport = options.init.transport || 'auto';
  delete options.init.transport;
  // What it does anyway: see src/transport/redirect.rs.
  if (options.init.redirect === 'follow') delete options.init.redirect;
  toRequest(given, options);
  if (options.transport === 'xhr') refuseForXhr(options);
  return options;
}

function toRequest(given, options) {
  ['fetch', 'resume'].forEach((name) => {
    options[name] = given[name] === undefined ? undefined : toFunction(name, given[name]);
  });
  const { headers, body, signal, lastEventId, lastEventIdQueryParameterName, retryOn } = given;
  options.headers = typeof headers === 'function' ? headers : toHeaders(headers);
  options.method = toMethod(given.method);
  options.body = typeof body === 'function' ? body : toBody(body, options.method, false);
  if (typeof body === 'function') toBody('', options.method, false);
  options.retryOn = toRetryOn(retryOn);
  if (signal !== undefined && signal !== null) {
    if (!isObject(signal) || !('aborted' in signal) || typeof signal.addEventListener !== 'function') {
      throw wrong('signal', signal, 'an AbortSignal');
    }
    options.signal = signal;
  }
  // `null` is what a storage gives that has none.
  options.lastEventId = lastEventId === undefined || lastEventId === null ? '' : `${lastEventId}`;
  if (/[\0\r\n]/.test(options.lastEventId)) {
    throw wrong('lastEventId', lastEventId, 'a string without NUL, CR and LF');
  }
  if (options.lastEventId.replace(/[^\0-\x7f]/g, '123').length > options.maxBufferSize) {
    throw wrong('lastEventId', lastEventId, 'a string of maxBufferSize bytes at most');
  }
  if (lastEventIdQueryParameterName !== undefined) {
    options.lastEventIdQueryParameterName = `${lastEventIdQueryParameterName}`;
    if (!options.lastEventIdQueryParameterName) {
      throw wrong('lastEventIdQueryParameterName', '', 'a name that is not empty');
    }
  }
  options.hasOwnFetch = !!options.fetch;
  options.sendsIdInQuery = lastEventIdQueryParameterName !== undefined;
  options.renewsHeaders = typeof headers === 'function';
  const isSafe = options.body === undefined && /^(GET|HEAD)$/.test(options.method);
  options.repeats = isSafe || !!(given.retryOn || given.maxRetries > 0 || given.resume);
}

/** Throws if there is an option that an XMLHttpRequest cannot honour. */
export function refuseForXhr(options) {
  const [name] = Object.keys(options.init).concat(options.fetch ? 'fetch' : []);
  if (name) throw new TypeError(`The option ${name} is not possible with the transport xhr.`);
}

function toWord(name, value) {
  const word = `${value}`;
  if (WORDS[name].indexOf(word) < 0) throw wrong(name, value, `one of '${WORDS[name].join("', '")}'`);
  return word;
}

function toNumber(name, value) {
  const [usual, least, most = Number.MAX_VALUE] = NUMBERS[name];
  if (value === undefined) return usual;
  if (typeof value !== 'number' || !(value >= least && value <= most)) {
    throw wrong(name, value, `a number from ${least}${most <= 1 ? ` to ${most}` : ' on'}`);
  }
  // The core has integers of 32 bits.
  return most === 1 ? value : Math.floor(Math.min(value, 0xffffffff));
}

function toFunction(name, value) {
  if (typeof value !== 'function') throw wrong(name, value, 'a function');
  return value;
}

/** Whether a response is followed by another attempt. */
function toRetryOn(value) {
  if (value === undefined) return () => false;
  if (typeof value === 'function') return value;
  if (!Array.isArray(value) || !value.every((status) => typeof status === 'number')) {
    throw wrong('retryOn', value, 'a function or an array of status codes');
  }
  return ({ status }) => value.indexOf(status) >= 0;
}
