// One interface to run a script in Node, Chromium or Firefox. Every call has a new process or page, because an engine's
// optimisations for one workload may slow down the next. The script may call the global collectGarbage(), which exists
// in Node and Chromium.
// Knows how to pass arguments and return a value. Must not know what is called.
//
//   const engine = await start('firefox', script)
//   await engine.call('measure', 'comments only', { rounds: 5 })      an export of the script, and its arguments
//   await engine.close()

import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { launch } from '../tests/e2e/browsers.js';
import { serve } from './serve.js';

const run = promisify(execFile);
const TARGET = fileURLToPath(new URL('../target/bench/', import.meta.url));

export const start = (engine, script) => (engine === 'node' ? inNode(script) : inBrowser(engine, script));

async function inNode(script) {
  await mkdir(TARGET, { recursive: true });
  const path = `${TARGET}script-${process.pid}.mjs`;
  await writeFile(path, script);
  const program = `
    const [path, name, values] = process.argv.slice(1);
    globalThis.collectGarbage = gc;
    const value = await (await import(path))[name](...JSON.parse(values));
    process.stdout.write(JSON.stringify(value ?? null), () => process.exit());`;
  return {
    version: `Node ${process.version.slice(1)}`,
    async call(name, ...values) {
      const args = [
        '--expose-gc',
        '--input-type=module',
        '--eval',
        program,
        path,
        name,
        JSON.stringify(values),
      ];
      const { stdout } = await run(process.execPath, args, { maxBuffer: 64 << 20 });
      return JSON.parse(stdout);
    },
    close: async () => {},
  };
}

async function inBrowser(name, script) {
  const server = await serve({ '/script.js': script });
  const browser = await launch(name);
  return {
    version: browser.version.replace('/', ' ').replace(/^f/, 'F'),
    async call(...call) {
      const { page, close } = await browser.visit(server.origin);
      try {
        if (name === 'chromium') await page.exposeFunction('collectGarbage', await collectorOf(page));
        return await page.evaluate(async ([name, ...values]) => {
          const script = '/script.js';
          return (await import(script))[name](...values);
        }, call);
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

async function collectorOf(page) {
  const session = await page.createCDPSession();
  return () => session.send('HeapProfiler.collectGarbage').then(() => {});
}
