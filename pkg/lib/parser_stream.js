// `EventSourceParserStream`: a TransformStream of bytes or strings into events.
//
// Knows streams, and when an error is the stream's. Must not know the grammar. Importing this needs no TransformStream.

import { EventParser, load } from './event_parser.js';

/** @type {typeof globalThis.TransformStream} */
const Base =
  typeof TransformStream === 'function'
    ? TransformStream
    : /** @type {any} */ (
        class {
          constructor() {
            throw new TypeError('EventSourceParserStream needs TransformStream, which is missing here.');
          }
        }
      );

export class EventSourceParserStream extends Base {
  constructor({ onError, onRetry, onComment, onId, maxBufferSize } = /** @type {any} */ ({})) {
    let controller;
    const terminate = (error) => {
      controller.error(error);
      parser.reset();
    };
    const parser = new EventParser({
      onEvent: (event) => controller.enqueue(event),
      onId,
      onRetry,
      onComment,
      // Without one, lines that are no fields are not stored.
      onError: onError === 'terminate' ? terminate : typeof onError === 'function' ? onError : undefined,
      maxBufferSize,
    });
    const transformer = {
      start(given) {
        controller = given;
        // Where the core takes its time, the first chunk waits for it.
        return load();
      },
      transform: (chunk) => {
        parser.feed(chunk);
        if (parser.tooLarge) terminate(parser.tooLarge);
      },
      // Frees the memory.
      flush: () => parser.reset(),
      cancel: () => parser.reset(),
    };
    super(transformer);
  }
}

// Whatever a minifier calls it.
Object.defineProperty(EventSourceParserStream, 'name', { value: 'EventSourceParserStream' });
