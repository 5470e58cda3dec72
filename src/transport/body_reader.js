// What is called for every chunk of a body: see body_reader.rs.
//
// Knows how to read the next chunk from a reader that may be the page's own, and may throw or give anything. Written by
// hand, because wasm-bindgen's own calls take several times as long: they wrap each that may throw in a closure, make a
// view on the memory for each copy, and keep a table of all objects that Rust has: here it is given a number.

import { tooLate } from './response.js';

/** How much of a refused body is read, in bytes. */
const LIMIT = 1 << 20;

export class BodyReader {
  /** The chunk that was read, until it is copied. */
  bytes;
  /** What is being read of a body that the source refuses; `null` if it can be read no more. */
  refused;
  /** The first half of a surrogate pair that two strings share. */
  half = '';

  /** After each read, one of two is called: `read` with the length of a chunk, without one at the end; or `failed`. */
  constructor(reader, read, failed, memory) {
    this.reader = reader;
    this.memory = memory;
    this.failed = failed;
    this.take = (result) => {
      let length;
      try {
        const { done, value } = result;
        if (!done)
          length = (this.bytes = bytesOf(typeof value === 'string' ? this.joined(value) : value)).length;
      } catch (reason) {
        return failed(reason);
      }
      read(length);
    };
  }

  /** Reads the next chunk. What is called is called later, whatever the reader does. */
  read() {
    try {
      const answer = this.reader.read();
      // As Promise.resolve() would, which costs Firefox as much as the rest of a small chunk.
      const isPromise = answer instanceof Promise && answer.constructor === Promise;
      (isPromise ? answer : Promise.resolve(answer)).then(this.take, this.failed);
    } catch (reason) {
      Promise.reject(reason).then(this.take, this.failed);
    }
  }

  joined(text) {
    const whole = this.half + text;
    const last = whole.charCodeAt(whole.length - 1);
    this.half = last >= 0xd800 && last < 0xdc00 ? whole.slice(-1) : '';
    return this.half ? whole.slice(0, -1) : whole;
  }

  /** Copies the chunk to an address in the core's memory. */
  copy(pages, address) {
    copy(this.bytes, this.memory, pages, address);
    this.bytes = undefined;
  }

  /** Cancels the stream, unless text() has been called. Says whether. That it has ended before is no error of the page. */
  cancel() {
    if (this.refused) return false;
    this.refused = null;
    try {
      Promise.resolve(this.reader.cancel()).then(undefined, () => {});
    } catch {
      // A reader of the page's own.
    }
    return true;
  }

  /** A promise of what the body has as text, up to a limit. From now on, the stream is not the source's to cancel. */
  text() {
    if (this.refused === null) return Promise.reject(tooLate());
    return (this.refused ??= readText(this.reader));
  }
}

function readText(reader) {
  const all = [];
  const read = () =>
    reader.read().then(({ done, value }) => {
      if (!done) {
        for (const byte of bytesOf(value)) all.push(byte);
        if (all.length < LIMIT) return read();
        reader.cancel().then(undefined, () => {});
      }
      return new TextDecoder().decode(new Uint8Array(all.slice(0, LIMIT)));
    });
  return read();
}

/** The bytes that a stream gives; throws if it gives something else. */
function bytesOf(value) {
  // A stream that the page has decoded already.
  if (typeof value === 'string') return new TextEncoder().encode(value);
  if (Object.getPrototypeOf(value) === Uint8Array.prototype) return value;
  // Of another realm, or of a class of its own: a view of the same bytes, whose length is what it says.
  if (value instanceof Uint8Array || {}.toString.call(value) === '[object Uint8Array]') {
    return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  }
  throw new TypeError('the stream has to give bytes or strings');
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
  // A chunk whose buffer was transferred is empty, and cannot be copied.
  if (bytes.length > 0) view.set(bytes, address);
}
