// The clients of this suite, with one interface: open(path) → number, wait, state, close. This package in Node over fetch,
// in Chromium over fetch and over XMLHttpRequest, and Chromium's own class, which is the oracle.
// Knows how each is made. Must not know what a test expects.

import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { EventSource } from '../../pkg/dist/index.js';
import { launchChromium } from '../e2e/browsers.js';
import { Observer } from './observer.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SERVED = /^\/(pkg\/dist\/[\w.]+|tests\/servers\/observer)\.js$/;

export const CLIENTS = ['native', 'fetch', 'xhr', 'node'];

/** Starts Chromium and a server for the scripts of a page. */
export async function startBrowser() {
  const files = http.createServer(async ({ url }, response) => {
    if (!SERVED.test(url)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' });
    response.end(await readFile(ROOT + url));
  });
  files.listen(0, '127.0.0.1');
  await once(files, 'listening');
  const browser = await launchChromium({ acceptInsecureCerts: true });
  const scripts = `http://127.0.0.1:${files.address().port}`;
  return {
    version: await browser.version(),
    /** A client in a page of this origin: 'native', 'fetch' or 'xhr'. */
    async client(name, origin) {
      const page = await browser.newPage();
      await page.goto(`${origin}/page`);
      await page.evaluate(prepare, { name, scripts });
      const call = (method, ...parameters) =>
        page.evaluate((method, parameters) => globalThis.observer[method](...parameters), method, parameters);
      const client = clientOf(name, origin, call, () => page.close());
      /** The protocol of the page's own request: 'http/1.1' or 'h2'. */
      const protocol = () =>
        page.evaluate(() => performance.getEntriesByType('navigation')[0].nextHopProtocol);
      return { ...client, protocol };
    },
    async close() {
      await browser.close();
      files.close();
      files.closeAllConnections();
    },
  };
}

/** Runs in the page. */
async function prepare({ name, scripts }) {
  const { Observer } = await import(`${scripts}/tests/servers/observer.js`);
  const { EventSource, NativeEventSource } = await import(`${scripts}/pkg/dist/index.js`);
  globalThis.observer =
    name === 'native' ? new Observer(NativeEventSource) : new Observer(EventSource, { transport: name });
}

/**
 * A client in this process. With `secure`, it accepts a certificate that it does not know. It speaks HTTP/1.1 there, too:
 * Node's fetch has HTTP/2 only as an experiment, and then the next request after a reset connection gets no response.
 */
export function nodeClient(origin, { secure = false } = {}) {
  const before = getGlobalDispatcher();
  const agent = secure && new Agent({ connect: { rejectUnauthorized: false } });
  if (agent) setGlobalDispatcher(agent);
  const observer = new Observer(EventSource);
  const call = async (method, ...parameters) => observer[method](...parameters);
  return clientOf('node', origin, call, async () => {
    if (!agent) return;
    setGlobalDispatcher(before);
    await agent.destroy();
  });
}

function clientOf(name, origin, call, end) {
  return {
    name,
    origin,
    open: (path) => call('open', `${origin}${path}`),
    wait: (number, needs, patience = 15_000) => call('wait', number, needs, patience),
    state: (number) => call('state', number),
    close: (number) => call('close', number),
    closeAll: () => call('closeAll'),
    async end() {
      await call('closeAll');
      await end();
    },
  };
}
