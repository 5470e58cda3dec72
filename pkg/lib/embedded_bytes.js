// Bytes in a string of printable ASCII, which compress nearly as well as by themselves: base64 costs a third more.
//
// Knows the notation, not what the bytes are. scripts/embed.js writes it:
//
// | characters | stand for |
// |---|---|
// | # … \|, without the backslash | the bytes 0 … 88 |
// | } and one of these | the bytes 89 … 177 |
// | ~ and one of these | the bytes 178 … 255 |

/** How many bytes have a character of their own. */
export const PAGE = 89;

/**
 * The bytes of a text that stands for `length` of them.
 *
 * @returns {BufferSource}
 */
export function decodeEmbedded(text, length) {
  const bytes = new Uint8Array(length);
  let at = 0;
  let page = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 124) {
      page = (code - 124) * PAGE;
    } else {
      bytes[at] = page + code - (code > 92 ? 36 : 35);
      at += 1;
      page = 0;
    }
  }
  return bytes;
}
