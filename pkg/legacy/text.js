// Strings of what lies in the core's memory, also where there is no TextDecoder.
// Knows which engines have what; see ../text.js.

import { memory } from '../../src/browser.js';
import { RawText, TextReader as ModernTextReader } from '../text.js';
import { root } from './root.js';
import { Utf8Decoder } from './utf8.js';

export { RawText };

class OldTextReader {
  /** So many bytes, which are UTF-8: such an engine has decoded the stream itself. */
  read(start, length) {
    return new Utf8Decoder().decode(new Uint8Array(memory.buffer, start, length));
  }
}

/** Reads the texts of one source. */
export const TextReader = root.TextDecoder ? ModernTextReader : OldTextReader;
