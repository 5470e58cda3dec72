// Opens a new page with the script of one client for each measurement, in a browser that stays open.
// Knows browsers, the server and CDP. Must not know what is measured.
//
//   const { visit, close } = await openBrowser('chromium', clientsOf(), 'bench/page/in_page.js')
//   const { value, cpu } = await visit('ours, fetch', 'receive', ['/stream?kind=small&count=1000', 1000])

import { bundle } from './bundle.js';
import { scriptOf } from './clients/index.js';
import { launch } from '../tests/e2e/browsers.js';
import { serve } from './serve.js';
import { stream } from './streams.js';

export async function openBrowser(engine, clients, module) {
  const scripts = {};
  for (const [index, name] of clients.entries()) {
    scripts[`/client/${index}.js`] = await bundle({ contents: scriptOf(name, module) });
  }
  const server = await serve({ '/stream': stream, ...scripts });
  const browser = await launch(engine);
  return {
    version: browser.version.replace('/', ' ').replace(/^f/, 'F'),
    /** The same server with another host name, for which a browser opens further connections. */
    hostOf: (index) => server.origin.replace('localhost', `host-${index}.localhost`),
    /**
     * Calls an export of `module` in a new page, with the client's `open` and `values` as arguments. `during(page)` may
     * observe the page; it returns a function that is called at the end and returns the `observed` values.
     */
    async visit(client, name, values, { patience = 60_000, during = undefined } = {}) {
      const { page, close } = await browser.visit(server.origin);
      try {
        if (engine === 'chromium') await disableNetworkEvents(page);
        const script = `/client/${clients.indexOf(client)}.js`;
        await page.evaluate(async (script) => void (await import(script)), script);
        const finish = await during?.(page);
        const cpu = await cpuOf(page, engine);
        const value = await withTimeout(page.evaluate(callIn, script, name, values), patience);
        const spent = cpu && (await cpuOf(page, engine)) - cpu;
        return { value, cpu: spent, observed: await finish?.() };
      } finally {
        await close();
      }
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}

/** Puppeteer enables network events, and Chromium then sends one for every message of the native EventSource. */
const disableNetworkEvents = (page) => page._client().send('Network.disable');

/** In the page. */
async function callIn(script, name, values) {
  const module = await import(script);
  return module[name](module.open, ...values);
}

/** The CPU time of all renderer processes in milliseconds. Only Chromium reports it. */
async function cpuOf(page, engine) {
  if (engine !== 'chromium') return undefined;
  return (await renderersOf(page)).reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);
}

/** The renderer processes of Chromium: [{ id, cpuTime }]. */
export async function renderersOf(page) {
  const session = await page.browser().target().createCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer');
}

async function withTimeout(promise, milliseconds) {
  promise.catch(() => {});
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${milliseconds / 1000} s`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
