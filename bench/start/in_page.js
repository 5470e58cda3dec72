// In the page: measures the time from the import of a script to the first open event, and the longest task.
// Knows the clock. Must not know which client it is.

/** The idle time before and after the measurement, in milliseconds. */
const QUIET = 30;

/**
 * Imports a script that exports open(url, listener), and opens a source. Resolves with the milliseconds from the import
 * until it is loaded and until `open`, and with the duration of the longest task of the main thread.
 */
export async function begin(script, url) {
  const watch = watchTasks();
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
        // Deferred until the constructor has returned.
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

/** Posts messages to itself continuously. The longest time between two of them is that of the longest task. */
function watchTasks() {
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
