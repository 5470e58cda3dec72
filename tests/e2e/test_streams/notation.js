// The notation of the pathologies: what a server answers, written as plain data.
// Knows how an answer is spelt. Must not know what a browser makes of it, nor any node module: pages import it too.
//
//   pathology = [answer, answer, …]           one for each request of a key; the last one repeats
//   answer    = [chunk, chunk, …]             or { status, headers, body: [chunk, …], after, silent, preflight }
//   chunk     = 'text' | bytes('\xff') | 50   text goes out as UTF-8, a number is a pause in milliseconds
//   after     = 'hang' | 'end' | 'destroy'    what follows the last chunk; 'end', but 'hang' for the last answer
//   silent    = true                          not even the status line is sent
//   preflight = { headers }                   what OPTIONS is answered with; without it, a bare 404
//
// In header values `<asked>` stands for the request's Origin, `<origin>` and `<other>` for the server's own two,
// `<key>` for the key: `location: '<other>/s/plain?key=<key>'`.

/** The bytes of a string that holds one byte in each character: `bytes('\xef\xbb\xbf')`. */
export const bytes = (latin1) => Uint8Array.from(latin1, (character) => character.charCodeAt(0));

/** The bytes of a text in UTF-8, to be cut where a test wants: `utf8('…')`. */
export const utf8 = (text) => new TextEncoder().encode(text);

/** A text cut into chunks of a byte each. */
export const dribble = (text) => Array.from(utf8(text), (byte) => Uint8Array.of(byte));

/** What a stream says when a scenario has seen enough. */
export const END = 'event: end\ndata: end\n\n';

/** The name of a path made of a sentence. */
export const slug = (sentence) =>
  sentence
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** The answer in full, whichever way it was written; `last` says that no other follows it. */
export function complete(answer, last) {
  const given = Array.isArray(answer) || answer instanceof Uint8Array ? { body: answer } : answer;
  const { status = 200, headers = {}, body = [], ...rest } = given;
  const whole = { 'content-type': 'text/event-stream', ...headers };
  if (BODILESS.includes(status))
    return { status, headers: { ...whole, 'content-length': '0' }, body: [], after: 'end' };
  return { status, headers: whole, body, after: last ? 'hang' : 'end', ...rest };
}

/** Statuses whose answers end with their headers: a browser reads no body, and the connection's next answer would begin in it. */
const BODILESS = [204, 205, 304];
