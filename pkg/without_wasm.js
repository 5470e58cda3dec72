// The same core as JavaScript, for where there is no WebAssembly. Loaded when it is needed, and not before.

export { instantiate } from './dist/portable_core.js';
