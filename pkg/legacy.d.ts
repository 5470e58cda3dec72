/**
 * The same class for old engines: ES5, without WebAssembly. Its default transport is XMLHttpRequest, and `engine` is
 * `'js'` or `undefined`.
 */
export * from './index.js';
