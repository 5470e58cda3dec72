// Beside each script, in dist/script/.

/**
 * The classic scripts set the global `EventSource` where it is missing, and the global `EventSourceWasm`, which has
 * what `eventsource-wasm` exports.
 */
declare global {
  /** `undefined` where the native class is kept, and until `loader.js` has loaded another script. */
  var EventSourceWasm: typeof import('../index.cjs') | undefined;
}

export {};
