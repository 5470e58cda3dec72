// The core of a parser, for JavaScript: writes chunks into the core's memory, and finds the batch and the notices there.
//
// Knows src/event_parser.rs: what it wants and gives. Must not know what becomes of a batch. The core is the one of the main
// entry point; the glue that calls it is a part of this entry point.

import { ParserCore as Core, setExports } from '../dist/glue.js';
// @ts-ignore: it is no part of the public interface, which the types declare.
import { shared } from '../index.js';

/** Strings up to this length are encoded where they are parsed: that needs room for three bytes a code unit. */
const SHORT = 1 << 14;
/** The width of the table of notices: events before it, what it is about, start and end of its text. */
const NOTICE = 6;

/** @type {Promise<void> | undefined} */
let loading;
let isLoaded = false;
/** @type {{ readonly buffer: ArrayBuffer }} */
let memory;
let words = new Uint32Array(0);
let bytes = new Uint8Array(0);
/** @type {TextEncoder} */
let encoder;
/** @type {TextDecoder} */
let decoder;

/** Calls `loaded` when there is a core: at once if that is possible. Calls `failed` if there cannot be one. */
export function loadParser(loaded, failed) {
  shared.loadCore(() => {
    if (!isLoaded) {
      memory = setExports(shared.coreExports());
      encoder = new TextEncoder();
      decoder = new TextDecoder('utf-8', { ignoreBOM: true });
      isLoaded = true;
    }
    loaded();
  }, failed);
}

/** Resolves when there is a core. From then on, every parser calls back before `feed()` returns. */
export function load() {
  loading ??= new Promise((resolve, reject) => loadParser(() => resolve(undefined), reject));
  // The next call tries again.
  loading.catch(() => (loading = undefined));
  return loading;
}

/** The memory may have grown: its old views are empty, or, where the core is JavaScript, of another memory. */
function refreshViews() {
  const { buffer } = memory;
  if (words.buffer === buffer) return;
  words = new Uint32Array(buffer);
  bytes = new Uint8Array(buffer);
}

export class ParserCore {
  reader = new shared.MessageReader();
  /** Of the batch: whether an event was larger than the limit. */
  isTooLarge = false;
  /** Of the notice: how many events were before it, and what it is about. */
  events = 0;
  about = 0;
  // Not private: private fields cost more than the rest.
  _at = 0;
  _end = 0;
  _text = 0;
  _textStart = 0;
  _textEnd = 0;

  constructor(limit, wanted) {
    this._core = new Core(limit, wanted);
  }

  /** Parses a chunk, a string or a Uint8Array. Returns whether there is anything to be read. */
  parse(chunk) {
    const core = this._core;
    const isShort = typeof chunk === 'string' && chunk.length <= SHORT;
    const given = typeof chunk === 'string' && !isShort ? encoder.encode(chunk) : chunk;
    let length = isShort ? given.length * 3 : given.length;
    const address = core.exchange(length, false);
    refreshViews();
    if (isShort) length = encoder.encodeInto(given, bytes.subarray(address, address + length)).written;
    else bytes.set(given, address);
    const at = core.exchange(length, true) / 4;
    refreshViews();
    const rows = words[at + 3];
    this._at = words[at + 6] / 4;
    this._end = this._at + words[at + 7] * NOTICE;
    this._text = words[at + 8];
    this.isTooLarge = words[at + 9] !== 0;
    const hasRows = rows > 0;
    if (hasRows) {
      this.reader.begin(words[at], words[at + 1], words[at + 2], rows, words[at + 4], words[at + 5]);
    }
    return hasRows || this._at !== this._end || this.isTooLarge;
  }

  /** Goes on to the next notice, if it is before the event with this number; false if it is not. */
  nextNotice(event) {
    if (this._at === this._end) return false;
    refreshViews();
    const at = this._at;
    if (words[at] > event) return false;
    this._at += NOTICE;
    this.about = words[at + 1];
    this._textStart = words[at + 2];
    this._textEnd = words[at + 3];
    return true;
  }

  /** The text of the notice. */
  text() {
    refreshViews();
    return decoder.decode(bytes.subarray(this._text + this._textStart, this._text + this._textEnd));
  }

  free() {
    this._core.free();
  }
}
