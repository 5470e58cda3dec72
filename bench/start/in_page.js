// In the page: from the first script to the first open, and how long the main thread is held up meanwhile.
// Knows the clock. Must not know whose EventSource it is.

/** How long the page is watched before and after, in milliseconds. */
const QUIET = 30;

/**
 * Imports a script that has open(url, listener), and opens a source: milliseconds from the import until it is
 * loaded and until open, and the longest that the main thread had no turn.
 */
export async function begin(script, url) {
  const watch = watchTurns();
  await pause();
  watch.reset();
  const start = performance.now();
  const { open } = await import(script);
  const loaded = performance.now();
  const opened = await new Promise((resolve) => {
    const close = open(url, {
      types: ['message'],
      onOpen() {
        const now = performance.now();
        // Not before the constructor has returned.
        setTimeout(() => {
          close();
          resolve(now);
        });
      },
      onEvent() {},
    });
  });
  await pause();
  return { load: loaded - start, open: opened - start, longest: watch.stop() };
}

/** A message to oneself again and again: what lies between two of them is the longest task. */
function watchTurns() {
  const { port1, port2 } = new MessageChannel();
  let longest = 0;
  let last = performance.now();
  port1.onmessage = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    port2.postMessage(0);
  };
  port2.postMessage(0);
  return {
    reset: () => void (longest = 0),
    stop() {
      port1.close();
      return longest;
    },
  };
}

const pause = () => new Promise((resolve) => setTimeout(resolve, QUIET));
