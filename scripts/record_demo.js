// Records the demo in Chromium as docs/demo.gif: the streams, the server killed and restarted, a question.
// Knows the elements of the page, Chromium's screencast and ffmpeg. Must not know the demo's modules, except its start.
//
//   bash scripts/record_demo.sh         installs what is missing, then runs this
//   bash scripts/record_demo.sh a.gif   another file

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { launch } from '../tests/e2e/browsers.js';
import { startDemo } from '../www/server.js';

const FILE = process.argv[2] ?? new URL('../docs/demo.gif', import.meta.url).pathname;
const MAX_BYTES = 1.5e6;

/** Faster than the demo by itself, because the recording is short. In ms. */
const PACE = { minute: 700, tick: 120, matchRetry: 600, priceRetry: 600, word: 30 };
/** Before the recording begins, so that the chart has a line. */
const RUN_UP = 24_000;
const VIEWPORT = { width: 1180, height: 760 };
const WIDTH = 880;
const FRAMES_PER_SECOND = 6;
const COLOURS = 96;

/** What a visitor does: seconds from the beginning, and a function of the page. */
const ACTIONS = [
  [2, (page) => click(page, '#switch')],
  [4.3, (page) => click(page, '#switch')],
  [6.8, (page) => scrollTo(page, '#answers')],
  [7.6, (page) => click(page, '#expire')],
  [8.8, (page) => click(page, '#ask')],
];
const SECONDS = 14.2;

/** The pointer, which a screencast does not have. */
const POINTER = `
  const pointer = document.createElement('div');
  pointer.style.cssText = 'position:fixed;z-index:9;width:22px;height:22px;margin:-11px;border-radius:50%;' +
    'background:#0d5c3c66;border:2px solid #0d5c3c;pointer-events:none;left:590px;top:600px';
  document.body.append(pointer);
  addEventListener('mousemove', ({ clientX, clientY }) => {
    pointer.style.left = clientX + 'px';
    pointer.style.top = clientY + 'px';
  });
  addEventListener('mousedown', () => pointer.animate({ scale: [2, 1] }, 400));
`;

async function click(page, selector) {
  const box = await (await page.$(selector)).boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y, { steps: 6 });
  await page.mouse.click(x, y, { delay: 60 });
}

/** At once: each frame of a smooth movement would be a whole picture. */
const scrollTo = (page, selector) => page.$eval(selector, (element) => element.scrollIntoView());

/** Performs the actions, and returns the frames with their times in seconds. */
async function record(page) {
  const session = await page.createCDPSession();
  const frames = [];
  session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    frames.push({ time: metadata.timestamp, data });
    session.send('Page.screencastFrameAck', { sessionId }).catch(() => {});
  });
  await session.send('Page.startScreencast', { format: 'png' });
  const began = Date.now();
  const until = (seconds) => wait(Math.max(0, began + seconds * 1000 - Date.now()));
  for (const [seconds, act] of ACTIONS) {
    await until(seconds);
    await act(page);
  }
  await until(SECONDS);
  await session.send('Page.stopScreencast');
  return { frames, end: Date.now() / 1000 };
}

/** Writes the frames into a folder, with a list of their durations for ffmpeg. */
function writeFrames(folder, { frames, end }) {
  const lines = frames.flatMap(({ time, data }, index) => {
    const name = `${index}.png`;
    writeFileSync(join(folder, name), Buffer.from(data, 'base64'));
    const duration = Math.max(0.001, (frames[index + 1]?.time ?? end) - time);
    return [`file '${name}'`, `duration ${duration.toFixed(4)}`];
  });
  writeFileSync(join(folder, 'frames.txt'), lines.join('\n'));
}

/** Without dithering, because equal areas compress well. */
function assemble(folder) {
  const filter =
    `fps=${FRAMES_PER_SECOND},scale=${WIDTH}:-1:flags=lanczos,split[a][b];` +
    `[a]palettegen=max_colors=${COLOURS}:stats_mode=full[p];[b][p]paletteuse=dither=none:diff_mode=rectangle`;
  const input = ['-f', 'concat', '-i', join(folder, 'frames.txt')];
  const { status, error } = spawnSync(
    'ffmpeg',
    ['-y', '-loglevel', 'error', '-threads', '1', ...input, '-vf', filter, FILE],
    { stdio: 'inherit' },
  );
  if (status !== 0) throw error ?? new Error(`ffmpeg: status ${status}`);
}

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  const demo = await startDemo({ pace: PACE });
  const browser = await launch('chromium');
  try {
    const { page } = await browser.visit(demo.address);
    await page.setViewport(VIEWPORT);
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
    await page.evaluate(POINTER);
    await wait(RUN_UP);
    await scrollTo(page, '#match');
    writeFrames(folder, await record(page));
    assemble(folder);
  } finally {
    await browser.close();
    await demo.close();
    rmSync(folder, { recursive: true });
  }
  const { size } = statSync(FILE);
  console.log(`${FILE}: ${size} bytes`);
  if (size > MAX_BYTES) throw new Error(`The recording is larger than ${MAX_BYTES} bytes`);
}

await main();
