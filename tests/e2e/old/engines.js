// The old engines, as rows for browsers.js: no protocol drives them, so each visit is a process that opens one address.
// Knows where scripts/environment.sh has put them and how they are started. Must not know what pages do.

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
    // Debian's own Python: its packages are for no other.
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

/** PhantomJS reads the system's settings of OpenSSL, and knows half of them. */
const PHANTOM = { ...process.env, OPENSSL_CONF: '/dev/null' };
/** Its third compiler, for what runs hottest, makes code that crashes now and then: the two others are enough. */
const QT = {
  ...process.env,
  QT_QPA_PLATFORM: 'offscreen',
  XDG_RUNTIME_DIR: tmpdir(),
  LC_ALL: 'C.UTF-8',
  JSC_useFTLJIT: 'false',
};

/** Without a debugger it would go as soon as the page is loaded. */
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

/** The face that browsers.js promises: a process and a folder of its own for each visit. */
function visiting(binary, args, env) {
  const here = new Set();
  const visit = async (url) => {
    const folder = await mkdtemp(join(tmpdir(), 'old-engine-'));
    const child = spawn(binary, args(url, folder), { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = tail(child);
    const exit = once(child, 'exit');
    here.add(child);
    exit.then(([code, signal]) => {
      if (here.delete(child)) console.error(`# ${binary} ended with ${code ?? signal}\n${said()}`);
    });
    const close = async () => {
      if (here.delete(child)) child.kill('SIGKILL');
      await exit;
      await rm(folder, { recursive: true, force: true });
    };
    return { close };
  };
  const close = () => here.forEach((child) => child.kill('SIGKILL'));
  process.once('exit', close);
  return {
    visit,
    async close() {
      process.off('exit', close);
      close();
    },
  };
}

/** The last of what a process says. */
function tail(child) {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (text = `${text}${chunk}`.slice(-2000)));
  }
  return () => text;
}
