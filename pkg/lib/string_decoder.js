// Strings of what lies in the core's memory.
//
// Knows encodings. The build for old engines, which have no TextDecoder, has its own (legacy/string_decoder.js).

import { bytesAt, words } from './memory.js';
import { shortStrings } from './short_strings.js';

/** A byte order mark is a character like any other. */
const ignoreBOM = true;

/**
 * What is shorter is made by short_strings.wat, which takes no more; or its view is kept, because to make one costs as much
 * as to decode it.
 */
const SHORT = 256;

/** What is longer is decoded in parts: Chromium takes for 1 MiB four times as long as for all of its parts. */
const LONG = 1 << 18;
const PART = 1 << 15;

/** What makes short strings, or false. @type {any} */
let short;
/** @type {TextDecoder | undefined} */
let strict;
/** @type {TextDecoder} */
let lenient;

const decoder = () => (lenient ??= new TextDecoder('utf-8', { ignoreBOM }));

/** What ends a character. As a stream, because that is twice as fast in Node, and costs nothing elsewhere. */
function decodeStrictly(bytes) {
  strict ??= new TextDecoder('utf-8', { ignoreBOM, fatal: true });
  try {
    return strict.decode(bytes, { stream: true });
  } catch (reason) {
    // It may remember some of that.
    strict = undefined;
    throw reason;
  }
}

/** Decodes the texts of one source: most of them begin at the same place. */
export class StringDecoder {
  /** Where all views begin, and in which of the core's memories. */
  _start = 0;
  _memory = words;
  /** By their length. @type {Uint8Array[]} */
  _views = [];

  /** So many bytes of ASCII; or of what may turn out not to be UTF-8: that throws. */
  decode(start, length, isAscii) {
    if (!isAscii) return decodeStrictly(bytesAt(start, length));
    if (length < SHORT) {
      short ??= shortStrings();
      return short ? short(start, length) : decoder().decode(this.view(start, length));
    }
    let text = '';
    const most = length > LONG ? PART : length;
    for (let at = 0; at < length; at += most) {
      text += decoder().decode(bytesAt(start + at, Math.min(most, length - at)));
    }
    return text;
  }

  /** The same one for the same length, as long as texts begin there. */
  view(start, length) {
    if (start !== this._start || words !== this._memory) {
      this._start = start;
      this._memory = words;
      this._views = [];
    }
    return (this._views[length] ??= bytesAt(start, length));
  }
}

/** What is not UTF-8, and decoded only when a slice of it is taken. */
export class RawText {
  constructor(start) {
    this._start = start;
  }

  slice(start, end) {
    return decoder().decode(bytesAt(this._start + start, end - start));
  }
}
