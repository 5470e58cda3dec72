// TextDecoder and TextEncoder, as the bundles find them: the engine's own, else the smallest replacement, for DOM
// implementations that have neither (jsdom). scripts/entry_points.js puts these where the sources say the global's.
//
// Knows UTF-8, as the Encoding Standard has it. Must not know what the text is. It is small, and not fast.

/** A character, or as many bytes of one as the standard takes for one mistake: a byte in each unit. */
const SEQUENCE =
  /[\xc2-\xdf][\x80-\xbf]?|(\xe0[\xa0-\xbf]|\xed[\x80-\x9f]|[\xe1-\xec\xee\xef][\x80-\xbf])[\x80-\xbf]?|(\xf0[\x90-\xbf]|\xf4[\x80-\x8f]|[\xf1-\xf3][\x80-\xbf])[\x80-\xbf]{0,2}|[\x80-\xff]/g;

const fromBytes = (text) => decodeURIComponent(escape(text));

class Decoder {
  constructor(label, { fatal }) {
    this._fatal = fatal;
  }

  decode(bytes) {
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    if (this._fatal) return fromBytes(text);
    return text.replace(SEQUENCE, (sequence) => {
      try {
        return fromBytes(sequence);
      } catch {
        return '\ufffd';
      }
    });
  }
}

class Encoder {
  encode(text) {
    // With this flag, half a pair alone.
    const bytes = unescape(encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, '\ufffd')));
    return Uint8Array.from(bytes, (byte) => byte.charCodeAt(0));
  }
}

const TextDecoder_ = globalThis.TextDecoder || Decoder;
const TextEncoder_ = globalThis.TextEncoder || Encoder;

export { TextDecoder_ as TextDecoder, TextEncoder_ as TextEncoder };
