// The demo, driven as a visitor would: choose what carries the streams, watch, kill the server, bring it back.
// Knows what stands on the page. Must not know the demo's modules, beyond the function that starts it.
//
//   node --test tests/e2e/demo.test.js        leaves screenshots in test-results/

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import puppeteer from 'puppeteer-core';
import { startDemo } from '../../www/server.js';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const RESULTS = fileURLToPath(new URL('../../test-results/', import.meta.url));
const CARRIERS = ['native', 'fetch', 'xhr', 'legacy', 'polling'];

/** A match of twenty seconds, and nobody waits three seconds to try again. */
const PACE = { minute: 200, pause: 60_000, tick: 40, pollEvery: 250, matchRetry: 250, priceRetry: 250 };
const DESKTOP = { width: 1360, height: 1000 };
const PHONE = { width: 390, height: 844, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

describe('the demo', () => {
  let browser;
  let demo;

  before(async () => {
    assert.ok(
      existsSync(CHROMIUM),
      `Chromium is not at ${CHROMIUM}: install Debian's package "chromium", or name it by CHROMIUM=…`,
    );
    mkdirSync(RESULTS, { recursive: true });
    browser = await puppeteer.launch({
      executablePath: CHROMIUM,
      headless: true,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });

  after(() => browser?.close());

  for (const carrier of CARRIERS) {
    it(`${carrier}: loses and doubles nothing while the server is dead`, async () => {
      demo = await startDemo({ pace: PACE });
      const page = await visit(browser, demo, DESKTOP);
      try {
        await page.click(`label[for=carrier-${carrier}]`);
        await surviveAKill(page, carrier);
        await page.screenshot({ path: `${RESULTS}demo-${carrier}.png`, fullPage: true });
        assert.deepEqual(page.errors, []);
      } finally {
        await page.close();
        await demo.close();
      }
      await forgets(demo);
    });
  }

  it('goes from one carrier to the other, and keeps what the one before has cost', async () => {
    demo = await startDemo({ pace: PACE });
    const page = await visit(browser, demo, DESKTOP);
    try {
      for (const carrier of CARRIERS) {
        await page.click(`label[for=carrier-${carrier}]`);
        await page.waitForFunction(
          (name) => {
            const card = document.getElementById(`carrier-${name}`).closest('.choice');
            return Number(card.querySelector('[data-figure=events]').textContent) > 5;
          },
          { timeout: 5000 },
          carrier,
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

  it('says where the browser has no EventSource, and goes on with the package', async () => {
    demo = await startDemo({ pace: PACE });
    const page = await browser.newPage();
    try {
      await page.evaluateOnNewDocument('delete globalThis.EventSource');
      await page.goto(`${demo.address}/#native`);
      await page.waitForSelector('#match[data-state=open]', { timeout: 5000 });
      assert.ok(await page.$eval('#carrier-native', (input) => input.disabled));
      assert.ok(await page.$eval('#carrier-fetch', (input) => input.checked));
      assert.match(await page.$eval('label[for=carrier-native]', (label) => label.textContent), /has none/);
    } finally {
      await page.close();
      await demo.close();
    }
  });

  it('can be loaded while the server is dead, and brings it back', async () => {
    demo = await startDemo({ pace: PACE });
    const page = await visit(browser, demo, DESKTOP);
    try {
      await page.click('#switch');
      await page.waitForSelector('#server[data-state=dead]', { timeout: 5000 });
      await page.reload();
      await page.waitForSelector('#server[data-state=dead]', { timeout: 5000 });
      await page.click('#switch');
      await lamps(page, 'open');
      await arrived(page, 3);
    } finally {
      await page.close();
      await demo.close();
    }
  });

  it('fits a phone, by day and by night', async () => {
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

/** Opens the page; `page.errors` are the exceptions that nobody caught. */
/** A server learns that a connection is gone a moment after it is. */
async function forgets(demo) {
  for (let tries = 0; tries < 100 && demo.subscribers() > 0; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.equal(demo.subscribers(), 0, 'whoever has gone is no subscriber any more');
}

async function visit(browser, demo, viewport) {
  const page = await browser.newPage();
  page.errors = [];
  page.on('pageerror', (error) => page.errors.push(error.message));
  await page.setViewport(viewport);
  await page.goto(demo.address);
  await page.waitForSelector('#match[data-state=open]', { timeout: 5000 });
  return page;
}

async function surviveAKill(page, carrier) {
  await arrived(page, 5);
  await lamps(page, 'open');
  await page.click('#switch');
  await page.waitForSelector('#server[data-state=dead]', { timeout: 5000 });
  await lamps(page, 'connecting');
  const killed = await read(page);
  // Long enough for the match and the prices to go on without the page.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  assert.deepEqual((await read(page)).ids, killed.ids, 'nothing comes from a dead server');

  await page.click('#switch');
  await page.waitForSelector('#server[data-state=open]', { timeout: 5000 });
  await lamps(page, 'open');
  await arrived(page, killed.ids.length + 6);
  if (carrier !== 'polling') await told(page, killed);
  const { ids, seams, match, prices } = await read(page);
  const first = Number(ids[0]);
  assert.deepEqual(
    ids,
    ids.map((_, index) => String(first + index)),
    'every line is there, once, in its order',
  );
  assert.deepEqual(seams, [killed.match.lastEventId], 'the server was asked to go on after the last line');
  for (const [now, before] of [
    [match, killed.match],
    [prices, killed.prices],
  ]) {
    assert.match(now.sequence, /^\d+ · 0 lost · 0 doubled$/);
    assert.equal(Number(now.reconnections), 1);
    assert.ok(Number(now.requests) > Number(before.requests));
    if (carrier !== 'polling') assert.equal(now.seen, before.lastEventId);
  }
}

/** Waits until there are so many lines of commentary. */
const arrived = (page, count) =>
  page.waitForFunction(
    (wanted) => document.querySelectorAll('.line').length >= wanted,
    { timeout: 8000 },
    count,
  );

/** Waits until the page has been told what the server was asked behind: it asks for that when it is open again. */
const told = (page, { match, prices }) =>
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

/** Waits until both lamps say so, in colour and in words. */
const lamps = (page, state) =>
  page.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll('.panel')].every(
        (panel) =>
          panel instanceof HTMLElement &&
          panel.dataset.state === wanted &&
          panel.querySelector('.lamp-text').textContent === wanted,
      ),
    { timeout: 8000 },
    state,
  );

/** What the page shows: the oldest line first. */
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
