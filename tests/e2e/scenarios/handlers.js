// Scenarios of event handlers: which values are accepted, how they are called, and what they may do.
// Knows event handler attributes. Must not know the format of event streams, nor the order of listeners.

import { calls } from './listeners.js';

/** Like `calls`, and also logs the error events of the global object. */
const throws = (prepare) => async (t) => {
  const onError = (event) => {
    if (!String(event.message).includes(t.key)) return;
    event.preventDefault();
    t.note('uncaught', event.error?.message ?? event.message.replace(/^.*Error: /, ''));
  };
  globalThis.addEventListener('error', onError);
  await calls(prepare)(t);
  await t.pause();
  globalThis.removeEventListener('error', onError);
};

const kinds = [
  [
    'a listener may be an object with handleEvent',
    calls((source, noteCall, t) => {
      const listener = {
        handleEvent(event) {
          t.note('this', this === listener);
          noteCall('object')(event);
        },
      };
      source.addEventListener('message', listener);
    }),
  ],
  [
    'handleEvent is looked up at every call',
    calls((source, noteCall) => {
      const listener = {
        handleEvent: (event) => {
          noteCall('first')(event);
          listener.handleEvent = noteCall('second');
        },
      };
      source.addEventListener('message', listener);
    }),
  ],
  [
    'an object with handleEvent is not called as a handler attribute',
    calls((source, noteCall, t) => {
      const handler = { handleEvent: noteCall('never') };
      source.onmessage = handler;
      t.note('stored', source.onmessage === handler);
    }),
  ],
  [
    'an object that is not callable is stored and has no effect',
    calls((source, noteCall, t) => {
      const handler = {};
      source.onmessage = handler;
      t.note('stored', source.onmessage === handler);
    }),
  ],
  [
    'a value that is not an object becomes null',
    calls((source, noteCall, t) => {
      for (const value of [undefined, null, 0, 1, '', 'text', true, 1n, Symbol('s')]) {
        source.onmessage = value;
        t.note(String(value), source.onmessage);
      }
    }),
  ],
  [
    'this is the source',
    calls((source, noteCall, t) => {
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
    calls((source, noteCall, t) => {
      source.onmessage = (...rest) => t.note('arguments', rest.length);
      source.onopen = (...rest) => t.note('arguments', rest.length);
      source.onerror = (...rest) => t.note('arguments', rest.length);
    }, 'drop-after-one'),
  ],
  [
    'the return value false has no visible effect',
    calls((source, noteCall, t) => {
      source.onmessage = () => false;
      source.addEventListener('message', (event) => t.note('prevented', event.defaultPrevented));
    }),
  ],
];

const actions = [
  [
    'an exception in a handler does not stop other listeners',
    throws((source, noteCall, t) => {
      source.onmessage = ({ data }) => {
        throw new Error(`${data} of ${t.key}`);
      };
      source.addEventListener('message', noteCall('listener'));
    }),
  ],
  [
    'an exception in an open handler does not stop messages',
    throws((source, noteCall, t) => {
      source.onopen = () => {
        throw new Error(`open of ${t.key}`);
      };
      source.onmessage = noteCall('message');
    }),
  ],
  [
    'an exception in handleEvent does not stop other listeners',
    throws((source, noteCall, t) => {
      source.addEventListener('message', {
        handleEvent() {
          throw new Error(`thrown of ${t.key}`);
        },
      });
      source.onmessage = noteCall('message');
    }),
  ],
  [
    'a handler may open another source',
    async (t) => {
      const source = t.construct('plain');
      const opened = new Promise((resolve) => {
        source.onopen = () => resolve(t.open('two-messages'));
      });
      await t.waitFor(await opened, 'end');
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
      await t.waitFor(await opened, 'end');
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
      await t.waitFor(await opened, 'end');
    },
  ],
  [
    'close in a listener does not stop the next listener for this event',
    calls((source, noteCall, t) => {
      source.addEventListener('message', () => source.close());
      source.addEventListener('message', (event) => {
        noteCall('second')(event);
        source.dispatchEvent(new Event('end'));
      });
      t.note('readyState', source.readyState);
    }),
  ],
  [
    'a page may dispatch its own events, even on a closed source',
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

export const handlers = [...kinds, ...actions];
