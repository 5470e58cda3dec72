// What `open` and `error` events say beyond the standard: see EventSourceErrorEvent in ../index.d.ts.
//
// Knows responses and XMLHttpRequests, as a page sees them. Must not know why an event is fired.

import { Event_ as Event } from './realm.js';

/** Status and headers of a `Response` or an `XMLHttpRequest`; nothing of neither. */
export function responseMembers(response) {
  try {
    const { status, statusText } = response;
    return { status, statusText, headers: response.headers || headersOf(response) };
  } catch {
    // There is none, or one of the page's own, which has other members or none.
    return {};
  }
}

/** @param {any} answer see responseMembers() */
export function openEvent(answer) {
  return withMembers(new Event('open'), answer);
}

/**
 * Deviation: the standard's event does not say why it is fired. This one does.
 *
 * @param {string} message
 * @param {any} [cause] what was thrown
 * @param {any} [answer] see responseMembers()
 * @param {any} [body] of a response that is refused; `null` if that has none
 * @param {number} [attempt]
 * @param {number} [delay]
 */
export function errorEvent(message, cause, answer = {}, body, attempt, delay) {
  return withMembers(withMembers(new Event('error'), answer), {
    message,
    cause,
    code: answer.status,
    willRetry: delay !== undefined,
    delay,
    attempt,
    text: body === null ? () => Promise.resolve('') : body && (() => body.text()),
  });
}

function withMembers(event, members) {
  Object.keys(members).forEach((name) => {
    const value = members[name];
    if (value !== undefined) {
      Object.defineProperty(event, name, { value, enumerable: true, configurable: true });
    }
  });
  return event;
}

function headersOf(xhr) {
  const headers = new Headers();
  (xhr.getAllResponseHeaders() || '').split(/[\r\n]+/).forEach((line) => {
    const colon = line.indexOf(':');
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  });
  return headers;
}
