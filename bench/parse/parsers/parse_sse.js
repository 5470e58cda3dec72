// parse-sse, which is a TransformStream: its transformer alone, so that no stream costs appear here either.

import { TransformStreams } from './transform_streams.js';
import { ServerSentEventTransformStream } from 'parse-sse';

TransformStreams.restore();

export function start(listen) {
  const decoder = new TextDecoder();
  const { transformer } = /** @type {any} */ (new ServerSentEventTransformStream());
  const controller = { enqueue: ({ data, type, lastEventId }) => listen(data, type, lastEventId) };
  return {
    feed(chunk) {
      const text = decoder.decode(chunk, { stream: true });
      // What a TextDecoderStream does: it passes no empty text on.
      if (text) transformer.transform(text, controller);
    },
    stop() {},
  };
}
