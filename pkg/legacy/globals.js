// What the build for old engines finds in the place of globals: the engine's own where it is there and can be
// constructed, else the smallest faithful replacement. esbuild puts these names wherever the sources say the global's.
//
// Knows what Internet Explorer 10 and 11, EdgeHTML and PhantomJS lack. Must not know event sources.

import { Target, newEvent, newMessageEvent } from './events.js';
import { PlainHeaders } from './headers.js';
import { root } from './root.js';
import { Address } from './url.js';
import { Utf8Decoder, Utf8Encoder } from './utf8.js';

const modern = ['EventTarget', 'Event', 'MessageEvent'].every((name) => constructs(root[name], 'message'));

const Target_ = modern ? root.EventTarget : Target;
const Event_ = modern ? root.Event : newEvent;
const MessageEvent_ = modern ? root.MessageEvent : newMessageEvent;
const URL_ = constructs(root.URL, 'http://a/') && new root.URL('http://a/').href ? root.URL : Address;
const DOMException_ = constructs(root.DOMException) ? root.DOMException : newDOMException;
const Reflect_ = root.Reflect || {
  apply: (target, receiver, list) => Function.prototype.apply.call(target, receiver, list),
};

export {
  root as globalThis,
  Target_ as EventTarget,
  Event_ as Event,
  MessageEvent_ as MessageEvent,
  URL_ as URL,
  DOMException_ as DOMException,
  Reflect_ as Reflect,
};
export const Symbol = root.Symbol || {};
export const Headers = root.Headers || PlainHeaders;
export const TextDecoder = root.TextDecoder || Utf8Decoder;
export const TextEncoder = root.TextEncoder || Utf8Encoder;

// scripts/es5.js names these for Math.imul and its kind.
export const imul =
  (root.Math || {}).imul || ((a, b) => ((a & 0xffff) * b + ((((a >>> 16) * b) & 0xffff) << 16)) | 0);
export const clz32 =
  (root.Math || {}).clz32 ||
  ((x) => (x >>> 0 ? 31 - Math.floor(Math.log((x >>> 0) + 0.5) * Math.LOG2E) : 32));

function constructs(Constructor, argument) {
  try {
    return Boolean(new Constructor(argument));
  } catch {
    return false;
  }
}

/** An error that passes for one: `name`, `code`, `instanceof DOMException`. */
function newDOMException(message, name) {
  const error = Object.create((root.DOMException || Error).prototype);
  const members = { message, name, code: name === 'SyntaxError' ? 12 : 0 };
  for (const member of Object.keys(members)) Object.defineProperty(error, member, { value: members[member] });
  return error;
}
