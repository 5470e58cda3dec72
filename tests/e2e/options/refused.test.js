// Requests that the page's policy or the engine refuses: what cannot ever work fails once and says why, and what works
// without the refused part is made without it.
//
// Knows Content-Security-Policy, mixed content, and what hosts put in the place of the engine's classes. Must not know how a
// source finds out.
//
//   node --test tests/e2e/options/refused.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { EventSource } from 'eventsource-wasm';
import { launch } from '../browsers.js';
import { runCase } from './context.js';
import { startOptionsServer } from './server.js';

const ROOT = new URL('../../../', import.meta.url);
/** Longer than the CORS probe, and than some reconnection times of the case. In milliseconds. */
const LATER = 1500;

let server;
let browser;
before(async () => {
  server = await startOptionsServer();
  browser = await launch('chromium');
});
after(async () => {
  await browser?.close();
  server?.close();
});

describe('a request that the page may not make', () => {
  for (const transport of ['fetch', 'xhr']) {
    it(`fails once because of connect-src, over ${transport}`, async () => {
      const csp = encodeURIComponent("connect-src 'self'");
      const { page } = await browser.visit(`${server.origin}/e2e/blank.html?csp=${csp}`);
      const events = await page.evaluate(openInPage, `${server.other}/s?key=csp`, transport, LATER);
      assert.deepEqual(events, [
        [2, 'the request cannot be made: connect-src of the Content-Security-Policy', false],
      ]);
    });

    it(`goes on if another request is refused by connect-src, over ${transport}`, async () => {
      const csp = encodeURIComponent(`connect-src 'self' ${server.other}/s`);
      const { page } = await browser.visit(`${server.origin}/e2e/blank.html?csp=${csp}`);
      const url = `${server.other}/s?key=another-${transport}&delay=300&stay`;
      // The source's URL begins with the first.
      const refused = [`${server.other}/`, `${server.other}/other`];
      const events = await page.evaluate(openBesideRefused, url, refused, transport);
      assert.deepEqual(events, [
        ...refused.map((url) => `refused ${url}`),
        'open',
        'message',
        ...refused.map((url) => `refused ${url}`),
        [1],
      ]);
    });

    it(`fails once because of mixed content, over ${transport}`, async () => {
      const { page } = await browser.visit('about:blank');
      await serveSecurely(page);
      await page.goto('https://page.test/tests/e2e/blank.html');
      const events = await page.evaluate(openInPage, 'http://stream.test/', transport, LATER);
      assert.deepEqual(events, [
        [2, 'the request cannot be made: a page of HTTPS cannot fetch from a server of HTTP', false],
      ]);
    });
  }
});

describe('a server that does not allow Last-Event-ID, though the URL has the origin of the page', () => {
  for (const transport of ['fetch', 'xhr']) {
    it(`goes on without it if the URL leads to another origin, over ${transport}`, async () => {
      const key = `elsewhere-${transport}`;
      const redirect = encodeURIComponent(`${server.other}/s?key=${key}-there&simple`);
      const url = `${server.origin}/s?key=${key}&status=302&redirect=${redirect}`;
      const { page } = await browser.visit(`${server.origin}/e2e/blank.html`);
      assert.deepEqual(await page.evaluate(openOften, url, transport), [4, 1]);
    });

    it(`has the ID in the query if the URL leads to another origin, over ${transport}`, async () => {
      const key = `query-${transport}`;
      const redirect = encodeURIComponent(`${server.other}/s?key=${key}-there&simple`);
      const url = `${server.origin}/s?key=${key}&status=307&redirect=${redirect}`;
      const { page } = await browser.visit(`${server.origin}/e2e/blank.html`);
      assert.deepEqual(await page.evaluate(openOften, url, transport, 'id'), [4, 0]);
    });

    it(`goes on without it if the page is in a sandbox, over ${transport}`, async () => {
      const url = `${server.origin}/s?key=sandbox-${transport}&header=Access-Control-Allow-Origin:*`;
      const csp = encodeURIComponent('sandbox allow-scripts');
      const { page } = await browser.visit(`${server.origin}/e2e/blank.html?csp=${csp}`);
      assert.deepEqual(await page.evaluate(openOften, url, transport), [4, 1]);
    });
  }
});

describe('a host whose classes are not those of its fetch', () => {
  /** What a source logs while a global is another one. */
  const logWith = async (name, value, key) => {
    const original = globalThis[name];
    globalThis[name] = value;
    try {
      const settings = { EventSource, transport: 'fetch', origin: server.origin, other: server.other, key };
      return await runCase((t) => t.logged(t.open(t.url()), 4), settings);
    } finally {
      globalThis[name] = original;
    }
  };

  it('does without the signal of another realm', async () => {
    class AnotherController {
      signal = new EventTarget();
      abort() {}
    }
    const log = await logWith('AbortController', AnotherController, 'signal');
    assert.deepEqual(log, ['open 1', '1 ', 'error 0', 'open 1']);
  });

  it('does without a cache mode that the host does not know', async () => {
    const { Request: EngineRequest, fetch: engineFetch } = globalThis;
    const refuse = (init) => {
      if (init?.cache) throw new TypeError(`Unsupported cache mode: ${init.cache}`);
    };
    globalThis.fetch = async (url, init) => {
      refuse(init);
      return engineFetch(url, init);
    };
    class HostRequest extends EngineRequest {
      constructor(url, init) {
        refuse(init);
        super(url, init);
      }
    }
    try {
      const log = await logWith('Request', HostRequest, 'cache');
      assert.deepEqual(log, ['open 1', '1 ', 'error 0', 'open 1']);
    } finally {
      globalThis.fetch = engineFetch;
    }
  });

  it('fails once if it takes no request at all', async () => {
    const { Request: EngineRequest, fetch: engineFetch } = globalThis;
    globalThis.fetch = () => Promise.reject(new TypeError('not here'));
    class NoRequest {
      constructor() {
        throw new TypeError('not here');
      }
    }
    try {
      const source = new EventSource('http://localhost:9/');
      globalThis.Request = /** @type {any} */ (NoRequest);
      const event = await new Promise((resolve) => (source.onerror = resolve));
      assert.deepEqual([source.readyState, event.cause.message], [2, 'not here']);
    } finally {
      globalThis.Request = EngineRequest;
      globalThis.fetch = engineFetch;
    }
  });
});

/** In the page: what happens to a source while it connects and when it is open, each time beside requests that are refused. */
async function openBesideRefused(url, refused, transport) {
  const { EventSource } = await import('/pkg/dist/index.js');
  const log = [];
  const refuse = async () => {
    for (const url of refused) {
      const violation = new Promise((resolve) => {
        addEventListener('securitypolicyviolation', resolve, { once: true });
      });
      fetch(url).catch(() => {});
      log.push(`refused ${(await violation).blockedURI}`);
    }
  };
  const source = new EventSource(url, { transport });
  const message = new Promise((resolve) => (source.onmessage = resolve));
  source.onopen = () => log.push('open');
  source.onerror = ({ message }) => log.push(`error: ${message}`);
  await refuse();
  await message;
  log.push('message');
  await refuse();
  log.push([source.readyState]);
  source.close();
  return log;
}

/** A page of HTTPS without a server of HTTPS. */
async function serveSecurely(page) {
  await page.setRequestInterception(true);
  page.on('request', async (request) => {
    const url = new URL(request.url());
    if (url.host !== 'page.test') return request.continue();
    const path = url.pathname.slice(1);
    const contentType = path.endsWith('.js') ? 'text/javascript' : 'text/html';
    await request.respond({ contentType, body: await readFile(new URL(path, ROOT)) });
  });
}

/** In the page: how often a source has been open, and how many errors have named the header. */
async function openOften(url, transport, lastEventIdQueryParameterName) {
  const { EventSource } = await import('/pkg/dist/index.js');
  const source = new EventSource(url, { transport, lastEventIdQueryParameterName });
  const hints = [];
  source.onerror = ({ message }) => message.includes('Last-Event-ID') && hints.push(message);
  let opened = 0;
  await new Promise((resolve) => {
    source.onopen = () => {
      opened += 1;
      if (opened === 4) resolve(undefined);
    };
    setTimeout(resolve, 8000);
  });
  source.close();
  return [opened, hints.length];
}

/** In the page: [readyState, message, willRetry] of each error. */
async function openInPage(url, transport, later) {
  const { EventSource } = await import('/pkg/dist/index.js');
  const source = new EventSource(url, { transport, reconnectionTime: 50 });
  const events = [];
  source.onerror = ({ message, willRetry }) => events.push([source.readyState, message, willRetry]);
  await new Promise((resolve) => setTimeout(resolve, later));
  source.close();
  return events;
}
