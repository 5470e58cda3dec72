// The cases of EventSource.fromReadableStream(): [name, function that returns a log, expected log].
// Knows the proposal for this method; must not know whether it runs in a page or in Node.

const bytes = (text) => new TextEncoder().encode(text);

/** A stream of the given chunks, which is then closed, or errored. */
function streamOf(chunks, error) {
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(typeof chunk === 'string' ? bytes(chunk) : chunk);
      if (error) controller.error(error);
      else controller.close();
    },
  });
}

/** Logs the events of a source until its error event. */
function listen(source, log = []) {
  return new Promise((resolve) => {
    for (const type of ['open', 'message', 'goal', 'error']) {
      source.addEventListener(type, (event) => {
        const { data, origin, lastEventId } = event;
        log.push([source.readyState, type, ...(data === undefined ? [] : [data, origin, lastEventId])]);
        if (type === 'error') resolve(log);
      });
    }
  });
}

const thrown = (run) => {
  try {
    run();
    return 'nothing';
  } catch (error) {
    return error.name;
  }
};

const pause = () => new Promise((resolve) => setTimeout(resolve, 50));

export const cases = [
  [
    'is an EventSource that connects',
    async (EventSource) => {
      const source = EventSource.fromReadableStream(streamOf([]));
      const { readyState, url, withCredentials, lastEventId, reconnectionTime } = source;
      source.close();
      const kind = source instanceof EventSource;
      return [kind, readyState, url, withCredentials, lastEventId, reconnectionTime > 0, source.readyState];
    },
    [true, 0, 'about:event-stream', false, '', true, 2],
  ],
  [
    'opens, dispatches complete events, and fails at the end',
    (EventSource) =>
      listen(
        EventSource.fromReadableStream(
          streamOf(['da', 'ta: a\n', '\nevent: goal\nid:7\ndata:1:0\r\n\r\ndata:x']),
        ),
      ),
    [
      [1, 'open'],
      [1, 'message', 'a', 'null', ''],
      [1, 'goal', '1:0', 'null', '7'],
      [2, 'error'],
    ],
  ],
  [
    'does not reconnect',
    async (EventSource) => {
      const log = [];
      await listen(EventSource.fromReadableStream(streamOf(['retry: 1\n'])), log);
      await pause();
      return log;
    },
    [
      [1, 'open'],
      [2, 'error'],
    ],
  ],
  [
    'fails if its stream is errored',
    (EventSource) => listen(EventSource.fromReadableStream(streamOf([], new Error('broken')))),
    [
      [1, 'open'],
      [2, 'error'],
    ],
  ],
  [
    'fails if a chunk of its stream is not a Uint8Array',
    (EventSource) => listen(EventSource.fromReadableStream(streamOf([bytes('data:a\n\n'), { length: 3 }]))),
    [
      [1, 'open'],
      [1, 'message', 'a', 'null', ''],
      [2, 'error'],
    ],
  ],
  [
    'fails with a message if an event is too large, after the events before it',
    async (EventSource) => {
      const mebibyte = 'x'.repeat(1 << 20);
      let pulled = 0;
      const stream = new ReadableStream({
        pull(controller) {
          controller.enqueue(bytes(pulled ? mebibyte : 'data:a\n\ndata:'));
          pulled += 1;
        },
      });
      const source = EventSource.fromReadableStream(stream);
      const failed = new Promise((resolve) => source.addEventListener('error', resolve));
      const log = await listen(source);
      return [...log, (await failed).message, pulled < 70];
    },
    [
      [1, 'open'],
      [1, 'message', 'a', 'null', ''],
      [2, 'error'],
      'an event of the stream is larger than 67108864 bytes',
      true,
    ],
  ],
  [
    'throws for a locked stream, and for a value that is not a stream',
    async ({ fromReadableStream }) => {
      const locked = streamOf([]);
      locked.getReader();
      return [locked, undefined, null, {}, 'stream'].map((stream) =>
        thrown(() => fromReadableStream(stream)),
      );
    },
    ['TypeError', 'TypeError', 'TypeError', 'TypeError', 'TypeError'],
  ],
  [
    'has the ID and the reconnection time of the message that is being dispatched',
    async (EventSource) => {
      const source = EventSource.fromReadableStream(
        streamOf(['id:1\ndata:a\n\nid:2\nretry:5000\ndata:b\n\nid:3\n\n']),
      );
      const seen = [];
      source.onmessage = ({ data }) => seen.push([data, source.lastEventId]);
      await listen(source);
      return [...seen, source.lastEventId, source.reconnectionTime];
    },
    [['a', '1'], ['b', '2'], '3', 5000],
  ],
  [
    'keeps the ID of the last message that was dispatched before close()',
    async (EventSource) => {
      const source = EventSource.fromReadableStream(streamOf(['id:1\ndata:a\n\nid:2\ndata:b\n\n']));
      await new Promise((resolve) => {
        source.onmessage = () => resolve(source.close());
      });
      await pause();
      return [source.readyState, source.lastEventId];
    },
    [2, '1'],
  ],
  [
    'cancels its stream in close()',
    async (EventSource) => {
      let cancelled = false;
      const stream = new ReadableStream({ cancel: () => void (cancelled = true) });
      const source = EventSource.fromReadableStream(stream);
      await new Promise((resolve) => (source.onopen = resolve));
      source.close();
      await pause();
      return cancelled;
    },
    true,
  ],
  [
    'continues over several responses that are piped into one stream',
    async (EventSource) => {
      const { readable, writable } = new TransformStream();
      const source = EventSource.fromReadableStream(readable);
      const log = listen(source);
      await streamOf(['id: 42\ndata:first\n\n']).pipeTo(writable, { preventClose: true });
      await streamOf(['data:second\n\n']).pipeTo(writable);
      return log;
    },
    [
      [1, 'open'],
      [1, 'message', 'first', 'null', '42'],
      [1, 'message', 'second', 'null', '42'],
      [2, 'error'],
    ],
  ],
];
