// A minimal WebDriver client: starts a session, navigates, closes.
// Knows the HTTP interface of W3C WebDriver, and Xvfb. Must not know which browser it starts, nor what pages do.
//
//   const session = await startSession({ driver: '/usr/bin/WebKitWebDriver', capabilities })
//   await session.go('http://localhost/…'); await session.close()

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE = 30_000;

/** Starts a driver and a browser on a new virtual screen. */
export async function startSession({ driver, xvfb, capabilities, environment = {} }) {
  const screen = await startScreen(xvfb);
  const port = await freePort();
  const env = { ...process.env, DISPLAY: screen.display, ...environment };
  const driverProcess = spawn(driver, [`--port=${port}`], { env, stdio: 'ignore' });
  const stop = () => [driverProcess, screen.process].forEach((child) => child.kill());
  process.once('exit', stop);
  const call = callerOf(`http://127.0.0.1:${port}`);
  try {
    await waitUntilReady(call);
    const { sessionId, capabilities: got } = await call('POST', '/session', {
      capabilities: { alwaysMatch: capabilities },
    });
    return {
      version: `${got.browserName} ${got.browserVersion}`,
      go: (url) => call('POST', `/session/${sessionId}/url`, { url }),
      async close() {
        await call('DELETE', `/session/${sessionId}`).catch(() => {});
        process.off('exit', stop);
        stop();
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
}

/** Xvfb chooses a free display and writes its number to the file descriptor 3. */
async function startScreen(xvfb) {
  const screen = spawn(xvfb, ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const [number] = await Promise.race([once(screen.stdio[3], 'data'), rejectOnExit(screen)]);
  return { process: screen, display: `:${String(number).trim()}` };
}

async function rejectOnExit(child) {
  const [code] = await once(child, 'exit');
  throw new Error(`${child.spawnfile} exited with ${code}`);
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

const callerOf = (base) => async (method, path, body) => {
  const response = await fetch(base + path, {
    method,
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${value.error}, ${value.message}`);
  return value;
};

async function waitUntilReady(call) {
  for (const until = Date.now() + PATIENCE; ; await sleep(50)) {
    try {
      return await call('GET', '/status');
    } catch (error) {
      if (Date.now() > until) throw error;
    }
  }
}
