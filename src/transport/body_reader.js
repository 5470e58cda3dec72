// What is called for every chunk of a body: see fetch.rs.
//
// Knows how to read the next chunk from a reader that may be the page's own, and may throw or give anything. Written by
// hand, because wasm-bindgen's own calls take three times as long: they wrap each that may throw in a closure, and make
// a view on the memory for each copy.

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

/** The chunk of what a read gives: `undefined` at the end of the body, `null` if it is no bytes. */
export function chunkOf(result) {
  try {
    const { done, value } = result;
    if (done) return undefined;
    // Of whatever realm.
    return value instanceof Uint8Array || {}.toString.call(value) === '[object Uint8Array]' ? value : null;
  } catch {
    return null;
  }
}

let view = new Uint8Array(0);

/** Copies a chunk to an address in the core's memory. */
export function copy(chunk, memory, address) {
  // The memory may have grown.
  if (view.buffer !== memory.buffer) view = new Uint8Array(memory.buffer);
  view.set(chunk, address);
}
