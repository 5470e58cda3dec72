/**
 * Sets the global `EventSource` where it is missing, and leaves a native one alone. Exports nothing and declares no
 * global: lib.dom declares `EventSource`, and code without lib.dom imports the class from `eventsource-wasm`.
 */
export {};
