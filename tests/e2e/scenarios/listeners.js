// Scenarios of listeners: which are called, in which order, and the effect of changes during dispatch.
// Knows EventTarget and event handler attributes. Must not know the format of event streams.

/** Opens a stream with two messages. `prepare` adds listeners made by `noteCall(name)`, which notes each call. */
export const calls =
  (prepare, path = 'two-messages') =>
  async (t) => {
    const source = t.construct(path);
    const noteCall = (name) => (event) => t.note(name, event.data ?? event.type);
    const ended = new Promise((resolve) => source.addEventListener('end', resolve));
    prepare(source, noteCall, t);
    await ended;
  };

const order = [
  [
    'listeners are called in the order in which they were added',
    calls((source, noteCall) => {
      source.addEventListener('message', noteCall('first'));
      source.onmessage = noteCall('attribute');
      source.addEventListener('message', noteCall('last'));
    }),
  ],
  [
    'a handler attribute that is replaced keeps its position',
    calls((source, noteCall) => {
      source.onmessage = noteCall('replaced');
      source.addEventListener('message', noteCall('listener'));
      source.onmessage = noteCall('attribute');
    }),
  ],
  [
    'a handler attribute that was null is called last',
    calls((source, noteCall) => {
      source.onmessage = noteCall('replaced');
      source.addEventListener('message', noteCall('listener'));
      source.onmessage = null;
      source.onmessage = noteCall('attribute');
    }),
  ],
  [
    'a handler attribute that is set to a non-object is treated as null',
    calls((source, noteCall) => {
      source.onmessage = noteCall('replaced');
      source.addEventListener('message', noteCall('listener'));
      source.onmessage = 'text';
      source.onmessage = noteCall('attribute');
    }),
  ],
  [
    'a function that is both handler attribute and listener is called twice',
    calls((source, noteCall) => {
      const both = noteCall('both');
      source.onmessage = both;
      source.addEventListener('message', both);
    }),
  ],
  [
    'the same listener added twice is called once',
    calls((source, noteCall) => {
      const twice = noteCall('twice');
      source.addEventListener('message', twice);
      source.addEventListener('message', twice);
    }),
  ],
  [
    'removeEventListener does not remove a handler attribute',
    calls((source, noteCall) => {
      const both = noteCall('both');
      source.onmessage = both;
      source.removeEventListener('message', both);
    }),
  ],
  [
    'each handler attribute is called for its own event',
    calls((source, noteCall) => {
      source.onopen = noteCall('open');
      source.onmessage = noteCall('message');
      source.onerror = noteCall('error');
    }, 'drop-after-one'),
  ],
];

const during = [
  [
    'a listener with the option once is called once',
    calls((source, noteCall) => {
      source.addEventListener('message', noteCall('once'), { once: true });
      source.addEventListener('message', noteCall('always'));
    }),
  ],
  [
    'a capturing listener is called before the others',
    calls((source, noteCall) => {
      source.addEventListener('message', noteCall('bubbling'));
      source.onmessage = noteCall('attribute');
      source.addEventListener('message', noteCall('capturing'), true);
    }),
  ],
  [
    'stopImmediatePropagation stops the other listeners',
    calls((source, noteCall) => {
      source.addEventListener('message', (event) => {
        noteCall('first')(event);
        if (event.data === 'a') event.stopImmediatePropagation();
      });
      source.addEventListener('message', noteCall('second'));
      source.onmessage = noteCall('attribute');
    }),
  ],
  [
    'a listener that is removed during dispatch is not called',
    calls((source, noteCall) => {
      const removed = noteCall('removed');
      source.addEventListener('message', () => source.removeEventListener('message', removed));
      source.addEventListener('message', removed);
    }),
  ],
  [
    'a listener that is added during dispatch is called for the next event',
    calls((source, noteCall) => {
      source.addEventListener('message', () => source.addEventListener('message', noteCall('added')), {
        once: true,
      });
    }),
  ],
  [
    'a handler attribute that is replaced during dispatch is called with its new value',
    calls((source, noteCall) => {
      source.addEventListener('message', () => {
        source.onmessage = noteCall('new');
      });
      source.onmessage = noteCall('old');
    }),
  ],
  [
    'a handler attribute that is set to null during dispatch is not called',
    calls((source, noteCall) => {
      source.addEventListener('message', () => {
        source.onmessage = null;
      });
      source.onmessage = noteCall('never');
    }),
  ],
  [
    'an AbortSignal removes a listener',
    calls((source, noteCall) => {
      const controller = new AbortController();
      source.addEventListener(
        'message',
        (event) => {
          noteCall('one')(event);
          controller.abort();
        },
        { signal: controller.signal },
      );
      source.addEventListener('message', noteCall('always'));
    }),
  ],
];

export const listeners = [...order, ...during];
