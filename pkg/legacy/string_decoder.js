// Strings of what lies in the core's memory, also where there is no TextDecoder.
// Knows which engines have what; see ../lib/string_decoder.js.

import { bytesAt } from '../lib/memory.js';
import { RawText, StringDecoder as ModernStringDecoder } from '../lib/string_decoder.js';
import { root } from './root.js';
import { Utf8Decoder } from './utf8.js';

export { RawText };

class LegacyStringDecoder {
  /** So many bytes, which are UTF-8: such an engine has decoded the stream itself. */
  decode(start, length) {
    return new Utf8Decoder().decode(bytesAt(start, length));
  }
}

/** Decodes the texts of one source. */
export const StringDecoder = root.TextDecoder ? ModernStringDecoder : LegacyStringDecoder;
