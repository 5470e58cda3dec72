// What is called for every chunk of a body: see fetch.rs.
//
// Knows how to read the next chunk from a reader that may be the page's own, and may throw or give anything. Written by
// hand, because wasm-bindgen's own calls take several times as long: they wrap each that may throw in a closure, and make a
// view on the memory for each copy.

/** Reads the next chunk: calls one of the two reactions later, whatever the reader does. */
export function read(reader, fulfilled, rejected) {
  try {
    const answer = reader.read();
    // As Promise.resolve() would, which costs Firefox as much as the rest of a small chunk.
    const isPromise = answer instanceof Promise && answer.constructor === Promise;
    (isPromise ? answer : Promise.resolve(answer)).then(fulfilled, rejected);
  } catch (reason) {
    Promise.reject(reason).then(fulfilled, rejected);
  }
}

/** The bytes that a read gives; `undefined` if it gives none. */
export function bytesOf(result) {
  try {
    const { done, value } = result;
    if (done) return undefined;
    // A stream that the page has decoded already.
    if (typeof value === 'string') return new TextEncoder().encode(value);
    if (Object.getPrototypeOf(value) === Uint8Array.prototype) return value;
    // Of another realm, or of a class of its own: a view of the same bytes, whose length is what it says.
    if (isBytes(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  } catch {
    // A result of the page's own reader, or bytes that it has transferred.
  }
}

/** Whether a read that gives no bytes says that the body has ended. */
export function hasEnded(result) {
  try {
    return !!result.done;
  } catch {
    return false;
  }
}

/** Of whatever realm. */
function isBytes(value) {
  return value instanceof Uint8Array || {}.toString.call(value) === '[object Uint8Array]';
}

/** Of the core's memory, when it had so many pages. */
let view = new Uint8Array(0);
let pages = 0;

/** Copies bytes to an address in the core's memory. */
export function copy(bytes, memory, currentPages, address) {
  if (pages !== currentPages) {
    pages = currentPages;
    view = new Uint8Array(memory.buffer);
  }
  view.set(bytes, address);
}
