// Strings of what lies in the core's memory, also where there is no TextDecoder.
// Knows encodings; see ../text.js.

import { TextReader as ModernTextReader } from '../text.js';
import { root } from './root.js';

/** How many units a call of fromCharCode takes at once. */
const UNITS = 4096;

class OldTextReader {
  /** A text of so many code units. */
  read(buffer, start, length, isUtf16) {
    let text = '';
    for (let at = 0; at < length; at += UNITS) {
      const some = Math.min(UNITS, length - at);
      const units = isUtf16
        ? new Uint16Array(buffer, start + at * 2, some)
        : new Uint8Array(buffer, start + at, some);
      // PhantomJS applies nothing but arrays.
      text += String.fromCharCode.apply(null, Array.prototype.slice.call(units));
    }
    return text;
  }
}

/** Reads the texts of one source. */
export const TextReader = root.TextDecoder ? ModernTextReader : OldTextReader;
