// UTF-8 between WebAssembly's memory and strings, for engines that have no TextDecoder.
// Knows UTF-8 of a Rust string, which is always valid; and half a surrogate pair, which is not.

/** How many units a call of fromCharCode takes at once. */
const UNITS = 4096;

export class Utf8Decoder {
  /** @param {Uint8Array} bytes */
  decode(bytes = new Uint8Array(0)) {
    let text = '';
    let units = [];
    for (let at = 0; at < bytes.length;) {
      let point = bytes[at];
      let more = point < 0x80 ? 0 : point < 0xe0 ? 1 : point < 0xf0 ? 2 : 3;
      if (more) point &= 0x3f >> more;
      for (at += 1; more; more -= 1, at += 1) point = (point << 6) | (bytes[at] & 0x3f);
      if (point > 0xffff) {
        units.push(0xd7c0 + (point >> 10), 0xdc00 | (point & 0x3ff));
      } else {
        units.push(point);
      }
      if (units.length >= UNITS) {
        text += String.fromCharCode.apply(null, units);
        units = [];
      }
    }
    return text + String.fromCharCode.apply(null, units);
  }
}

export class Utf8Encoder {
  /** @param {string} text */
  encode(text) {
    const bytes = new Uint8Array(text.length * 3);
    let length = 0;
    for (let at = 0; at < text.length; at += 1) {
      let point = text.charCodeAt(at);
      if (point >= 0xd800 && point < 0xe000) {
        const low = text.charCodeAt(at + 1);
        const pair = point < 0xdc00 && low >= 0xdc00 && low < 0xe000;
        point = pair ? 0x10000 + ((point & 0x3ff) << 10) + (low & 0x3ff) : 0xfffd;
        if (pair) at += 1;
      }
      const more = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
      bytes[length] = more ? ((0xf80 >> more) & 0xff) | (point >> (6 * more)) : point;
      length += 1;
      for (let left = more - 1; left >= 0; left -= 1, length += 1) {
        bytes[length] = 0x80 | ((point >> (6 * left)) & 0x3f);
      }
    }
    return bytes.subarray(0, length);
  }
}
