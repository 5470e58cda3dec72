// `createParser()`: calls back for what a parser finds in the text or bytes that it is fed.
//
// Knows the callbacks, in which order they are called, and what they may do meanwhile: throw, feed, reset. Must not know
// the grammar, nor where the core keeps what it finds.

import { COMMENTS, FIELDS, ID_ALONE, ID_OF_EVENT, LINE, UNKNOWN_FIELDS } from '../dist/constants.js';
import { errorOfLine, errorOfSize } from './parse_error.js';
import { ParserCore, loadParser } from './parser_core.js';

export { load } from './parser_core.js';

/** In bytes, unless the caller sets another one. */
const DEFAULT_LIMIT = 64 << 20;
const MAX_LIMIT = 0xffffffff;

export function createParser(config) {
  const parser = new EventParser(config);
  return { feed: (chunk) => parser.feed(chunk), reset: (options) => parser.reset(options) };
}

function checked(config) {
  if (typeof config === 'function') {
    throw new TypeError('createParser() takes an object: createParser({ onEvent: callback })');
  }
  if (config === null || typeof config !== 'object') throw new TypeError('createParser() takes an object');
  const { maxBufferSize } = config;
  if (maxBufferSize !== undefined && !(typeof maxBufferSize === 'number' && maxBufferSize >= 0)) {
    throw new TypeError('maxBufferSize has to be a number that is not negative');
  }
  return config;
}

export class EventParser {
  /** @type {ParserCore | undefined} */
  core;
  isLoaded = false;
  /** Why there is no core, if there cannot be one. */
  failure;
  /** Whether callbacks are being called. */
  isBusy = false;
  /** Whether the batch of the core is not delivered to its end. */
  isUnfinished = false;
  /** Where an event was too large, the error: nothing can be parsed before a reset. */
  tooLarge;
  /** What is to be done later: chunks, and resets as their options. @type {any[]} */
  queue = [];
  /** The first half of a character that the next string completes. */
  half = '';
  /** The number of resets, so that the delivery of a batch notices that it is over. */
  stream = 0;
  /** Events of the batch that are delivered, and whether the next one has an `id` of its own. */
  delivered = 0;
  hasId = false;

  constructor(config) {
    this.config = checked(config);
    const { onComment, onError, maxBufferSize = DEFAULT_LIMIT } = config;
    this.limit = Math.min(Math.floor(maxBufferSize), MAX_LIMIT);
    this.wanted = FIELDS + (onComment ? COMMENTS : 0) + (onError ? UNKNOWN_FIELDS : 0);
    loadParser(
      () => {
        this.isLoaded = true;
        this.drain();
      },
      (reason) => {
        this.failure = reason;
        this.queue = [];
      },
    );
  }

  feed(chunk) {
    if (this.tooLarge) {
      throw new Error('The parser has found an event that is too large. It needs reset() before feed().');
    }
    if (this.failure) throw new Error('The parser could not be loaded', { cause: this.failure });
    const given = typeof chunk === 'string' ? chunk : bytesOf(chunk);
    if (!this.isLoaded || this.isBusy || this.isUnfinished) {
      // The caller may use its buffer again.
      this.queue.push(typeof given === 'string' ? given : given.slice());
      this.drain();
    } else {
      this.parse(given);
      this.deliver();
      if (this.queue.length > 0) this.drain();
    }
  }

  reset(options = undefined) {
    if (!this.isLoaded) {
      this.queue.push({ consume: Boolean(options?.consume) });
      return;
    }
    const { core, half, tooLarge } = this;
    this.stream += 1;
    this.queue = [];
    this.core = undefined;
    this.isUnfinished = false;
    this.tooLarge = undefined;
    this.half = '';
    if (!core) return;
    try {
      if (options?.consume && !tooLarge) this.consume(core, half);
    } finally {
      core.free();
    }
  }

  /** What is left of a batch because a callback has thrown, then what has been queued. */
  drain() {
    if (!this.isLoaded || this.isBusy) return;
    if (this.isUnfinished) this.deliver();
    while (this.queue.length > 0) {
      const next = this.queue.shift();
      if (typeof next !== 'string' && !(next instanceof Uint8Array)) this.resetAndKeepQueue(next);
      // What follows an event that is too large belongs to its stream.
      else if (!this.tooLarge) {
        this.parse(next);
        this.deliver();
      }
    }
  }

  resetAndKeepQueue(options) {
    const { queue } = this;
    this.reset(options);
    this.queue = queue;
  }

  parse(chunk) {
    let text = this.half;
    this.half = '';
    if (typeof chunk === 'string') {
      text += chunk;
      const last = text.charCodeAt(text.length - 1);
      if (last >= 0xd800 && last < 0xdc00) {
        this.half = text.slice(-1);
        text = text.slice(0, -1);
      }
    } else if (text) {
      // Half a character and then bytes: no string completes it.
      chunk = joined(chunk);
    }
    this.core ??= new ParserCore(this.limit, this.wanted);
    this.isUnfinished = this.core.parse(typeof chunk === 'string' ? text : chunk);
    this.delivered = 0;
    this.hasId = false;
  }

  /** Calls back for what is left of the batch. */
  deliver() {
    const { core, stream } = this;
    if (!this.isUnfinished || !core) return;
    const { onEvent, onError } = this.config;
    const { reader } = core;
    this.isBusy = true;
    try {
      while (true) {
        while (core.nextNotice(this.delivered)) {
          this.notify(core);
          if (this.stream !== stream) return;
        }
        if (!reader.next()) break;
        const id = this.hasId ? reader.lastEventId : undefined;
        this.delivered += 1;
        this.hasId = false;
        onEvent?.({ id, event: reader.type || undefined, data: reader.data });
        if (this.stream !== stream) return;
      }
      this.isUnfinished = false;
      if (core.isTooLarge) {
        this.tooLarge = errorOfSize(this.limit);
        onError?.(this.tooLarge);
      }
    } finally {
      this.isBusy = false;
    }
  }

  /** Calls back for a notice. */
  notify(core) {
    const { onId, onRetry } = this.config;
    const { about } = core;
    if (about === LINE) {
      this.notifyOfLine(core.text());
    } else if (about === ID_OF_EVENT || about === ID_ALONE) {
      this.hasId = about === ID_OF_EVENT;
      if (onId) onId(core.text());
    } else {
      onRetry?.(about);
    }
  }

  notifyOfLine(line) {
    const { onComment, onError } = this.config;
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + (line[colon + 1] === ' ' ? 2 : 1));
    if (colon === 0) onComment?.(value);
    else onError?.(errorOfLine(field, value, line));
  }

  /** Calls back for the unfinished line, as if it had ended. No event can end with it, as none has its blank line. */
  consume(core, half) {
    if (!core.parse(`${half}\n`)) return;
    const { stream } = this;
    while (core.nextNotice(Infinity) && this.stream === stream) {
      if (core.about !== ID_OF_EVENT && core.about !== ID_ALONE) this.notify(core);
    }
  }
}

/** @returns {Uint8Array} */
function bytesOf(chunk) {
  if (chunk instanceof Uint8Array) return chunk;
  if (ArrayBuffer.isView(chunk)) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  // Of any realm.
  if (/^\[object (Shared)?ArrayBuffer\]$/.test({}.toString.call(chunk))) return new Uint8Array(chunk);
  throw new TypeError('feed() takes a string or bytes');
}

/** The bytes of U+FFFD, and those of a chunk. */
function joined(chunk) {
  const bytes = new Uint8Array(chunk.length + 3);
  bytes.set([0xef, 0xbf, 0xbd]);
  bytes.set(chunk, 3);
  return bytes;
}
