// Handlers: what may be one, with what it is called, and what it may do.
// Knows event handler attributes. Must not know the wire, nor the order of listeners.

import { calls } from './listeners.js';

/** As `calls`, with the errors that the page hears of. */
const throws = (prepare) => async (t) => {
  const heard = (event) => {
    if (!String(event.message).includes(t.key)) return;
    event.preventDefault();
    t.note('uncaught', event.error?.message ?? event.message.replace(/^.*Error: /, ''));
  };
  globalThis.addEventListener('error', heard);
  await calls(prepare)(t);
  await t.settle();
  globalThis.removeEventListener('error', heard);
};

const kinds = [
  [
    'a listener may be an object with handleEvent',
    calls((source, say, t) => {
      const listener = {
        handleEvent(event) {
          t.note('this', this === listener);
          say('object')(event);
        },
      };
      source.addEventListener('message', listener);
    }),
  ],
  [
    'handleEvent is looked up at every call',
    calls((source, say) => {
      const listener = {
        handleEvent: (event) => {
          say('first')(event);
          listener.handleEvent = say('second');
        },
      };
      source.addEventListener('message', listener);
    }),
  ],
  [
    'an object with handleEvent is nothing as an attribute',
    calls((source, say, t) => {
      const handler = { handleEvent: say('never') };
      source.onmessage = handler;
      t.note('kept', source.onmessage === handler);
    }),
  ],
  [
    'an object that cannot be called is kept and does nothing',
    calls((source, say, t) => {
      const handler = {};
      source.onmessage = handler;
      t.note('kept', source.onmessage === handler);
    }),
  ],
  [
    'what is no object becomes null',
    calls((source, say, t) => {
      for (const value of [undefined, null, 0, 1, '', 'text', true, 1n, Symbol('s')]) {
        source.onmessage = value;
        t.note(String(value), source.onmessage);
      }
    }),
  ],
  [
    'this is the source',
    calls((source, say, t) => {
      source.onmessage = function () {
        t.note('attribute', this === source);
      };
      source.addEventListener('message', function () {
        t.note('listener', this === source);
      });
    }),
  ],
  [
    'a handler gets the event and nothing else',
    calls((source, say, t) => {
      source.onmessage = (...rest) => t.note('arguments', rest.length);
      source.onopen = (...rest) => t.note('arguments', rest.length);
      source.onerror = (...rest) => t.note('arguments', rest.length);
    }, 'drop-after-one'),
  ],
  [
    'a handler that returns false changes nothing visible',
    calls((source, say, t) => {
      source.onmessage = () => false;
      source.addEventListener('message', (event) => t.note('prevented', event.defaultPrevented));
    }),
  ],
];

const deeds = [
  [
    'a handler that throws stops nobody',
    throws((source, say, t) => {
      source.onmessage = ({ data }) => {
        throw new Error(`${data} of ${t.key}`);
      };
      source.addEventListener('message', say('listener'));
    }),
  ],
  [
    'an open handler that throws stops no message',
    throws((source, say, t) => {
      source.onopen = () => {
        throw new Error(`open of ${t.key}`);
      };
      source.onmessage = say('message');
    }),
  ],
  [
    'a handleEvent that throws stops nobody',
    throws((source, say, t) => {
      source.addEventListener('message', {
        handleEvent() {
          throw new Error(`thrown of ${t.key}`);
        },
      });
      source.onmessage = say('message');
    }),
  ],
  [
    'a handler may open another source',
    async (t) => {
      const source = t.make('plain');
      const opened = new Promise((resolve) => {
        source.onopen = () => resolve(t.open('two-messages'));
      });
      await t.seen(await opened, 'end');
    },
  ],
  [
    'a handler may close one source and open another of the same address',
    async (t) => {
      const source = t.open('two-messages');
      const opened = new Promise((resolve) => {
        source.onmessage = () => {
          source.close();
          resolve(t.open('two-messages'));
        };
      });
      await t.seen(await opened, 'end');
    },
  ],
  [
    'a handler may close in its error event and start again',
    async (t) => {
      const source = t.open('drop-after-one');
      const opened = new Promise((resolve) => {
        source.onerror = () => {
          source.close();
          resolve(t.open('drop-after-one'));
        };
      });
      await t.seen(await opened, 'end');
    },
  ],
  [
    'close in the first of two listeners does not keep the second from this event',
    calls((source, say, t) => {
      source.addEventListener('message', () => source.close());
      source.addEventListener('message', (event) => {
        say('second')(event);
        source.dispatchEvent(new Event('end'));
      });
      t.note('readyState', source.readyState);
    }),
  ],
  [
    'a page may dispatch events of its own, closed or not',
    async (t) => {
      const source = t.open('headers-only');
      source.onmessage = (event) =>
        t.note('own', [event.data, event.isTrusted, event.target === source].join());
      source.dispatchEvent(new MessageEvent('message', { data: 'mine' }));
      source.close();
      source.dispatchEvent(new MessageEvent('message', { data: 'mine' }));
    },
    { quiet: true },
  ],
];

export const handlers = [...kinds, ...deeds];
