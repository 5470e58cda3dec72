// Visits with one client each: a fresh page that has its script, in a browser that stays.
// Knows browsers, the server and CDP. Must not know what is measured.
//
//   const { visit, close } = await openBrowser('chromium', clientsOf(), 'bench/page/in_page.js')
//   const { value, cpu } = await visit('ours, fetch', 'take', '/stream?kind=small&count=1000', 1000)

import { bundle } from './bundle.js';
import { scriptOf } from './clients/index.js';
import { launch } from '../tests/e2e/browsers.js';
import { serve } from './serve.js';
import { stream } from './streams.js';

export async function openBrowser(engine, clients, what) {
  const scripts = {};
  for (const [index, name] of clients.entries()) {
    scripts[`/client/${index}.js`] = await bundle({ contents: scriptOf(name, what) });
  }
  const server = await serve({ '/stream': stream, ...scripts });
  const browser = await launch(engine);
  return {
    version: browser.version.replace('/', ' '),
    /** The same server under another name: to a browser, another host. */
    hostOf: (index) => server.origin.replace('localhost', `host-${index}.localhost`),
    /**
     * Calls an export of `what` in a new page: its first argument is the client, the others are given. Meanwhile,
     * `during(page)` may look on: it gives what is called at the end.
     */
    async visit(client, name, values, { patience = 60_000, during = undefined } = {}) {
      const { page, close } = await browser.visit(server.origin);
      try {
        if (engine === 'chromium') await leaveNetworkAlone(page);
        const script = `/client/${clients.indexOf(client)}.js`;
        await page.evaluate(async (script) => void (await import(script)), script);
        const finish = await during?.(page);
        const cpu = await cpuOf(page, engine);
        const value = await patiently(page.evaluate(callIn, script, name, values), patience);
        const spent = cpu && (await cpuOf(page, engine)) - cpu;
        return { value, cpu: spent, seen: await finish?.() };
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

/** Puppeteer watches the network, and then Chromium tells it of every message of its own EventSource. */
const leaveNetworkAlone = (page) => page._client().send('Network.disable');

/** In the page. */
async function callIn(script, name, values) {
  const module = await import(script);
  return module[name](module.open, ...values);
}

/** What the renderers have used of the processor, in milliseconds; undefined where nobody tells. */
async function cpuOf(page, engine) {
  if (engine !== 'chromium') return undefined;
  return (await renderersOf(page)).reduce((sum, { cpuTime }) => sum + cpuTime * 1000, 0);
}

/** Chromium's: { id, cpuTime } each. */
export async function renderersOf(page) {
  const session = await page.browser().target().createCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer');
}

async function patiently(promise, milliseconds) {
  promise.catch(() => {});
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${milliseconds / 1000} s`)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
