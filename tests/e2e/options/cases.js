// What the options do, as a page sees it and as the server does. Each case gives a value, which has to be the expected one.
//
// Knows the options (docs/options.md). Must not know where it runs: in Node and in Chromium, over fetch, over XMLHttpRequest
// and with the build for old engines.
//
// [name, the case, the expected value, the transports if not all]

const FETCH = ['fetch'];
/** Where a script sees redirects. */
const NODE = ['node'];
const ALL = ['fetch', 'xhr', 'legacy'];

const header = (name) => (request) => request.headers[name];

/** @type {[string, (t: any) => Promise<any>, any, string[]][]} */
export const cases = [
  [
    'headers are sent with each attempt: of an object, of pairs, of Headers',
    async (t) => {
      const kinds = [{ 'X-A': 'b' }, [['X-A', 'b']], new Headers({ 'X-A': 'b' })];
      for (const headers of kinds) await t.logged(t.open(t.url(), { headers }), 4);
      return (await t.requests()).every((request) => request.headers['x-a'] === 'b');
    },
    true,
  ],
  [
    'a function gives the headers of each attempt, also as a promise',
    async (t) => {
      let attempt = 0;
      const headers = async () => ({ Authorization: `Bearer ${(attempt += 1)}` });
      await t.logged(t.open(t.url(), { headers }), 7);
      // Over XMLHttpRequest, each attempt is preceded by a request that asks for redirects.
      return [...new Set((await t.requests()).map(header('authorization')))].slice(0, 3);
    },
    ['Bearer 1', 'Bearer 2', 'Bearer 3'],
  ],
  [
    'Accept can be overridden, and headers of one name are joined',
    async (t) => {
      const headers = [
        ['accept', 'text/event-stream, */*'],
        ['X-A', '1'],
        ['x-a', '2'],
      ];
      await t.logged(t.open(t.url(), { headers }), 2);
      const [{ headers: sent }] = await t.requests();
      return [sent.accept, sent['x-a']];
    },
    ['text/event-stream, */*', '1, 2'],
  ],
  [
    'a function that throws or rejects is a failed attempt with its reason',
    async (t) => {
      const failures = [
        () => {
          throw new Error('no token');
        },
        () => Promise.reject(new Error('no token')),
      ];
      const results = [];
      for (const headers of failures) {
        const source = t.open(t.url(), { headers, maxRetries: 1 });
        results.push(
          await t.closed(source),
          source.errors.map(({ cause }) => cause.message),
        );
        results.push(source.errors[0].message.includes('no token'));
      }
      return [...results, (await t.requests()).length];
    },
    [...[1, 2].flatMap(() => [['error 0', 'error 2'], ['no token', 'no token'], true]), 0],
  ],
  [
    'a POST has a body, which is sent once, and its end is the end of the source',
    async (t) => {
      const source = t.open(t.url(), {
        method: 'post',
        body: '{"a":1}',
        headers: { 'Content-Type': 'application/json' },
      });
      const log = await t.closed(source);
      await t.wait(100);
      const requests = (await t.requests()).filter((it) => it.method !== 'HEAD');
      return [log, requests.map(({ method, body, headers }) => [method, body, headers['content-type']])];
    },
    [['open 1', '1 ', 'error 2'], [['POST', '{"a":1}', 'application/json']]],
  ],
  [
    'a POST whose stream breaks is not sent again, and the error says so',
    async (t) => {
      const source = t.open(t.url({ cut: '' }), { method: 'POST', body: 'a' });
      const log = await t.closed(source);
      await t.wait(100);
      const [{ willRetry, message, delay }] = source.errors;
      return [log, willRetry, delay, message.includes('not repeated'), (await t.requests()).length];
    },
    [['open 1', '1 ', 'error 2'], false, undefined, true, 1],
  ],
  [
    'a POST is sent again if the page says so, with a body made anew',
    async (t) => {
      let count = 0;
      const source = t.open(t.url(), { method: 'POST', body: () => `body ${(count += 1)}`, maxRetries: 1 });
      await t.closed(source);
      return (await t.requests()).map(({ body, headers }) => [body, headers['last-event-id']]);
    },
    [
      ['body 1', undefined],
      ['body 2', '1'],
    ],
  ],
  [
    'resume gives the request that goes on',
    async (t) => {
      const resume = (id) => ({ url: t.url({ stay: '', from: id }), headers: { 'X-A': id } });
      const source = t.open(t.url(), { method: 'POST', body: 'a', resume });
      await t.logged(source, 5);
      const [, second] = await t.requests();
      return [
        source.url === t.url(),
        second.method,
        second.body,
        second.headers['x-a'],
        second.headers['last-event-id'],
      ];
    },
    [true, 'GET', '', '1', '1'],
  ],
  [
    'resume that gives neither a request nor nothing is a failed attempt that says so',
    async (t) => {
      const seen = [];
      for (const given of ['/resume', new URL('http://localhost/resume')]) {
        const source = t.open(t.url(), { resume: () => given, maxRetries: 1 });
        await t.closed(source);
        seen.push(source.errors[1].cause.name, source.errors[1].message.includes('The option resume takes'));
      }
      return [...seen, (await t.requests()).length];
    },
    ['TypeError', true, 'TypeError', true, 2],
  ],
  [
    'resume that gives nothing ends the source with a reason',
    async (t) => {
      const source = t.open(t.url(), { method: 'POST', body: 'a', resume: () => null });
      await t.closed(source);
      return [source.log, source.errors[1].message.includes('resume'), (await t.requests()).length];
    },
    [['open 1', '1 ', 'error 0', 'error 2'], true, 1],
  ],
  [
    "the page's own fetch is used, and given what the page has chosen",
    async (t) => {
      const seen = [];
      const own = (url, init) => {
        seen.push([
          url === t.url(),
          init.cache,
          init.credentials,
          init.mode,
          init.headers.Accept,
          init.redirect,
        ]);
        return fetch(url, init);
      };
      const source = t.open(t.url(), { fetch: own, cache: 'reload', credentials: 'omit', mode: 'cors' });
      await t.logged(source, 2);
      return [
        seen[0],
        source.log.slice(0, 2),
        source.constructor[Symbol.for('eventsource.supports-fetch-override')],
      ];
    },
    [[true, 'reload', 'omit', 'cors', 'text/event-stream', undefined], ['open 1', '1 '], true],
    FETCH,
  ],
  [
    'a fetch that throws or rejects is a failed attempt, and no CORS probe is made',
    async (t) => {
      const fails = [
        () => {
          throw new Error('offline');
        },
        () => Promise.reject(new Error('offline')),
      ];
      const results = [];
      for (const fetch of fails) {
        const source = t.open(t.url({}, t.other), { fetch, maxRetries: 1 });
        await t.closed(source);
        results.push(source.log, source.errors[0].cause.message);
      }
      return [...results, (await t.requests()).length];
    },
    [['error 0', 'error 2'], 'offline', ['error 0', 'error 2'], 'offline', 0],
    FETCH,
  ],
  [
    'what fetch refuses of a POST that may be repeated fails once',
    async (t) => {
      const source = t.open(t.url(), { method: 'POST', body: 'a', maxRetries: 3, referrerPolicy: 'bogus' });
      await t.closed(source);
      const [{ message, willRetry }] = source.errors;
      return [source.log, message.startsWith('the request cannot be made'), willRetry];
    },
    [['error 2'], true, false],
    FETCH,
  ],
  [
    'a redirect to another scheme is a network error, with headers, too',
    async (t) => {
      const redirect = 'data:text/event-stream,data:a%0A%0A';
      const source = t.open(t.url({ status: 302, redirect }), { headers: { 'X-A': 'b' }, maxRetries: 1 });
      return t.closed(source);
    },
    ['error 0', 'error 2'],
  ],
  [
    'a POST that a redirect makes a GET says nothing of its body any more',
    async (t) => {
      const headers = { 'Content-Type': 'text/plain', 'X-A': 'b' };
      const redirect = t.url({ stay: '' });
      const source = t.open(t.url({ status: 303, redirect }), { method: 'POST', body: () => 'a', headers });
      await t.logged(source, 2);
      const { method, headers: sent, body } = (await t.requests()).at(-1);
      return [method, sent['content-type'], sent['x-a'], body];
    },
    ['GET', undefined, 'b', ''],
    NODE,
  ],
  [
    'a signal closes the source without an event, and one that is aborted never connects',
    async (t) => {
      const controller = new AbortController();
      const source = t.open(t.url({ stay: '' }), { signal: controller.signal });
      await t.logged(source, 2);
      controller.abort();
      const states = [source.readyState, t.open(t.url(), { signal: controller.signal }).readyState];
      await t.until(async () => (await t.requests())[0].closed);
      await t.wait(50);
      return [states, source.log, (await t.requests()).length];
    },
    [[2, 2], ['open 1', '1 '], 1],
  ],
  [
    'a source begins with the ID that it is given',
    async (t) => {
      const source = t.open(t.url({ body: 'data:a\n\n', stay: '' }), { lastEventId: 'é7' });
      const before = source.lastEventId;
      const event = await new Promise((resolve) => (source.onmessage = resolve));
      const [request] = await t.requests();
      return [before, event.lastEventId, request.headers['last-event-id']];
    },
    ['é7', 'é7', 'Ã©7'],
  ],
  [
    'the ID is in the query, and to another origin in the query alone, without a preflight',
    async (t) => {
      const init = { lastEventIdQueryParameterName: 'last', lastEventId: 'a b' };
      await t.logged(t.open(t.url({ last: 'old' }), init), 4);
      await t.logged(t.open(t.url({}, t.other), init), 4);
      const ids = (await t.requests(true)).map(({ at, method, url, headers }) => {
        const values = new URL(url, t.origin).searchParams.getAll('last').join();
        return [at, method, values, headers['last-event-id']].join(' ');
      });
      const isNode = typeof document === 'undefined';
      return [
        ids.find((it) => it.startsWith('origin')),
        ids.find((it) => it.startsWith('other')),
        ids.some((it) => it.includes('OPTIONS')),
      ].map(
        // Node has no origin of its own, so no other one either.
        (value) => (isNode && value === 'other GET a b a b' ? 'other GET a b ' : value),
      );
    },
    ['origin GET a b a b', 'other GET a b ', false],
  ],
  [
    'a response that is retried waits as long as the server says, and what is not listed is final',
    async (t) => {
      const url = t.url({ fail: 1, header: 'Retry-After:1', stay: '' });
      const source = t.open(url, { retryOn: [503] });
      await t.logged(source, 2);
      const [{ delay, willRetry, status, code, attempt }] = source.errors;
      const [first, second] = await t.requests();
      const final = t.open(t.url({ status: 500 }), { retryOn: [503] });
      await t.closed(final);
      return [
        source.log[0],
        delay,
        willRetry,
        status,
        code,
        attempt,
        second.time - first.time >= 990,
        final.log,
      ];
    },
    ['error 0', 1000, true, 503, 503, 1, true, ['error 2']],
  ],
  [
    'a date in Retry-After is a time to wait, and nonsense is none',
    async (t) => {
      const delays = [];
      const later = new Date(Date.now() + 3_600_000).toUTCString();
      for (const value of [
        later,
        '-1',
        'soon',
        'later 1',
        '1e3',
        '99999999999999',
        'Mon, 01 Jan 2001 00:00:00 GMT',
      ]) {
        const source = t.open(t.url({ status: 503, header: `Retry-After:${value}` }), { retryOn: [503] });
        await t.logged(source, 1);
        source.close();
        const [{ delay }] = source.errors;
        delays.push(delay > 3_590_000 && delay <= 3_600_000 ? 'an hour' : delay);
      }
      return delays;
    },
    ['an hour', 20, 20, 20, 20, 2147483647, 0],
  ],
  [
    'a function decides which responses are retried, and one that throws decides for none',
    async (t) => {
      const seen = [];
      const retryOn = ({ status, headers, attempt }) => {
        seen.push([status, headers.get('x-answer'), attempt]);
        return attempt < 3;
      };
      await t.closed(t.open(t.url({ status: 500, header: 'X-Answer:a' }), { retryOn }));
      const throws = () => {
        throw new Error('undecided');
      };
      const source = t.open(t.url({ status: 500 }), { retryOn: throws });
      await t.closed(source);
      // What a promise is rejected with would end the process of Node.
      const late = t.open(t.url({ status: 500 }), { retryOn: () => Promise.reject(new Error('too late')) });
      await t.closed(late);
      return [seen, source.log, source.errors[0].cause.message, late.errors[0].cause.message];
    },
    [
      [
        [500, 'a', 1],
        [500, 'a', 2],
        [500, 'a', 3],
      ],
      ['error 2'],
      'undecided',
      'retryOn has to answer at once, with true or false.',
    ],
  ],
  [
    'a 401 asks the function for headers once more, at once, and without an error event',
    async (t) => {
      let attempt = 0;
      const headers = () => ({ Authorization: `token ${(attempt += 1)}` });
      const init = { headers, reconnectionTime: 60_000 };
      const renewed = t.open(t.url({ needs: 'token 2', stay: '' }), init);
      await t.logged(renewed, 2);
      const refused = t.open(t.url({ needs: 'another' }), init);
      await t.closed(refused);
      return [renewed.log, refused.log, (await t.requests()).filter((it) => it.method === 'GET').length];
    },
    [['open 1', '2 '], ['error 2'], 4],
    FETCH,
  ],
  [
    'a source gives up after maxRetries attempts, and says so',
    async (t) => {
      const source = t.open(t.url({ status: 503 }), { retryOn: [503], maxRetries: 2 });
      await t.closed(source);
      const last = source.errors.at(-1);
      return [
        source.log,
        source.errors.map(({ attempt }) => attempt),
        last.willRetry,
        last.message.includes('maxRetries'),
      ];
    },
    [['error 0', 'error 0', 'error 2'], [1, 2, 3], false, true],
  ],
  [
    'delays double up to maxReconnectionTime, and jitter takes a part of them away',
    async (t) => {
      const init = { retryOn: [503], maxRetries: 4, reconnectionTime: 10, maxReconnectionTime: 35 };
      const growing = t.open(t.url({ status: 503 }), init);
      const random = t.open(t.url({ status: 503 }), { ...init, jitter: 1 });
      await Promise.all([t.closed(growing), t.closed(random)]);
      const caps = [10, 20, 35, 35];
      const delays = random.errors.slice(0, 4).map(({ delay }) => delay);
      return [growing.errors.map(({ delay }) => delay), delays.every((delay, index) => delay <= caps[index])];
    },
    [[10, 20, 35, 35, undefined], true],
  ],
  [
    'heartbeatTimeout gives a silent connection up, and a comment is life',
    async (t) => {
      const source = t.open(t.url({ stay: '' }), { heartbeatTimeout: 150 });
      await t.logged(source, 4);
      const [first, second] = await t.requests();
      await t.until(async () => (await t.requests())[0].closed);
      return [
        source.log.slice(0, 4),
        source.errors[0].message.includes('heartbeatTimeout'),
        second.time - first.time >= 150,
      ];
    },
    [['open 1', '1 ', 'error 0', 'open 1'], true, true],
  ],
  [
    'reconnect() makes another connection at once, with the ID, and a closed source cannot',
    async (t) => {
      const source = t.open(t.url({ stay: '' }), { reconnectionTime: 60_000 });
      await t.logged(source, 2);
      source.reconnect();
      const state = source.readyState;
      await t.logged(source, 4);
      await t.until(async () => (await t.requests())[0].closed);
      source.close();
      let name;
      try {
        source.reconnect();
      } catch (error) {
        name = error.name;
      }
      return [state, source.log, name];
    },
    [0, ['open 1', '1 ', 'open 1', '2 1'], 'InvalidStateError'],
  ],
  [
    'reconnect() ends a wait, also in the handler of the error',
    async (t) => {
      const source = t.open(t.url(), { reconnectionTime: 60_000 });
      source.addEventListener('error', () => source.log.length < 6 && source.reconnect());
      return await t.logged(source, 6);
    },
    ['open 1', '1 ', 'error 0', 'open 1', '2 1', 'error 0'],
  ],
  [
    'reconnect() in the listener of a message loses nothing of its chunk',
    async (t) => {
      const body = 'id:1\ndata:a\n\nid:2\ndata:b\n\nid:3\ndata:c\n\n';
      const source = t.open(t.url({ body, stay: '' }));
      source.addEventListener('message', () => source.log.length === 2 && source.reconnect());
      const log = await t.logged(source, 8);
      const [, second] = await t.requests();
      return [log, second.headers['last-event-id']];
    },
    [['open 1', 'a', 'b', 'c', 'open 1', 'a', 'b', 'c'], '3'],
  ],
  [
    'a function of the page may close the source, or make it go on',
    async (t) => {
      let attempts = 0;
      let responses = 0;
      const closing = t.open(t.url(), {
        headers: () => {
          if ((attempts += 1) === 2) closing.close();
          return {};
        },
      });
      const going = t.open(t.url({ status: 403, fail: 0 }), {
        retryOn: () => {
          if (going.log.length === 0 && (responses += 1) < 4) going.reconnect();
          return false;
        },
      });
      await t.closed(going);
      await t.wait(100);
      return [closing.log, closing.readyState, going.log];
    },
    [['open 1', '1 ', 'error 0'], 2, ['error 2']],
    ['fetch'],
  ],
  [
    'an error says nothing of a response before',
    async (t) => {
      const source = t.open(t.url({ cut: '', body: 'data:a\n\n' }), { retryOn: [503], maxRetries: 1 });
      await t.closed(source);
      const refused = t.open('http://localhost:9/', { maxRetries: 0 });
      await t.closed(refused);
      return [source.errors.map(({ status }) => status), refused.errors[0].status];
    },
    [[200, 200], undefined],
  ],
  [
    'events say the status and the headers of the response, and an error its body',
    async (t) => {
      const source = t.open(t.url({ header: 'X-Answer:a', stay: '' }));
      const open = await new Promise((resolve) => (source.onopen = resolve));
      const refused = t.open(
        t.url({ status: 404, header: ['X-Answer:b', 'Content-Type:text/plain'], body: 'nothing é' }),
      );
      const event = await new Promise(
        (resolve) => (refused.onerror = (event) => resolve([event, event.text()])),
      );
      const [error, text] = event;
      return [
        [open.status, open.statusText, open.headers.get('x-answer')],
        [
          error.status,
          error.statusText,
          error.headers.get('X-Answer'),
          error.code,
          error.willRetry,
          error.attempt,
        ],
        await text,
        [Object.prototype.toString.call(error), Object.keys(error).includes('message')],
      ];
    },
    [[200, 'OK', 'a'], [404, 'Not Found', 'b', 404, false, 1], 'nothing é', ['[object Event]', true]],
  ],
  [
    'the body of a refused answer that nothing reads is given up, and text() then says that it is too late',
    async (t) => {
      const source = t.open(t.url({ status: 404, body: 'a', stay: '' }));
      await t.closed(source);
      await t.until(async () => (await t.requests())[0].closed);
      return source.errors[0].text().catch(({ name }) => name);
    },
    'TypeError',
  ],
  [
    'the text of a refused answer without a body is empty',
    async (t) => {
      const source = t.open(t.url({ status: 204, body: '' }));
      return new Promise((resolve) => (source.onerror = (event) => resolve(event.text())));
    },
    '',
  ],
  [
    'the text of a refused answer is bounded',
    async (t) => {
      const source = t.open(t.url({ status: 404, size: 1_500_000, stay: '' }));
      const text = await new Promise((resolve) => (source.onerror = (event) => resolve(event.text())));
      await t.until(async () => (await t.requests())[0].closed);
      return text.length;
    },
    1 << 20,
  ],
  [
    'a wrong content type and an event that is too large say what is wrong',
    async (t) => {
      const wrong = t.open(t.url({ header: 'Content-Type:text/html' }));
      const large = t.open(t.url({ body: `data:${'a'.repeat(200)}`, stay: '' }), { maxBufferSize: 100 });
      await Promise.all([t.closed(wrong), t.closed(large)]);
      return [wrong.errors[0].message.includes('text/html'), large.errors[0].message.includes('100 bytes')];
    },
    [true, true],
  ],
  ...[301, 302, 303, 307, 308].flatMap((status) => [
    [
      `a redirect by ${status} to another origin takes no header of the page along`,
      async (t) => {
        const redirect = t.url({ stay: '' }, t.other);
        const headers = { Authorization: 'secret', 'X-Token': 'secret' };
        const source = t.open(t.url({ status, redirect }), { headers });
        await t.logged(source, 2);
        const requests = await t.requests(true);
        const told = requests.filter(
          ({ at, headers }) => at === 'other' && JSON.stringify(headers).includes('secret'),
        );
        const first = requests.find(({ at }) => at === 'origin');
        const names = requests.map((it) => it.headers['access-control-request-headers'] ?? '').join();
        return [
          source.log[0],
          told.length,
          names.includes('x-token'),
          first.headers['x-token'],
          requests.some(({ at }) => at === 'other'),
        ];
      },
      ['open 1', 0, false, 'secret', true],
      ALL,
    ],
    [
      `a redirect by ${status} in the same origin is followed`,
      async (t) => {
        const headers = { 'X-Token': 'secret' };
        const source = t.open(t.url({ status, redirect: t.url({ stay: '', there: '' }) }), { headers });
        await t.logged(source, 2);
        const there = (await t.requests()).filter(({ url }) => url.includes('there'));
        return [source.log[0], there.at(-1).headers['x-token']];
      },
      ['open 1', 'secret'],
      FETCH,
    ],
  ]),
  [
    'a loop always gets what comes, of every type and in order, and closes the source when it is left',
    async (t) => {
      const body = 'retry:20\nid:1\ndata:a\n\nevent:tick\ndata:b\n\n';
      const source = t.open(t.url({ body }));
      const seen = [];
      for await (const event of source) {
        seen.push(`${event.type} ${event.data} ${event.lastEventId}`);
        if (seen.length === 3) break;
      }
      return [seen, source.readyState];
    },
    [['message a 1', 'tick b 1', 'message a 1'], 2],
  ],
  [
    'a loop gets the message whose listener closes the source',
    async (t) => {
      const source = t.open(t.url({ body: 'data:a\n\ndata:[DONE]\n\ndata:b\n\n', stay: '' }));
      source.addEventListener('message', ({ data }) => data === '[DONE]' && source.close());
      const seen = [];
      for await (const { data } of source) seen.push(data);
      return seen;
    },
    ['a', '[DONE]'],
  ],
  [
    'a loop ends with the stream of a POST, and throws the reason of a failure',
    async (t) => {
      const seen = [];
      for await (const { data } of t.open(t.url(), { method: 'POST', body: 'a' })) seen.push(data);
      try {
        for await (const { data } of t.open(t.url({ status: 404 }))) seen.push(data);
      } catch (error) {
        seen.push(error.status, error.message.includes('404'));
      }
      return seen;
    },
    ['1 ', 404, true],
  ],
  [
    'a loop that is too slow for an XMLHttpRequest, which cannot be slowed down, gets an error that says so',
    async (t) => {
      const source = t.open(t.url({ body: 'data:a\n\ndata:b\n\n', size: 3_000_000, stay: '' }), {
        maxBufferSize: 1 << 20,
      });
      const seen = [];
      try {
        for await (const { data } of source) {
          seen.push(data);
          await t.closed(source);
        }
      } catch (error) {
        seen.push(error.message.includes('was not read'));
      }
      await t.until(async () => (await t.requests())[0].closed);
      return [seen, source.log];
    },
    [
      ['a', 'b', true],
      ['open 1', 'a', 'b', 'error 2'],
    ],
    ['xhr', 'legacy'],
  ],
  [
    'a slow loop gets every event, also those before the failure',
    async (t) => {
      const body = Array.from({ length: 50 }, (_, index) => `data:${index}\n\n`).join('');
      const seen = [];
      try {
        for await (const { data } of t.open(t.url({ body, cut: '' }), { maxRetries: 0 })) {
          seen.push(data);
          await t.wait(1);
        }
      } catch (error) {
        seen.push(error.message.includes('failed'));
      }
      return [seen.length, seen[49], seen[50]];
    },
    [51, '49', true],
  ],
];

/** The cases of a transport. */
export const casesOf = (transport) =>
  cases
    .map(([, , , transports = ALL], index) => (transports.includes(transport) ? index : -1))
    .filter((it) => it >= 0);
