// parse-sse, which is a TransformStream: only its transformer, so that the cost of streams is not measured.

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
      // Like a TextDecoderStream, which passes no empty strings on.
      if (text) transformer.transform(text, controller);
    },
    stop() {},
  };
}
