// The package on a page in Chromium, with a live stream: built by every bundler, and without a bundler.
// Knows the expected events. Must not know how a bundler is called, nor the contents of the package.
//
//   node --test tests/package/pages.test.js

import { after, before, describe, it } from 'node:test';
import assert from 'node:assert/strict';
import { launch } from '../e2e/browsers.js';
import { BUNDLERS, REQUIRING, serveWithVite } from './bundlers.js';
import { project, removeProjects } from './project.js';
import { serve } from './serve.js';
import { EXPECTED_EVENTS, startStreams } from './live_stream.js';

/** Pages without a bundler, with their fixtures. Those with classic scripts are in scripts.test.js. */
const PLAIN = { 'a module script': 'module' };

describe('on a page', () => {
  let browser;
  let streams;
  before(async () => {
    streams = await startStreams();
    browser = await launch('chromium');
  });
  after(async () => {
    await browser?.close();
    streams?.close();
    await removeProjects();
  });

  /** Opens the page at `url`, and asserts that it has received the events of a live stream without an error. */
  async function visit({ url, close: stop }) {
    const { page, close } = await browser.visit('about:blank');
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (['error', 'warn'].includes(message.type())) errors.push(message.text());
    });
    try {
      await page.goto(`${url}?stream=${encodeURIComponent(streams.url())}`);
      await page.waitForFunction(() => 'result' in globalThis, { timeout: 10_000 }).catch(() => {});
      const result = await page.evaluate(async () => globalThis.result);
      assert.deepEqual({ ...result, errors }, { same: true, events: EXPECTED_EVENTS, errors: [] });
    } finally {
      await close();
      await stop();
    }
  }

  for (const [name, build] of Object.entries(BUNDLERS)) {
    it(`receives the events of a live stream when built by ${name}`, async () => {
      await visit(await serve(await build(await project('page'))));
    });
  }

  for (const name of REQUIRING) {
    it(`receives the events of a live stream when required, and built by ${name}`, async () => {
      await visit(await serve(await BUNDLERS[name](await project('page', 'require'))));
    });
  }

  it("receives the events of a live stream from Vite's development server", async () => {
    await visit(await serveWithVite(await project('page')));
  });

  it('finds the members of the class for old engines named as those of the native one', async () => {
    const { url, close: stop } = await serve(await project('module'));
    const { page, close } = await browser.visit(url);
    try {
      const file = '/node_modules/eventsource-wasm/dist/legacy.mjs';
      const [native, ours] = await page.evaluate(async (file) => {
        const { EventSource: legacy } = await import(file);
        return [EventSource, legacy].map((Class) => {
          const members = Object.getOwnPropertyDescriptors(Class.prototype);
          const ofInterface = Object.keys(Object.getOwnPropertyDescriptors(EventSource.prototype));
          const namesOf = ({ get, set, value }) => [get, set, value].map((it) => it && it.name);
          return [Class.name, ...ofInterface.map((name) => [name, ...namesOf(members[name])])];
        });
      }, file);
      assert.deepEqual(ours, native);
      assert.ok(native.some((names) => names[1] === 'get url'));
    } finally {
      await close();
      await stop();
    }
  });

  for (const [name, fixture] of Object.entries(PLAIN)) {
    it(`receives the events of a live stream from ${name}, with no bundler`, async () => {
      await visit(await serve(await project(fixture)));
    });
  }
});
