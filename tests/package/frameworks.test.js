// The recipes of docs/recipes.md for React, Vue and Svelte, rendered in Chromium, with a live stream.
// Knows what each component shows, and which streams it may have. Must not know how a framework works.
//
//   npm ci --prefix tests/package/fixtures/frameworks && node --test tests/package/frameworks.test.js

import { after, afterEach, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { launch } from '../e2e/browsers.js';
import { startServer, stream } from './answers.js';
import { bundle } from './components.js';
import { project, removeProjects } from './project.js';
import { writeRecipes } from './recipes.js';
import { serve } from './serve.js';

const HTML = `<!doctype html>
<meta charset="utf-8" />
<link rel="icon" href="data:," />
<main></main>
<script src="main.js"></script>`;

describe('a component that shows a stream', () => {
  let browser;
  let root;
  let server;
  let site;
  before(async () => {
    root = await project('frameworks');
    await writeRecipes(root, ['Score.jsx', 'Score.vue', 'Score.svelte']);
    browser = await launch('chromium');
  });
  afterEach(() => {
    server?.close();
    site?.close();
  });
  after(async () => {
    await browser?.close();
    await removeProjects();
  });

  /** Opens a page with the component, and gives what the test needs of it. */
  async function visit(framework) {
    const files = { 'index.html': HTML, 'main.js': await bundle(root, `${framework}.js`) };
    site = await serve(root, { files });
    const open = new Set();
    server = await startServer((response, request) => {
      open.add(request);
      request.closed.then(() => open.delete(request));
      stream(response, `data: score of ${request.url}\n`);
    });
    const { page, close } = await browser.visit('about:blank');
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (['error', 'warn'].includes(message.type())) errors.push(message.text());
    });
    await page.goto(site.url);
    const shows = (text) =>
      page.waitForFunction((text) => document.querySelector('output')?.textContent === text, {}, text);
    return { page, close, errors, open, shows };
  }

  async function settled(open, ...expected) {
    const paths = () => [...open].map(({ url }) => url);
    const deadline = Date.now() + 5_000;
    while (paths().join() !== expected.join() && Date.now() < deadline) await wait(10);
    // Long enough for one more request.
    await wait(100);
    assert.deepEqual(paths(), expected);
  }

  for (const framework of ['react', 'vue', 'svelte']) {
    it(`has one stream at a time, and none when it is removed: ${framework}`, async () => {
      const { page, close, errors, open, shows } = await visit(framework);
      try {
        await page.evaluate((url) => globalThis.component.show(url), `${server.url}a`);
        await shows('score of /a');
        await settled(open, '/a');
        await page.evaluate((url) => globalThis.component.show(url), `${server.url}b`);
        await shows('score of /b');
        await settled(open, '/b');
        await page.evaluate(() => globalThis.component.remove());
        await settled(open);
        assert.deepEqual(errors, []);
      } finally {
        await close();
      }
    });
  }
});
