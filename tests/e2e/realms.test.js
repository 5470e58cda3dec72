// A class from another realm than its caller: that of a frame, and that of a worker that has called close().
// Knows frames and workers; must not know how a source finds its realm.
//
//   node --test tests/e2e/realms.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { launch } from './browsers.js';
import { startServer } from './server.js';

describe('a class of another realm', () => {
  let server;
  let browser;
  let page;

  before(async () => {
    server = await startServer();
    browser = await launch('chromium');
    ({ page } = await browser.visit(`${server.addresses.origin}/e2e/blank.html`));
  });
  after(async () => {
    await browser?.close();
    server?.close();
  });

  for (const implementation of ['native', 'fetch', 'xhr']) {
    it(`uses the frame's base URL and the frame's events: ${implementation}`, async () => {
      assert.deepEqual(await page.evaluate(inFrame, implementation), {
        url: `${server.addresses.origin}/s/drop-after-one?key=realm-${implementation}`,
        message: [false, true],
        open: [false, true],
        badUrl: [false, true, 'SyntaxError'],
        badSymbol: [false, true],
      });
    });

    it(`neither throws nor hangs in a worker that has called close(): ${implementation}`, async () => {
      assert.deepEqual(await page.evaluate(inClosedWorker, implementation), ['constructed', 0, 2]);
    });
  }
});

/** In the page: loads the class in a frame, and uses it from this realm. */
async function inFrame(implementation) {
  const frame = document.createElement('iframe');
  frame.srcdoc = `<!doctype html><base href="${location.origin}/s/"><script type="module">
    import { EventSource as ours } from '/pkg/index.js';
    parent.frameReady(${implementation === 'native'} ? EventSource : ours);
  </${''}script>`;
  const EventSource = await new Promise((resolve) => {
    Object.assign(globalThis, { frameReady: resolve });
    document.body.append(frame);
  });
  const realm = /** @type {any} */ (frame.contentWindow);
  const kinds = (object, name) => [object instanceof globalThis[name], object instanceof realm[name]];
  const thrown = (run) => {
    try {
      return run();
    } catch (error) {
      return error;
    }
  };
  const init = implementation === 'native' ? {} : { transport: implementation };
  const source = new EventSource(`drop-after-one?key=realm-${implementation}`, init);
  const event = (type) => new Promise((resolve) => (source[`on${type}`] = resolve));
  const [open, message] = await Promise.all([event('open'), event('message')]);
  source.close();
  const badUrl = thrown(() => new EventSource('http://['));
  const found = {
    url: source.url,
    message: kinds(message, 'MessageEvent'),
    open: kinds(open, 'Event'),
    badUrl: [...kinds(badUrl, 'DOMException'), badUrl.name],
    badSymbol: kinds(
      thrown(() => new EventSource(Symbol())),
      'TypeError',
    ),
  };
  frame.remove();
  return found;
}

/** In the page: starts a worker that calls close() and then constructs a source. */
function inClosedWorker(implementation) {
  const init = implementation === 'native' ? {} : { transport: implementation };
  const code = `
    import { EventSource as ours } from '${location.origin}/pkg/index.js';
    const EventSource = ${implementation === 'native'} ? self.EventSource : ours;
    close();
    try {
      const source = new EventSource('${location.origin}/s/drop-after-one?key=closed', ${JSON.stringify(init)});
      const { readyState } = source;
      source.close();
      postMessage(['constructed', readyState, source.readyState]);
    } catch (error) {
      postMessage(String(error));
    }`;
  const address = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  return new Promise((resolve) => {
    const worker = new Worker(address, { type: 'module' });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => resolve(message);
    setTimeout(resolve, 5_000, 'no message');
  });
}
