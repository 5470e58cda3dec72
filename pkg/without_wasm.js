// The core as JavaScript, which lib/load_core.js imports where there is no WebAssembly.
// Knows nothing else.

export { instantiate } from './dist/portable_core.js';
