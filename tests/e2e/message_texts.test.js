// The strings of messages, in Chromium, Firefox and Node.
// Knows where the checks run; must not know the texts.
//
//   node --test tests/e2e/message_texts.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { EventSource } from 'eventsource-wasm';
import { launch } from './browsers.js';
import { startServer } from './server.js';
import { wrongMessages } from './message_texts.js';

const MESSAGES = 200;

describe('the texts of messages', () => {
  let server;
  before(async () => {
    server = await startServer();
  });
  after(() => server.close());

  it('are those of the stream, for every length, in Node', async () => {
    assert.deepEqual(await wrongMessages(EventSource), []);
  });

  for (const engine of ['chromium', 'firefox']) {
    describe(`in ${engine}`, () => {
      let browser;
      let page;
      before(async () => {
        browser = await launch(engine);
        ({ page } = await browser.visit(`${server.addresses.origin}/e2e/blank.html`));
      });
      after(() => browser?.close());

      const run = (name, ...given) =>
        page.evaluate(
          async (name, given) => {
            const [pkg, texts] = await Promise.all(
              ['/pkg/index.js', '/e2e/message_texts.js'].map((path) => import(path)),
            );
            return texts[name](pkg.EventSource, ...given);
          },
          name,
          given,
        );

      it('are those of the stream, for every length', async () => {
        assert.deepEqual(await run('wrongMessages'), []);
      });

      // An unnoticed fallback to TextDecoder would be correct, and half as fast.
      it('are decoded without TextDecoder where that is faster', async () => {
        const calls = await run('countDecodeCalls', MESSAGES);
        if (engine === 'chromium') assert.ok(calls < 20, `${calls} calls`);
        else assert.ok(calls >= MESSAGES, `${calls} calls`);
      });
    });
  }
});
