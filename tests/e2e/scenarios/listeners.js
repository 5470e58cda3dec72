// Listeners: who is called, in which order, and what may change while an event is under way.
// Knows EventTarget and event handler attributes. Must not know the wire.

/** A source with two messages, to which `prepare` adds its listeners; it says who was called by `note`. */
export const calls =
  (prepare, path = 'two-messages') =>
  async (t) => {
    const source = t.make(path);
    const say = (name) => (event) => t.note(name, event.data ?? event.type);
    const ended = new Promise((resolve) => source.addEventListener('end', resolve));
    prepare(source, say, t);
    await ended;
  };

const order = [
  [
    'listeners are called in the order in which they were added',
    calls((source, say) => {
      source.addEventListener('message', say('first'));
      source.onmessage = say('attribute');
      source.addEventListener('message', say('last'));
    }),
  ],
  [
    'an attribute that is replaced keeps its place',
    calls((source, say) => {
      source.onmessage = say('replaced');
      source.addEventListener('message', say('listener'));
      source.onmessage = say('attribute');
    }),
  ],
  [
    'an attribute that was null goes last',
    calls((source, say) => {
      source.onmessage = say('replaced');
      source.addEventListener('message', say('listener'));
      source.onmessage = null;
      source.onmessage = say('attribute');
    }),
  ],
  [
    'an attribute that is set to a non-object is as null',
    calls((source, say) => {
      source.onmessage = say('replaced');
      source.addEventListener('message', say('listener'));
      source.onmessage = 'text';
      source.onmessage = say('attribute');
    }),
  ],
  [
    'the same function as attribute and listener is called twice',
    calls((source, say) => {
      const both = say('both');
      source.onmessage = both;
      source.addEventListener('message', both);
    }),
  ],
  [
    'the same listener added twice is called once',
    calls((source, say) => {
      const twice = say('twice');
      source.addEventListener('message', twice);
      source.addEventListener('message', twice);
    }),
  ],
  [
    'removeEventListener does not touch the attribute',
    calls((source, say) => {
      const both = say('both');
      source.onmessage = both;
      source.removeEventListener('message', both);
    }),
  ],
  [
    'every attribute is called for its own event',
    calls((source, say) => {
      source.onopen = say('open');
      source.onmessage = say('message');
      source.onerror = say('error');
    }, 'drop-after-one'),
  ],
];

const during = [
  [
    'a listener that is once is called once',
    calls((source, say) => {
      source.addEventListener('message', say('once'), { once: true });
      source.addEventListener('message', say('always'));
    }),
  ],
  [
    'a capturing listener is called before the others',
    calls((source, say) => {
      source.addEventListener('message', say('bubbling'));
      source.onmessage = say('attribute');
      source.addEventListener('message', say('capturing'), true);
    }),
  ],
  [
    'stopImmediatePropagation stops',
    calls((source, say) => {
      source.addEventListener('message', (event) => {
        say('first')(event);
        if (event.data === 'a') event.stopImmediatePropagation();
      });
      source.addEventListener('message', say('second'));
      source.onmessage = say('attribute');
    }),
  ],
  [
    'a listener that was removed meanwhile is not called',
    calls((source, say) => {
      const removed = say('removed');
      source.addEventListener('message', () => source.removeEventListener('message', removed));
      source.addEventListener('message', removed);
    }),
  ],
  [
    'a listener that was added meanwhile is called the next time',
    calls((source, say) => {
      source.addEventListener('message', () => source.addEventListener('message', say('added')), {
        once: true,
      });
    }),
  ],
  [
    'an attribute that was replaced meanwhile is called anew',
    calls((source, say) => {
      source.addEventListener('message', () => {
        source.onmessage = say('new');
      });
      source.onmessage = say('old');
    }),
  ],
  [
    'an attribute that was set to null meanwhile is not called',
    calls((source, say) => {
      source.addEventListener('message', () => {
        source.onmessage = null;
      });
      source.onmessage = say('never');
    }),
  ],
  [
    'a signal takes a listener away',
    calls((source, say) => {
      const controller = new AbortController();
      source.addEventListener(
        'message',
        (event) => {
          say('one')(event);
          controller.abort();
        },
        { signal: controller.signal },
      );
      source.addEventListener('message', say('always'));
    }),
  ],
];

export const listeners = [...order, ...during];
