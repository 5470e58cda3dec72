// The demo in Chromium, as a user operates it: select a transport, watch the events, stop the server, restart it.
// Knows the elements of the page. Must not know the demo's modules, except for the function that starts it.
//
//   node --test tests/e2e/demo.test.js        leaves screenshots in test-results/

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startDemo } from '../../www/server.js';
import { launchChromium } from './browsers.js';

const RESULTS = fileURLToPath(new URL('../../test-results/', import.meta.url));
const TRANSPORTS = ['native', 'fetch', 'xhr', 'legacy', 'polling'];

/** A match of twenty seconds, and short reconnection times. */
const PACE = { minute: 200, pause: 60_000, tick: 40, pollEvery: 250, matchRetry: 250, priceRetry: 250 };
const DESKTOP = { width: 1360, height: 1000 };
const PHONE = { width: 390, height: 844, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

describe('the demo', () => {
  let browser;
  let demo;

  before(async () => {
    mkdirSync(RESULTS, { recursive: true });
    browser = await launchChromium();
  });

  after(() => browser?.close());

  for (const transport of TRANSPORTS) {
    it(`${transport}: loses and duplicates no event while the server is stopped`, async () => {
      demo = await startDemo({ pace: PACE });
      const page = await visit(browser, demo, DESKTOP);
      try {
        await page.click(`label[for=transport-${transport}]`);
        await stopAndRestart(page, transport);
        await page.screenshot({ path: `${RESULTS}demo-${transport}.png`, fullPage: true });
        assert.deepEqual(page.errors, []);
      } finally {
        await page.close();
        await demo.close();
      }
      await waitForUnsubscription(demo);
    });
  }

  it('switches from one transport to the next, and keeps the figures of the previous one', async () => {
    demo = await startDemo({ pace: PACE });
    const page = await visit(browser, demo, DESKTOP);
    try {
      for (const transport of TRANSPORTS) {
        await page.click(`label[for=transport-${transport}]`);
        await page.waitForFunction(
          (name) => {
            const card = document.getElementById(`transport-${name}`).closest('.choice');
            return Number(card.querySelector('[data-figure=events]').textContent) > 5;
          },
          { timeout: 5000 },
          transport,
        );
      }
      const requests = await page.$$eval('#choices [data-figure=requests]', (all) =>
        all.map(({ textContent }) => Number(textContent)),
      );
      assert.deepEqual(requests.slice(0, 4), [2, 2, 2, 2], 'a stream is one request');
      assert.equal(demo.subscribers(), 0, 'the streams are closed once polling has taken over');
      assert.deepEqual(page.errors, []);
    } finally {
      await page.close();
      await demo.close();
    }
  });

  it('shows that the browser has no EventSource, and selects the package', async () => {
    demo = await startDemo({ pace: PACE });
    const page = await browser.newPage();
    try {
      await page.evaluateOnNewDocument('delete globalThis.EventSource');
      await page.goto(`${demo.address}/#native`);
      await page.waitForSelector('#match[data-state=open]', { timeout: 5000 });
      assert.ok(await page.$eval('#transport-native', (input) => input.disabled));
      assert.ok(await page.$eval('#transport-fetch', (input) => input.checked));
      assert.match(await page.$eval('label[for=transport-native]', (label) => label.textContent), /has none/);
    } finally {
      await page.close();
      await demo.close();
    }
  });

  it('can be loaded while the server is stopped, and restarts it', async () => {
    demo = await startDemo({ pace: PACE });
    const page = await visit(browser, demo, DESKTOP);
    try {
      await page.click('#switch');
      await page.waitForSelector('#server[data-state=dead]', { timeout: 5000 });
      await page.reload();
      await page.waitForSelector('#server[data-state=dead]', { timeout: 5000 });
      await page.click('#switch');
      await waitForState(page, 'open');
      await waitForLines(page, 3);
    } finally {
      await page.close();
      await demo.close();
    }
  });

  it('fits the screen of a phone, in the light and the dark colour scheme', async () => {
    demo = await startDemo({ pace: PACE });
    const page = await visit(browser, demo, PHONE);
    try {
      await page.waitForFunction(() => document.querySelectorAll('.line').length > 8, { timeout: 8000 });
      for (const scheme of ['light', 'dark']) {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        await page.screenshot({ path: `${RESULTS}demo-phone-${scheme}.png`, fullPage: true });
      }
      const [needed, there] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(needed <= there, `the page is ${needed} px wide on a screen of ${there} px`);
      assert.equal(there, PHONE.width);
    } finally {
      await page.close();
      await demo.close();
    }
  });
});

/** The server notices a closed connection after a short time. */
async function waitForUnsubscription(demo) {
  for (let tries = 0; tries < 100 && demo.subscribers() > 0; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.equal(demo.subscribers(), 0, 'a closed connection is still subscribed');
}

/** Opens the page. `page.errors` has its uncaught exceptions. */
async function visit(browser, demo, viewport) {
  const page = await browser.newPage();
  page.errors = [];
  page.on('pageerror', (error) => page.errors.push(error.message));
  await page.setViewport(viewport);
  await page.goto(demo.address);
  await page.waitForSelector('#match[data-state=open]', { timeout: 5000 });
  return page;
}

async function stopAndRestart(page, transport) {
  await waitForLines(page, 5);
  await waitForState(page, 'open');
  await page.click('#switch');
  await page.waitForSelector('#server[data-state=dead]', { timeout: 5000 });
  await waitForState(page, 'connecting');
  const killed = await read(page);
  // Long enough for new events of the match and the prices.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.deepEqual((await read(page)).ids, killed.ids, 'a stopped server sends no events');

  await page.click('#switch');
  await page.waitForSelector('#server[data-state=open]', { timeout: 5000 });
  await waitForState(page, 'open');
  await waitForLines(page, killed.ids.length + 6);
  if (transport !== 'polling') await waitForSeenIds(page, killed);
  const { ids, seams, match, prices } = await read(page);
  const first = Number(ids[0]);
  assert.deepEqual(
    ids,
    ids.map((_, index) => String(first + index)),
    'every line is there once, in order',
  );
  assert.deepEqual(seams, [killed.match.lastEventId], 'the request had the ID of the last line');
  for (const [now, before] of [
    [match, killed.match],
    [prices, killed.prices],
  ]) {
    assert.match(now.sequence, /^\d+ · 0 lost · 0 doubled$/);
    assert.equal(Number(now.reconnections), 1);
    assert.ok(Number(now.requests) > Number(before.requests));
    if (transport !== 'polling') assert.equal(now.seen, before.lastEventId);
  }
}

/** Waits until there are at least `count` lines of commentary. */
const waitForLines = (page, count) =>
  page.waitForFunction(
    (wanted) => document.querySelectorAll('.line').length >= wanted,
    { timeout: 8000 },
    count,
  );

/**
 * Waits until the page shows the Last-Event-ID that the server received. The page requests it after each open event.
 */
const waitForSeenIds = (page, { match, prices }) =>
  page.waitForFunction(
    (wanted) =>
      wanted.every(
        ([panel, id]) => document.querySelector(`#${panel} [data-figure=seen]`).textContent === id,
      ),
    { timeout: 8000 },
    [
      ['match', match.lastEventId],
      ['prices', prices.lastEventId],
    ],
  );

/** Waits until both panels show the state, by colour and by text. */
const waitForState = (page, state) =>
  page.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll('#match, #prices')].every(
        (panel) =>
          panel instanceof HTMLElement &&
          panel.dataset.state === wanted &&
          panel.querySelector('.lamp-text').textContent === wanted,
      ),
    { timeout: 8000 },
    state,
  );

/** The content of the page, the oldest line first. */
const read = (page) =>
  page.evaluate(() => {
    const figures = (id) =>
      Object.fromEntries(
        [...document.querySelectorAll(`#${id} [data-figure]`)].map((figure) => [
          figure.getAttribute('data-figure'),
          figure.textContent,
        ]),
      );
    const all = (selector, name) =>
      [...document.querySelectorAll(selector)].map((element) => element.getAttribute(name)).reverse();
    return {
      ids: all('.line', 'data-id'),
      seams: all('.seam', 'data-seen'),
      match: figures('match'),
      prices: figures('prices'),
    };
  });
