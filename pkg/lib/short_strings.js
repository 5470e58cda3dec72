// Strings of what is short and ASCII, without a call of TextDecoder, which costs Chromium as much as all else that is
// done for a message.
//
// Knows short_strings.wat, which makes them, and which engines gain by it. The build for old engines has none.

import { length, text } from '../dist/short_strings.js';
import { decodeEmbedded } from './embedded_bytes.js';
import { memory } from './memory.js';

/**
 * Gives what makes a string of up to 256 bytes, given their place in the core's memory and how many they are; false where
 * the engine has no string builtins (https://webassembly.github.io/js-string-builtins/), or is not known to gain by them:
 * Firefox's cost as much as its TextDecoder, Safari's have not been measured.
 */
export function shortStrings() {
  try {
    // Only Chromium has this member. Where the core is JavaScript, its memory is none that could be shared.
    if (!('v8BreakIterator' in Intl && memory instanceof WebAssembly.Memory)) return false;
    const options = /** @type {any} */ ({ builtins: ['js-string'] });
    const Module = /** @type {any} */ (WebAssembly.Module);
    const module = new Module(decodeEmbedded(text, length), options);
    return new WebAssembly.Instance(module, { '': { m: memory } }).exports.s;
  } catch {
    return false;
  }
}
