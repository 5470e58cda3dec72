// The engines, behind one face: launch(engine) → { visit(url), close(), version }.
// Knows how each is found and driven. Must not know what the pages do: they report to the server by themselves.

import { existsSync } from 'node:fs';
import puppeteer from 'puppeteer-core';

const ENGINES = {
  chromium: {
    binary: () => process.env.CHROMIUM ?? '/usr/bin/chromium',
    debian: 'chromium',
    launch: (executablePath) =>
      puppeteered({
        executablePath,
        headless: true,
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--disable-quic',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
          '--disable-background-timer-throttling',
          '--disable-renderer-backgrounding',
          '--no-proxy-server',
        ],
      }),
  },
  firefox: {
    binary: () => process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    debian: 'firefox-esr',
    launch: (executablePath) => puppeteered({ browser: 'firefox', executablePath, headless: true }),
  },
};

/** Starts an engine with an empty profile. A missing one is an error that names what to install. */
export async function launch(engine) {
  const { binary, debian, launch: start } = ENGINES[engine];
  const path = binary();
  if (!existsSync(path)) {
    throw new Error(
      `${engine} is not at ${path}: install Debian's package "${debian}", or name it by ${engine.toUpperCase()}=…`,
    );
  }
  return start(path);
}

/** Chromium and Firefox through puppeteer; `page` is there for tests that look into a page. */
async function puppeteered(options) {
  const browser = await puppeteer.launch(options);
  return {
    version: await browser.version(),
    async visit(url) {
      const page = await browser.newPage();
      await page.goto(url);
      return { page, close: () => page.close() };
    },
    close: () => browser.close(),
  };
}
