// The shape of the interface, as Web IDL wants it: nothing here opens a connection.
// Knows JavaScript objects. Must not know servers.

const MEMBERS = ['url', 'withCredentials', 'readyState', 'onopen', 'onmessage', 'onerror', 'close'];
const CONSTANTS = ['CONNECTING', 'OPEN', 'CLOSED'];
const ACCESSORS = MEMBERS.filter((name) => name !== 'close');
const HANDLERS = ['onopen', 'onmessage', 'onerror'];

/** A property descriptor in words: functions by their name and length. */
function described(object, name) {
  const descriptor = Object.getOwnPropertyDescriptor(object, name);
  if (!descriptor) return 'absent';
  return Object.fromEntries(
    Object.entries(descriptor).map(([key, value]) => [
      key,
      typeof value === 'function' ? `function ${value.name} of ${value.length}` : named(value),
    ]),
  );
}

const named = (value) => (Object(value) === value ? 'an object' : (value ?? String(value)));

const shape = (sentence, play) => [
  sentence,
  async (t) => play(t, t.EventSource, t.EventSource.prototype),
  { quiet: true },
];

/** With a source that never gets an answer. */
const living = (sentence, play) => [sentence, async (t) => play(t, t.make('silent')), { quiet: true }];

const isConstructor = (value) => {
  try {
    Reflect.construct(Object, [], value);
    return true;
  } catch {
    return false;
  }
};

export const interfaceShape = [
  shape('the interface object has a name and a length', (t, EventSource) => {
    for (const name of ['name', 'length', 'prototype']) t.note(name, described(EventSource, name));
    t.note('typeof', typeof EventSource);
    t.note('class', Object.prototype.toString.call(EventSource));
  }),
  shape('the interface object inherits from EventTarget', (t, EventSource, prototype) => {
    t.note('interface object', Object.getPrototypeOf(EventSource) === EventTarget);
    t.note('prototype', Object.getPrototypeOf(prototype) === EventTarget.prototype);
    t.note('constructor', [prototype.constructor === EventSource, described(prototype, 'constructor')]);
  }),
  shape('the interface object has these properties of its own', (t, EventSource) =>
    t.note('names', Reflect.ownKeys(EventSource).map(String).toSorted()),
  ),
  shape('the prototype has these properties of its own', (t, EventSource, prototype) =>
    t.note('names', Reflect.ownKeys(prototype).map(String).toSorted()),
  ),
  shape('the prototype enumerates these properties', (t, EventSource, prototype) =>
    t.note('names', Object.keys(prototype).toSorted()),
  ),
  ...MEMBERS.map((name) =>
    shape(`the property ${name} is as the interface says`, (t, EventSource, prototype) => {
      t.note(name, described(prototype, name));
    }),
  ),
  ...CONSTANTS.map((name) =>
    shape(`the constant ${name} is as the interface says`, (t, EventSource, prototype) => {
      t.note('interface object', described(EventSource, name));
      t.note('prototype', described(prototype, name));
      t.tries('assigned', () => {
        'use strict';
        EventSource[name] = 9;
      });
      t.tries('deleted', () => {
        'use strict';
        return delete EventSource[name];
      });
    }),
  ),
  shape('the prototype has a class string', (t, EventSource, prototype) => {
    t.note('tag', described(prototype, Symbol.toStringTag));
    t.note('prototype', Object.prototype.toString.call(prototype));
  }),
  shape('members are no constructors and have no prototype', (t, EventSource, prototype) => {
    for (const name of MEMBERS) {
      const { value, get, set } = Object.getOwnPropertyDescriptor(prototype, name);
      for (const method of [value, get, set].filter(Boolean)) {
        t.note(method.name, [isConstructor(method), Object.hasOwn(method, 'prototype')].join());
      }
    }
  }),
  shape('members refuse what is no EventSource', (t, EventSource, prototype) => {
    for (const wrong of [prototype, {}, 1, 'text', new EventTarget(), Object.create(prototype)]) {
      for (const name of ACCESSORS) {
        const { get, set } = Object.getOwnPropertyDescriptor(prototype, name);
        t.tries(`get ${name}`, () => get.call(wrong));
        if (set) t.tries(`set ${name}`, () => set.call(wrong, null));
      }
      t.tries('close', () => prototype.close.call(wrong));
    }
  }),
  shape('members without a receiver refuse, or take the global object', (t, EventSource, prototype) => {
    const { get } = Object.getOwnPropertyDescriptor(prototype, 'url');
    for (const wrong of [undefined, null]) t.tries('url', () => get.call(wrong));
    t.tries('close', () => (0, prototype.close)());
  }),
  shape('it must be called with new', (t, EventSource) => {
    t.tries('called', () => EventSource('/'));
    t.tries('applied', () => Reflect.apply(EventSource, {}, ['/']));
  }),
  shape('it must have an argument', (t, EventSource) => t.tries('constructed', () => new EventSource())),

  living('an object has no properties of its own', (t, source) =>
    t.note('names', Reflect.ownKeys(source).map(String)),
  ),
  living('an object enumerates its interface', (t, source) => {
    const names = [];
    for (const name in source) names.push(name);
    t.note('names', names.toSorted());
  }),
  living('an object is an EventSource and an EventTarget', (t, source) => {
    t.note('EventSource', source instanceof t.EventSource);
    t.note('EventTarget', source instanceof EventTarget);
    t.note('class', Object.prototype.toString.call(source));
    t.note('text', String(source));
    t.note('json', JSON.stringify(source, ['url', 'readyState']).replace(source.url, '<url>'));
  }),
  living('constants of an object are those of its interface', (t, source) =>
    t.note(
      'constants',
      CONSTANTS.map((name) => [source[name], t.EventSource[name]]),
    ),
  ),
  living('attributes that are read-only do not change', (t, source) => {
    for (const name of ['url', 'withCredentials', 'readyState']) {
      t.tries(`${name} assigned`, () => {
        'use strict';
        source[name] = 9;
      });
      t.note(name, source[name] === 9);
    }
  }),
  living('attributes for handlers are null first, and keep functions', (t, source) => {
    const handler = () => {};
    for (const name of HANDLERS) {
      t.note(name, source[name]);
      source[name] = handler;
      t.note(name, source[name] === handler);
      source[name] = null;
      t.note(name, source[name]);
    }
  }),
  living('an object may have properties of the page', (t, source) => {
    source.mine = 1;
    t.note('mine', [source.mine, Object.keys(source)].join());
  }),
  [
    'a class may extend it',
    async (t) => {
      class Extended extends t.EventSource {
        get readyState() {
          return `my ${super.readyState}`;
        }
        more() {
          return this.url.includes(t.key);
        }
      }
      const source = t.make('plain', {}, Extended);
      t.note('prototype', Object.getPrototypeOf(source) === Extended.prototype);
      t.note('more', [source.more(), source.readyState, source instanceof t.EventSource].join());
      await t.seen(t.watch(source), 'end');
    },
  ],
  [
    'a page that changes prototypes does not change what the object does',
    async (t) => {
      const source = t.make('two-messages');
      for (const name of ['dispatchEvent', 'addEventListener', 'readyState', 'close']) {
        Object.defineProperty(source, name, { value: () => t.note('called', name), configurable: true });
      }
      EventTarget.prototype.addEventListener.call(source, 'message', ({ data }) => t.note('message', data));
      await new Promise((resolve) => EventTarget.prototype.addEventListener.call(source, 'end', resolve));
      t.EventSource.prototype.close.call(source);
      for (const name of ['dispatchEvent', 'addEventListener', 'readyState', 'close']) delete source[name];
      t.note('readyState', source.readyState);
    },
  ],
];
