// Beside each script, in dist/script/.

/** The classic scripts: EventSource where the browser has none; the global EventSourceWasm has what the ponyfill exports. */
declare global {
  /** Not there where the browser's own class is taken, and while another one is being loaded. */
  var EventSourceWasm: typeof import('../index.cjs') | undefined;
}

export {};
