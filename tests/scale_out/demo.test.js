// The demo of www/ on both forms of a cluster, in Chromium, as a user operates it: a node dies, then the switch ends and
// restarts the whole cluster but Redis. Knows the elements of the page. Must not know the parts of the demo.
//
//   node --test tests/scale_out/demo.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { startDemo } from '../../examples/scale-out/demo/demo.js';
import { launch } from '../e2e/browsers.js';
import { FORMS } from './forms.js';

/** A match of twenty seconds, and short reconnection times. */
const PACE = { minute: 200, pause: 60_000, tick: 40, pollEvery: 250, priceRetry: 250 };
const STREAMS = ['native', 'fetch', 'xhr', 'legacy'];

for (const name of Object.keys(FORMS)) {
  describe(`the demo on a cluster of the form ${name}`, () => {
    let browser;
    before(async () => void (browser = await launch('chromium')));
    after(() => browser?.close());

    for (const transport of STREAMS) {
      it(`${transport}: loses and doubles nothing while nodes are killed and the cluster is restarted`, async () => {
        const demo = await startDemo(FORMS[name], { pace: PACE, cluster: { restartAfter: 500 } });
        const { page, close } = await browser.visit(`${demo.address}/#${transport}`);
        try {
          await waitForEvents(page, 5);
          for (const { program } of demo.cluster.nodes) program.kill('SIGKILL');
          await page.waitForFunction(() => document.querySelector('.seam'), { timeout: 8000 });
          await waitForEvents(page, 5 + (await eventsOf(page)));
          await page.click('#switch');
          await page.waitForSelector('#server[data-state=dead]', { timeout: 5000 });
          await page.waitForSelector('#match[data-state=connecting]', { timeout: 5000 });
          const { match: before } = await read(page);
          await page.click('#switch');
          await page.waitForSelector('#server[data-state=open]', { timeout: 10_000 });
          await waitForEvents(page, 8 + (await eventsOf(page)));
          const { match, prices, ids, headers } = await read(page);
          for (const panel of [match, prices]) {
            assert.match(panel.sequence, /^\d+ · 0 lost · 0 doubled$/);
            assert.ok(Number(panel.reconnections) >= 2);
          }
          assert.equal(new Set(ids).size, ids.length, 'each line has its own ID');
          assert.ok(
            headers.includes(before.lastEventId),
            'the last ID before the restart was sent to the cluster',
          );
        } finally {
          await close();
          await demo.close();
        }
      });
    }

    it('answers polls', async () => {
      const demo = await startDemo(FORMS[name], { pace: PACE });
      const { page, close } = await browser.visit(`${demo.address}/#polling`);
      try {
        await waitForEvents(page, 8);
        assert.match((await read(page)).match.sequence, /^\d+ · 0 lost · 0 doubled$/);
      } finally {
        await close();
        await demo.close();
      }
    });
  });
}

const eventsOf = (page) =>
  page.evaluate(() =>
    Number.parseInt(document.querySelector('#match [data-figure=sequence]').textContent, 10),
  );

/** Waits until both panels have so many events. */
const waitForEvents = (page, count) =>
  page.waitForFunction(
    (wanted) =>
      [...document.querySelectorAll('[data-figure=sequence]')].every(
        ({ textContent }) => Number.parseInt(textContent, 10) >= wanted,
      ),
    { timeout: 15_000 },
    count,
  );

/** The figures of both panels, the IDs of all lines, and the IDs that the cluster has received after an interruption. */
const read = (page) =>
  page.evaluate(() => {
    const figures = (id) =>
      Object.fromEntries(
        [...document.querySelectorAll(`#${id} [data-figure]`)].map((figure) => [
          figure.getAttribute('data-figure'),
          figure.textContent,
        ]),
      );
    return {
      match: figures('match'),
      prices: figures('prices'),
      ids: [...document.querySelectorAll('.line')].map((line) => line.getAttribute('data-id')),
      headers: [...document.querySelectorAll('.seam')].map((seam) => seam.getAttribute('data-seen')),
    };
  });
