// The old engines, as entries for browsers.js. They support no automation protocol, so each visit is a process that
// opens one URL.
// Knows where scripts/environment.sh installs them and how they are started. Must not know what pages do.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'eventsource-wasm');
const beside = (name) => fileURLToPath(new URL(name, import.meta.url));

export const oldEngines = {
  phantomjs: {
    binary: () => process.env.PHANTOMJS ?? join(CACHE, 'phantomjs-2.1.1/phantomjs'),
    from: 'scripts/environment.sh',
    launch: (binary) => ({
      version: `PhantomJS ${execFileSync(binary, ['--version'], { env: PHANTOM })}`.trim(),
      ...visiting(binary, (url) => ['--proxy-type=none', beside('phantomjs.js'), url], PHANTOM),
    }),
  },
  qtwebkit: {
    // Debian's own Python, because PyQt5 is installed for that one only.
    binary: () => process.env.QTWEBKIT ?? '/usr/bin/python3',
    needs: [['/usr/lib/python3/dist-packages/PyQt5/QtWebKitWidgets.pyi', 'python3-pyqt5.qtwebkit']],
    debian: 'python3',
    launch: (python) => ({
      version: String(execFileSync(python, [beside('qtwebkit.py')], { env: QT })).trim(),
      ...visiting(python, (url) => [beside('qtwebkit.py'), url], QT),
    }),
  },
  chromium65: {
    binary: () => process.env.CHROMIUM65 ?? join(CACHE, 'chromium-65.0.3312.0/chromium'),
    from: 'scripts/environment.sh',
    launch: (binary) => ({ version: 'Chromium 65.0.3312.0', ...visiting(binary, headless, process.env) }),
  },
};

/** PhantomJS fails on settings in the system's OpenSSL configuration that it does not know. */
const PHANTOM = { ...process.env, OPENSSL_CONF: '/dev/null' };
/** The FTL compiler is off, because its code crashes from time to time. */
const QT = {
  ...process.env,
  QT_QPA_PLATFORM: 'offscreen',
  XDG_RUNTIME_DIR: tmpdir(),
  LC_ALL: 'C.UTF-8',
  JSC_useFTLJIT: 'false',
};

/** Without a debugging port, Chromium 65 exits as soon as the page has loaded. */
const headless = (url, profile) => [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--single-process',
  '--no-zygote',
  '--no-proxy-server',
  '--disable-background-networking',
  '--remote-debugging-port=0',
  `--user-data-dir=${profile}`,
  url,
];

/** Implements visit() and close() of browsers.js, with one process and one temporary folder for each visit. */
function visiting(binary, args, env) {
  const running = new Set();
  const visit = async (url) => {
    const folder = await mkdtemp(join(tmpdir(), 'old-engine-'));
    const child = spawn(binary, args(url, folder), { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = lastOutput(child);
    const exit = once(child, 'exit');
    running.add(child);
    exit.then(([code, signal]) => {
      if (running.delete(child)) console.error(`# ${binary} ended with ${code ?? signal}\n${output()}`);
    });
    const close = async () => {
      if (running.delete(child)) child.kill('SIGKILL');
      await exit;
      await rm(folder, { recursive: true, force: true });
    };
    return { close };
  };
  const close = () => running.forEach((child) => child.kill('SIGKILL'));
  process.once('exit', close);
  return {
    visit,
    async close() {
      process.off('exit', close);
      close();
    },
  };
}

/** Returns a function that returns the last 2000 characters that a process has printed. */
function lastOutput(child) {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (text = `${text}${chunk}`.slice(-2000)));
  }
  return () => text;
}
