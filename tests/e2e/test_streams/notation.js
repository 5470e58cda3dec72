// The notation of the test streams: the responses of a server as plain data.
// Knows the notation. Must not know how a browser handles a response, and must not import from Node: pages import it
// too.
//
//   test stream = [response, response, …]       one for each request of a key; the last one repeats
//   response    = [chunk, chunk, …]             or { status, headers, body: [chunk, …], after, silent, preflight }
//   chunk       = 'text' | bytes('\xff') | 50   text is sent as UTF-8, a number is a pause in milliseconds
//   after       = 'hang' | 'end' | 'destroy'    what follows the last chunk; default 'end', and 'hang' for the last response
//   silent      = true                          the server does not even send the status line
//   preflight   = { headers }                   the response to OPTIONS; without it, a 404 without headers
//
// Placeholders in header values: `<request-origin>` is the Origin of the request, `<origin>` and `<other>` are the two
// origins of the server, `<key>` is the key: `location: '<other>/s/plain?key=<key>'`.

/** The bytes of a string with one byte in each character: `bytes('\xef\xbb\xbf')`. */
export const bytes = (latin1) => Uint8Array.from(latin1, (character) => character.charCodeAt(0));

/** The UTF-8 bytes of a string, so that a test can split them: `utf8('…')`. */
export const utf8 = (text) => new TextEncoder().encode(text);

/** Splits a string into chunks of one byte. */
export const byteByByte = (text) => Array.from(utf8(text), (byte) => Uint8Array.of(byte));

/** The event at the end of each test stream. Scenarios wait for it. */
export const END = 'event: end\ndata: end\n\n';

/** Turns a sentence into a path. */
export const slug = (sentence) =>
  sentence
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** Expands the short forms of a response. `last` is true for the last response of a test stream. */
export function complete(response, last) {
  const given = Array.isArray(response) || response instanceof Uint8Array ? { body: response } : response;
  const { status = 200, headers = {}, body = [], ...rest } = given;
  const whole = { 'content-type': 'text/event-stream', ...headers };
  if (BODILESS.includes(status))
    return { status, headers: { ...whole, 'content-length': '0' }, body: [], after: 'end' };
  return { status, headers: whole, body, after: last ? 'hang' : 'end', ...rest };
}

/** Statuses without a body. A browser would take the bytes of a body for the next response of the connection. */
const BODILESS = [204, 205, 304];
