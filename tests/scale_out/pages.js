// Sources in Chromium: a page that holds several of them, each with a record of what it dispatched.
// Knows how a page constructs sources and is read. Must not know the cluster or the expectation.

import { readFileSync } from 'node:fs';
import { launch } from '../e2e/browsers.js';
import { startServer } from '../e2e/server.js';

/** @typedef {import('./observer.js').Observed} Observed */

/** The names of the implementations, and the option `transport` of those that have it. */
export const IMPLEMENTATIONS = { native: null, fetch: 'fetch', xhr: 'xhr' };

/** Starts the server of the page and Chromium. `port` is the server's, for a balancer that passes requests on to it. */
export async function startPages() {
  const script = readFileSync(new URL('observer.js', import.meta.url));
  const server = await startServer({
    routes: {
      '/observer.js': (request, response) =>
        response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script),
    },
  });
  const browser = await launch('chromium');
  return {
    port: Number(new URL(server.addresses.host).port),
    version: browser.version,
    open: (origin, url) => openPage(browser, origin, url),
    async close() {
      await browser.close();
      server.close();
    },
  };
}

/** A page of `origin` with a source of `url` for each implementation. `read()` resolves with their records, by name. */
async function openPage(browser, origin, url) {
  const { page, close } = await browser.visit(`${origin}/e2e/blank.html`);
  await page.evaluate(
    async (address, implementations) => {
      const [{ EventSource: Ours }, { observe }] = await Promise.all(
        ['/pkg/dist/index.js', '/observer.js'].map((path) => import(path)),
      );
      globalThis.observed = {};
      for (const [name, transport] of Object.entries(implementations)) {
        const source = transport ? new Ours(address, { transport }) : new globalThis.EventSource(address);
        globalThis.observed[name] = observe(source);
      }
    },
    url,
    IMPLEMENTATIONS,
  );
  return {
    /** @returns {Promise<Record<string, Observed>>} */
    read: () => page.evaluate(() => structuredClone(globalThis.observed)),
    /** The same without the messages, which are many. */
    progress: () =>
      page.evaluate(() =>
        Object.values(globalThis.observed).map(({ numbers, opens, readyState }) => ({
          received: numbers.length,
          opens,
          readyState,
        })),
      ),
    close,
  };
}
