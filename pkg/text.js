// Strings of what lies in the core's memory.
//
// Knows encodings. The build for old engines, which have no TextDecoder, has its own (legacy/text.js).

/** A byte order mark is a character like any other. */
const WHOLE = { ignoreBOM: true };

/** @type {TextDecoder} */
let ascii;
/** @type {TextDecoder} */
let utf16;

/** A text of so many code units. */
export function textOf(buffer, start, length, isUtf16) {
  if (isUtf16)
    return (utf16 ??= new TextDecoder('utf-16le', WHOLE)).decode(new Uint16Array(buffer, start, length));
  return (ascii ??= new TextDecoder('utf-8', WHOLE)).decode(new Uint8Array(buffer, start, length));
}
