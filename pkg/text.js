// Strings of what lies in the core's memory.
//
// Knows encodings. The build for old engines, which have no TextDecoder, has its own (legacy/text.js).

/** A byte order mark is a character like any other. */
const WHOLE = { ignoreBOM: true };

/** How long a text is whose view is kept: to make one costs as much as to decode it. */
const SHORT = 256;

/** @type {TextDecoder} */
let ascii;
/** @type {TextDecoder} */
let utf16;

/** Reads the texts of one source: most of them begin at the same place. */
export class TextReader {
  _buffer;
  _start = 0;
  /** By their length. @type {Uint8Array[]} */
  _views = [];

  /** A text of so many code units. */
  read(buffer, start, length, isUtf16) {
    if (isUtf16) {
      utf16 ??= new TextDecoder('utf-16le', WHOLE);
      return utf16.decode(new Uint16Array(buffer, start, length));
    }
    ascii ??= new TextDecoder('utf-8', WHOLE);
    return ascii.decode(
      length < SHORT ? this._view(buffer, start, length) : new Uint8Array(buffer, start, length),
    );
  }

  _view(buffer, start, length) {
    if (start !== this._start || buffer !== this._buffer) {
      this._buffer = buffer;
      this._start = start;
      this._views = [];
    }
    return (this._views[length] ??= new Uint8Array(buffer, start, length));
  }
}
