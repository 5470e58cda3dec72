// One interface for all browser engines: launch(engine) → { visit(url), close(), version }.
// Knows how each engine is found and automated. Must not know what the pages do: they report to the server themselves.
//
//   const browser = await launch('firefox')    the variables CHROMIUM, FIREFOX, … set the path of another binary

import { existsSync } from 'node:fs';
import puppeteer from 'puppeteer-core';
import { oldEngines } from './old/engines.js';
import { startSession } from './webdriver.js';

const GNU = { x64: 'x86_64', arm64: 'aarch64' };

const CHROMIUM_ARGUMENTS = [
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
];

const ENGINES = {
  chromium: {
    binary: () => process.env.CHROMIUM ?? '/usr/bin/chromium',
    debian: 'chromium',
    launch: (executablePath) =>
      launchWithPuppeteer({ executablePath, headless: true, args: CHROMIUM_ARGUMENTS }),
  },
  firefox: {
    binary: () => process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    debian: 'firefox-esr',
    launch: (executablePath) => launchWithPuppeteer({ browser: 'firefox', executablePath, headless: true }),
  },
  webkit: {
    binary: () =>
      process.env.WEBKIT ??
      `/usr/lib/${GNU[process.arch] ?? process.arch}-linux-gnu/webkit2gtk-4.1/MiniBrowser`,
    needs: [
      ['/usr/bin/WebKitWebDriver', 'webkit2gtk-driver'],
      ['/usr/bin/Xvfb', 'xvfb'],
    ],
    debian: 'libwebkit2gtk-4.1-0',
    launch: launchWithWebDriver,
  },
  ...oldEngines,
};

/** Starts an engine with an empty profile. If it is not installed, the error says what to install. */
export async function launch(engine) {
  return ENGINES[engine].launch(installed(engine));
}

/** Chromium as Puppeteer's own object, for tests that need more of it than visit() gives. */
export function launchChromium(options) {
  const executablePath = installed('chromium');
  return puppeteer.launch({ executablePath, headless: true, args: CHROMIUM_ARGUMENTS, ...options });
}

/** The path of an engine's binary. */
function installed(engine) {
  const { binary, debian, from = `Debian's package "${debian}"`, needs = [] } = ENGINES[engine];
  const path = binary();
  for (const [file, source] of [
    [path, from],
    ...needs.map(([file, name]) => [file, `Debian's package "${name}"`]),
  ]) {
    if (!existsSync(file)) {
      throw new Error(
        `${engine} needs ${file}: install ${source}, or set the browser's path with ${engine.toUpperCase()}=…`,
      );
    }
  }
  return path;
}

/** Chromium and Firefox with Puppeteer. `page` is Puppeteer's page, for tests that evaluate code in it. */
async function launchWithPuppeteer(options) {
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

/** WebKitGTK with its WebDriver. It has one window, so there is one visit at a time. */
async function launchWithWebDriver(binary) {
  const session = await startSession({
    driver: '/usr/bin/WebKitWebDriver',
    xvfb: '/usr/bin/Xvfb',
    capabilities: { 'webkitgtk:browserOptions': { binary, args: ['--automation'] } },
    // Its sandbox needs privileges that containers do not have. It only opens pages of this suite.
    environment: { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' },
  });
  return {
    version: session.version,
    async visit(url) {
      await session.go(url);
      return { close: () => session.go('about:blank') };
    },
    close: () => session.close(),
  };
}
