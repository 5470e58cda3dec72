// The placeholder for EventSource, before and after the class replaces it: the class is the oracle.
// Knows the interface. Must not know how `auto` and the loader load the class: tests/package tests those.
//
//   node --test tests/e2e/placeholder.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { launch } from './browsers.js';
import { startServer } from './server.js';

/**
 * [what is equal in the placeholder and the class, a function of the class]. The functions run in the page: they use
 * nothing of this file.
 */
const EQUAL = [
  ...[
    ['a relative URL', ['stream?a#b']],
    ['an empty URL', ['']],
    ['a URL with spaces around it', ['  stream ']],
    ['a URL object', [{ toString: '/object' }]],
    ['a URL without a host', ['http://']],
    ['a URL with a space in its host', ['http://a b/']],
    ['a URL with a port that is too large', ['http://a:99999/']],
    ['a data: URL', ['data:text/event-stream,a b']],
    ['no argument', []],
    ['options that are null', ['/', null]],
    ['options that are a number', ['/', 5]],
    ['options that are a string', ['/', 'withCredentials']],
    ['withCredentials: 1', ['/', { withCredentials: 1 }]],
    ['withCredentials: ""', ['/', { withCredentials: '' }]],
    ['an unknown transport', ['/', { transport: 'websocket' }]],
    ['a URL and options that are both wrong', ['http://', 5]],
  ].map(([name, values]) => [
    `the result of ${name}`,
    `(EventSource) => {
      const values = ${JSON.stringify(values)};
      if (values[0]?.toString === '/object') values[0] = { toString: () => '/object' };
      const source = new EventSource(...values);
      return [source.url, source.withCredentials, source.readyState];
    }`,
  ]),
  [
    'the error of a URL that throws',
    "(EventSource) => new EventSource({ toString() { throw new Error('mine'); } })",
  ],
  ['the error of a symbol', '(EventSource) => new EventSource(Symbol())'],
  [
    'the error of an option that throws',
    "(EventSource) => new EventSource('/', { get withCredentials() { throw new Error('mine'); } })",
  ],
  [
    'the order of conversions',
    `(EventSource) => {
    const order = [];
    const init = { get withCredentials() { order.push('withCredentials'); }, get transport() { order.push('transport'); } };
    new EventSource({ toString() { order.push('url'); return '/'; } }, init);
    return order;
  }`,
  ],
  [
    'the class of the error of a call without new',
    "(EventSource) => { try { EventSource('/'); } catch (error) { return error.name; } }",
  ],
  [
    'name, length and prototype chain',
    `(EventSource) => [
    EventSource.name, EventSource.length, Object.getPrototypeOf(EventSource) === EventTarget,
    Object.getPrototypeOf(EventSource.prototype) === EventTarget.prototype,
    EventSource.prototype.constructor === EventSource,
  ]`,
  ],
  [
    'the own properties of the interface object, except `native`',
    `(EventSource) =>
    Reflect.ownKeys(EventSource).map(String).filter((name) => name !== 'native' && name !== 'arguments' && name !== 'caller').sort()`,
  ],
  [
    'the own properties of the prototype',
    '(EventSource) => Reflect.ownKeys(EventSource.prototype).map(String).sort()',
  ],
  ['what the prototype enumerates', '(EventSource) => Object.keys(EventSource.prototype).sort()'],
  ['the class string', "(EventSource) => String(new EventSource('/'))"],
  ['that an object has no own properties', "(EventSource) => Reflect.ownKeys(new EventSource('/'))"],
  [
    'the constants',
    `(EventSource) => ['CONNECTING', 'OPEN', 'CLOSED'].map((name) => [
    EventSource[name], new EventSource('/')[name], Reflect.set(EventSource, name, 9), EventSource[name],
  ])`,
  ],
  [
    'the getters beyond the interface',
    `(EventSource) => {
    const { lastEventId, reconnectionTime } = new EventSource('/');
    return [lastEventId, reconnectionTime];
  }`,
  ],
  [
    'that attributes are read-only',
    `(EventSource) => {
    const source = new EventSource('/');
    return ['url', 'readyState', 'withCredentials'].map((name) => [Reflect.set(source, name, 9), source[name]]);
  }`,
  ],
  [
    'handler attributes',
    `(EventSource) => {
    const source = new EventSource('/');
    return [null, () => {}, 5, {}, 'text', undefined].map((value) => {
      source.onopen = value;
      return [source.onopen === value, source.onopen === null];
    });
  }`,
  ],
  [
    'the value of readyState after close()',
    `(EventSource) => {
    const source = new EventSource('/');
    source.close();
    return source.readyState;
  }`,
  ],
  [
    'that members throw for another receiver',
    `(EventSource) => {
    const { get } = Object.getOwnPropertyDescriptor(EventSource.prototype, 'url');
    return [() => get.call({}), () => EventSource.prototype.close.call({})].map((run) => {
      try { return run(); } catch (error) { return error.name; }
    });
  }`,
  ],
  [
    'the source of a stream',
    `(EventSource) => {
    const stream = new ReadableStream();
    const source = EventSource.fromReadableStream(stream);
    return [source.url, source.withCredentials, source.readyState, source.transport, stream.locked];
  }`,
  ],
  ['the error of no stream', '(EventSource) => EventSource.fromReadableStream(5)'],
  [
    'the error of a locked stream',
    `(EventSource) => {
    const stream = new ReadableStream();
    stream.getReader();
    return EventSource.fromReadableStream(stream);
  }`,
  ],
];

/** [sentence, a function of the placeholder, of the class's arrival and of a stream's URL, expected result]. */
const ADOPTED = [
  [
    'handlers keep their place among listeners',
    `async (EventSource, arrive, url) => {
    const order = [];
    const source = new EventSource(url);
    source.addEventListener('open', () => order.push(1));
    source.onopen = () => order.push('replaced');
    source.addEventListener('open', () => order.push(3));
    source.onopen = () => order.push(2);
    source.onerror = () => {};
    const { onopen } = source;
    arrive();
    const kept = source.onopen === onopen;
    source.addEventListener('open', () => order.push(4));
    await new Promise((resolve) => source.addEventListener('message', resolve));
    source.onopen = null;
    source.close();
    return [order, kept, source.onopen, source.onmessage];
  }`,
    [[1, 2, 3, 4], true, null, null],
  ],
  [
    'a handler that returns false cancels an event of the page',
    `async (EventSource) => {
    const source = new EventSource('/');
    source.onmessage = () => false;
    return source.dispatchEvent(new Event('message', { cancelable: true }));
  }`,
    false,
  ],
  [
    'a closed source never connects',
    `async (EventSource, arrive, url) => {
    const source = new EventSource(url);
    source.onopen = source.onerror = () => { throw new Error('an event'); };
    source.close();
    const { fetch } = window;
    let requests = 0;
    window.fetch = () => { requests += 1; };
    arrive();
    window.fetch = fetch;
    return [source.readyState, requests, source.constructor === EventSource, source.constructor === window.EventSource];
  }`,
    [2, 0, false, true],
  ],
  [
    'every source is an instance before the first request',
    `async (EventSource, arrive, url) => {
    const sources = [new EventSource(url + '1'), new EventSource(url + '2')];
    const { fetch } = window;
    const seen = [];
    window.fetch = () => { seen.push(sources.map(({ readyState }) => readyState)); sources[1].close(); throw 1; };
    arrive();
    window.fetch = fetch;
    sources[0].close();
    return seen;
  }`,
    [[0, 0]],
  ],
  [
    'a source of an extending class keeps its class',
    `async (EventSource, arrive, url) => {
    class Extended extends EventSource { get more() { return 'more' + this.readyState; } }
    const source = new Extended(url);
    const early = [source.more, source instanceof EventSource];
    arrive();
    const later = new Extended(url + 'later');
    const result = [early, source.more, source instanceof window.EventSource, later.more, later instanceof Extended];
    await new Promise((resolve) => { source.onmessage = resolve; });
    source.close();
    later.close();
    return result;
  }`,
    [['more0', true], 'more0', true, 'more0', true],
  ],
  [
    'a stream is handed on',
    `async (EventSource, arrive) => {
    const stream = new Response('data: a\\n\\n').body;
    const source = EventSource.fromReadableStream(stream);
    const message = new Promise((resolve) => { source.onmessage = ({ data }) => resolve(data); });
    arrive();
    const later = EventSource.fromReadableStream(new Response('data: b\\n\\n').body);
    const second = new Promise((resolve) => { later.onmessage = ({ data }) => resolve(data); });
    return [source.transport, await message, await second];
  }`,
    ['stream', 'a', 'b'],
  ],
  [
    'a failure fires an error event, and the next source loads the class again',
    `async (EventSource, arrive, url, fail) => {
    const order = [];
    const source = new EventSource(url);
    const closed = new EventSource(url);
    closed.onerror = () => order.push('closed');
    closed.close();
    source.addEventListener('error', () => order.push(1));
    source.onerror = ({ message }) => order.push(message, source.readyState);
    const loads = fail('why');
    const next = new EventSource(url);
    arrive();
    const later = [source.readyState, source instanceof window.EventSource, next.readyState];
    next.close();
    return [order, later, loads()];
  }`,
    [[1, 'why', 2], [2, true, 0], 2],
  ],
  [
    'after a failure, the loop of its source throws, and the loop of a closed source ends',
    `async (EventSource, arrive, url, fail) => {
    const [source, closed] = [new EventSource(url), new EventSource(url)];
    const loop = async (source) => {
      try {
        for await (const event of source) return event.type;
        return 'ended';
      } catch (error) {
        return [error.name, error.message];
      }
    };
    const loops = [loop(source), loop(closed)];
    closed.close();
    fail('why');
    return Promise.all(loops);
  }`,
    [['Error', 'why'], 'ended'],
  ],
];

describe('the placeholder', () => {
  let browser;
  let server;
  before(async () => {
    server = await startServer();
    browser = await launch('chromium');
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });

  /** Returns the result of `source`, a function of { Placeholder, Class, arrive, fail, url }, in a new page. */
  async function inPage(source) {
    const { page, close } = await browser.visit(`${server.addresses.origin}/e2e/blank.html`);
    try {
      return await page.evaluate(`(async () => {
        const { installPlaceholder } = await import('/pkg/lib/placeholder.js');
        const { adopt, EventSource: Class } = await import('/pkg/index.js');
        let calls = [];
        installPlaceholder(window, (arrived, failed) => calls.push([arrived, failed]));
        const arrive = () => calls.at(-1)[0]({ EventSource: Class, adopt });
        const fail = (reason) => (calls.at(-1)[1](reason), () => calls.length);
        const url = '/s/drop-after-one?key=placeholder-' + Math.random();
        return (${source})({ Placeholder: window.EventSource, Class, arrive, fail, url });
      })()`);
    } finally {
      await close();
    }
  }

  it('has the interface of the class, and its checks of arguments', async () => {
    const results = await inPage(`({ Placeholder, Class }) => {
      const result = (run, EventSource) => {
        try {
          return JSON.stringify(run(EventSource));
        } catch (error) {
          return error.name + ': ' + error.message;
        }
      };
      return [${EQUAL.map(([, run]) => `[result(${run}, Placeholder), result(${run}, Class)]`)}];
    }`);
    const [actual, expected] = [0, 1].map((side) =>
      Object.fromEntries(results.map((result, index) => [EQUAL[index][0], result[side]])),
    );
    assert.deepEqual(actual, expected);
  });

  for (const [sentence, run, expected] of ADOPTED) {
    it(sentence, async () => {
      const result = await inPage(
        `({ Placeholder, arrive, fail, url }) => (${run})(Placeholder, arrive, url, fail)`,
      );
      assert.deepEqual(result, expected);
    });
  }
});
