// Scenarios of the interface: its classes and properties, as Web IDL requires them. Most open no connection.
// Knows JavaScript objects. Must not know servers.

const MEMBERS = ['url', 'withCredentials', 'readyState', 'onopen', 'onmessage', 'onerror', 'close'];
const CONSTANTS = ['CONNECTING', 'OPEN', 'CLOSED'];
const ACCESSORS = MEMBERS.filter((name) => name !== 'close');
const HANDLERS = ['onopen', 'onmessage', 'onerror'];

/** A property descriptor for the log, with functions replaced by their name and length. */
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

const shape = (sentence, run) => [
  sentence,
  async (t) => run(t, t.EventSource, t.EventSource.prototype),
  { quiet: true },
];

/** With a source that never receives a response. */
const withSource = (sentence, run) => [sentence, async (t) => run(t, t.construct('silent')), { quiet: true }];

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
  shape('the interface object has these own properties', (t, EventSource) =>
    t.note('names', Reflect.ownKeys(EventSource).map(String).toSorted()),
  ),
  shape('the prototype has these own properties', (t, EventSource, prototype) =>
    t.note('names', Reflect.ownKeys(prototype).map(String).toSorted()),
  ),
  shape('the prototype enumerates these properties', (t, EventSource, prototype) =>
    t.note('names', Object.keys(prototype).toSorted()),
  ),
  ...MEMBERS.map((name) =>
    shape(`the property ${name} has the descriptor of the interface`, (t, EventSource, prototype) => {
      t.note(name, described(prototype, name));
    }),
  ),
  ...CONSTANTS.map((name) =>
    shape(`the constant ${name} has the descriptor of the interface`, (t, EventSource, prototype) => {
      t.note('interface object', described(EventSource, name));
      t.note('prototype', described(prototype, name));
      t.noteResult('assigned', () => {
        'use strict';
        EventSource[name] = 9;
      });
      t.noteResult('deleted', () => {
        'use strict';
        return delete EventSource[name];
      });
    }),
  ),
  shape('the prototype has a class string', (t, EventSource, prototype) => {
    t.note('tag', described(prototype, Symbol.toStringTag));
    t.note('prototype', Object.prototype.toString.call(prototype));
  }),
  shape('members are not constructors and have no prototype', (t, EventSource, prototype) => {
    for (const name of MEMBERS) {
      const { value, get, set } = Object.getOwnPropertyDescriptor(prototype, name);
      for (const method of [value, get, set].filter(Boolean)) {
        t.note(method.name, [isConstructor(method), Object.hasOwn(method, 'prototype')].join());
      }
    }
  }),
  shape('members throw for a receiver that is not an EventSource', (t, EventSource, prototype) => {
    for (const wrong of [prototype, {}, 1, 'text', new EventTarget(), Object.create(prototype)]) {
      for (const name of ACCESSORS) {
        const { get, set } = Object.getOwnPropertyDescriptor(prototype, name);
        t.noteResult(`get ${name}`, () => get.call(wrong));
        if (set) t.noteResult(`set ${name}`, () => set.call(wrong, null));
      }
      t.noteResult('close', () => prototype.close.call(wrong));
    }
  }),
  shape('members without a receiver throw, or use the global object', (t, EventSource, prototype) => {
    const { get } = Object.getOwnPropertyDescriptor(prototype, 'url');
    for (const wrong of [undefined, null]) t.noteResult('url', () => get.call(wrong));
    t.noteResult('close', () => (0, prototype.close)());
  }),
  shape('it must be called with new', (t, EventSource) => {
    t.noteResult('called', () => EventSource('/'));
    t.noteResult('applied', () => Reflect.apply(EventSource, {}, ['/']));
  }),
  shape('it must have an argument', (t, EventSource) => t.noteResult('constructed', () => new EventSource())),

  withSource('an object has no own properties', (t, source) =>
    t.note('names', Reflect.ownKeys(source).map(String)),
  ),
  withSource('an object enumerates its interface', (t, source) => {
    const names = [];
    for (const name in source) names.push(name);
    t.note('names', names.toSorted());
  }),
  withSource('an object is an EventSource and an EventTarget', (t, source) => {
    t.note('EventSource', source instanceof t.EventSource);
    t.note('EventTarget', source instanceof EventTarget);
    t.note('class', Object.prototype.toString.call(source));
    t.note('text', String(source));
    t.note('json', JSON.stringify(source, ['url', 'readyState']).replace(source.url, '<url>'));
  }),
  withSource('constants of an object are those of its interface', (t, source) =>
    t.note(
      'constants',
      CONSTANTS.map((name) => [source[name], t.EventSource[name]]),
    ),
  ),
  withSource('read-only attributes do not change', (t, source) => {
    for (const name of ['url', 'withCredentials', 'readyState']) {
      t.noteResult(`${name} assigned`, () => {
        'use strict';
        source[name] = 9;
      });
      t.note(name, source[name] === 9);
    }
  }),
  withSource('handler attributes are null at first, and store functions', (t, source) => {
    const handler = () => {};
    for (const name of HANDLERS) {
      t.note(name, source[name]);
      source[name] = handler;
      t.note(name, source[name] === handler);
      source[name] = null;
      t.note(name, source[name]);
    }
  }),
  withSource('a page may add properties to an object', (t, source) => {
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
      const source = t.construct('plain', {}, Extended);
      t.note('prototype', Object.getPrototypeOf(source) === Extended.prototype);
      t.note('more', [source.more(), source.readyState, source instanceof t.EventSource].join());
      await t.waitFor(t.logEvents(source), 'end');
    },
  ],
  [
    'properties that a page overrides are not called internally',
    async (t) => {
      const source = t.construct('two-messages');
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
