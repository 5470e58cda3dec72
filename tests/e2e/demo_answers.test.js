// The demo's panel of answers in Chromium, as a user operates it: ask, stop, let the token expire, break the answer.
// Knows the elements of the panel. Must not know the demo's modules, except for the function that starts it.
//
//   node --test tests/e2e/demo_answers.test.js        leaves screenshots in test-results/

import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startDemo } from '../../www/server.js';
import { launch } from './browsers.js';

const RESULTS = fileURLToPath(new URL('../../test-results/', import.meta.url));
const PACE = { minute: 200, pause: 60_000, tick: 100, word: 25 };

/** What the server receives for one answer. A source over XMLHttpRequest with headers looks for redirects first. */
const REQUESTS = {
  fetch: ['POST 200'],
  xhr: ['HEAD 204', 'POST 200'],
  legacy: ['HEAD 204', 'POST 200'],
  native: ['POST 200'],
  polling: ['POST 200'],
};

describe('the answers of the demo', () => {
  let browser;
  let demo;
  let visit;
  let page;
  let errors;

  before(async () => {
    mkdirSync(RESULTS, { recursive: true });
    browser = await launch('chromium');
  });
  after(() => browser?.close());

  beforeEach(async () => {
    demo = await startDemo({ pace: PACE });
    visit = await browser.visit(demo.address);
    page = visit.page;
    errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.setViewport({ width: 1360, height: 1000 });
    await page.waitForSelector('#ask:enabled', { timeout: 5000 });
  });
  afterEach(async () => {
    await visit.close();
    await demo.close();
    assert.deepEqual(errors, []);
  });

  for (const [transport, requests] of Object.entries(REQUESTS)) {
    it(`${transport}: the words arrive one by one, in one request with the token`, async () => {
      await choose(page, transport);
      await page.evaluate(() => {
        const lengths = (globalThis.lengths = []);
        const answer = document.getElementById('answer');
        const record = () => lengths.push(answer.textContent.length);
        new MutationObserver(record).observe(answer, { childList: true });
      });
      await page.click('#ask');
      await waitForState(page, 'done');
      const { answer, reason, exchanges } = await settled(page);
      const lengths = await page.evaluate(() => globalThis.lengths);
      assert.match(answer, /^A model writes its answer .* a whole answer from one that broke off\.$/);
      assert.ok(lengths.length > 20, `the answer has grown ${lengths.length} times`);
      assert.equal(reason, '');
      assert.deepEqual(summary(exchanges), requests);
      assert.match(exchanges.at(-1).token, /^Bearer …[0-9a-f]{4}$/);
      assert.equal(exchanges.at(-1).end, `${answer.split(' ').length} words · complete`);
      await page.screenshot({ path: `${RESULTS}demo-answers-${transport}.png`, fullPage: true });
    });
  }

  for (const transport of ['native', 'polling']) {
    it(`${transport}: the panel says that it cannot ask, and asks with this package`, async () => {
      await choose(page, transport);
      const note = await page.$eval('#answer-note', (element) => element.textContent);
      assert.match(note, /cannot send a POST or a token\. This panel asks with: This package, fetch\.$/);
    });
  }

  for (const transport of ['fetch', 'xhr', 'legacy']) {
    it(`${transport}: Stop closes the request at the server, and Retry asks once more`, async () => {
      await choose(page, transport);
      await page.click('#ask');
      await waitForWords(page, 5);
      assert.equal(demo.answering(), 1);
      await page.click('#stop');
      await waitForState(page, 'stopped');
      const { answer, reason, exchanges } = await settled(page);
      assert.match(exchanges.at(-1).end, /^\d+ words · closed by the page$/);
      assert.equal(demo.answering(), 0, 'the server writes on');
      assert.equal(reason, '');
      assert.doesNotMatch(answer, /broke off\.$/);

      await page.click('#retry');
      await waitForState(page, 'done');
      const retried = await settled(page);
      assert.match(retried.answer, /broke off\.$/);
      assert.deepEqual(summary(retried.exchanges), [...REQUESTS[transport], ...REQUESTS[transport]]);
    });

    it(`${transport}: a token that has expired is renewed, and the visitor notices nothing`, async () => {
      await choose(page, transport);
      await page.click('#expire');
      await page.waitForFunction(() => document.getElementById('token-state').textContent !== '');
      await page.click('#ask');
      await waitForState(page, 'done');
      const { answer, reason, exchanges } = await settled(page);
      const posts = exchanges.filter(({ request }) => request === 'POST /answers');
      assert.deepEqual(
        posts.map(({ status }) => status),
        ['401', '200'],
      );
      assert.notEqual(posts[0].token, posts[1].token);
      assert.match(answer, /broke off\.$/);
      assert.equal(reason, '', 'there is no error event');
      await page.screenshot({ path: `${RESULTS}demo-answers-401-${transport}.png`, fullPage: true });
    });

    it(`${transport}: an answer that breaks off is not asked again by itself, and the page says why`, async () => {
      await choose(page, transport);
      await page.click('#ask');
      await waitForWords(page, 5);
      await page.click('#switch');
      await waitForState(page, 'closed');
      const broken = await settled(page);
      assert.match(broken.reason, /^error: the connection has failed.* the request is not repeated without/);
      assert.match(broken.reason, /willRetry: false\)$/);
      assert.match(broken.exchanges.at(-1).end, /^\d+ words · broken off$/);

      await page.click('#switch');
      await page.waitForSelector('#match[data-state=open]', { timeout: 8000 });
      // Longer than the reconnection time of 3 s.
      await new Promise((resolve) => setTimeout(resolve, 3500));
      const later = await settled(page);
      assert.deepEqual(summary(later.exchanges), REQUESTS[transport]);
      assert.equal(later.answer, broken.answer, 'the words that have come stay');
      assert.equal(demo.answering(), 0);

      await page.click('#retry');
      await waitForState(page, 'done');
      assert.match((await settled(page)).answer, /broke off\.$/);
    });
  }

  it('a question while the server is stopped says that the connection has failed', async () => {
    await page.click('#switch');
    await page.waitForSelector('#server[data-state=dead]', { timeout: 5000 });
    await page.click('#ask');
    await waitForState(page, 'closed');
    const { reason, exchanges } = await settled(page);
    assert.match(reason, /^error: the connection has failed/);
    assert.deepEqual(exchanges, []);
  });

  it('shows the code that it runs, in 10 to 25 lines', async () => {
    const code = await page.$eval('#answer-code', (element) => element.textContent);
    const lines = code.split('\n').filter(Boolean);
    assert.ok(lines.length >= 10 && lines.length <= 25, `${lines.length} lines`);
    assert.match(code, /new EventSource\(url, \{\n {4}method: 'POST'/);
  });
});

/** Selects a transport, and scrolls to the panel, so that the sticky bar covers none of its buttons. */
async function choose(page, transport) {
  await page.click(`label[for=transport-${transport}]`);
  await page.$eval('#answers', (element) => element.scrollIntoView());
}

/** Waits for a state of the panel. The error has what the panel shows instead. */
async function waitForState(page, state) {
  try {
    await page.waitForSelector(`#answers[data-state=${state}]`, { timeout: 10_000 });
  } catch {
    const shown = await page.$eval('#answers .dialogue-talk', (element) => element.innerText);
    const now = await page.$eval('#answers', ({ dataset }) => dataset.state);
    assert.fail(`the panel is not ${state}, but ${now}:\n${shown}`);
  }
}

const waitForWords = (page, count) =>
  page.waitForFunction(
    (wanted) => document.getElementById('answer').textContent.trim().split(' ').length >= wanted,
    { timeout: 8000 },
    count,
  );

const summary = (exchanges) =>
  exchanges.map(({ request, status }) => `${request.replace(' /answers', '')} ${status}`);

/** The content of the panel, when the page shows how each response has ended. */
async function settled(page) {
  await page.waitForFunction(
    () =>
      document.getElementById('exchanges').getAttribute('aria-busy') === 'false' &&
      [...document.querySelectorAll('.exchange-end')].every((end) => !end.textContent.endsWith('· open')),
    { timeout: 8000 },
  );
  return page.evaluate(() => ({
    answer: document.getElementById('answer').textContent,
    reason: document.getElementById('answer-reason').textContent,
    exchanges: [...document.querySelectorAll('.exchange')].map((row) =>
      Object.fromEntries(
        ['request', 'token', 'status', 'end'].map((part) => [
          part,
          row.querySelector(`.exchange-${part}`).textContent,
        ]),
      ),
    ),
  }));
}
