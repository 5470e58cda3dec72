// The core's memory, as JavaScript reads it.
//
// Knows when a view on it has to be made anew. Must not know what is in it.

/** @type {{ readonly buffer: ArrayBuffer }} */
export let memory;

/** The memory in words of 32 bits. */
export let words = new Uint32Array(0);

/** All that the core exports. */
export let coreExports;

/** Takes the memory of the core that has been instantiated, and all that it exports. */
export function setMemory(coreMemory, exports) {
  memory = coreMemory;
  coreExports = exports;
}

/** Makes the view anew if the memory has grown since it was made: that has emptied it. */
export function refreshView() {
  if (words.length === 0) words = new Uint32Array(memory.buffer);
}

/** The memory of the core as JavaScript has grown, which empties no view. */
export function hasGrown() {
  words = new Uint32Array(0);
}

/** Bytes of the memory: a view, which is valid until the core is called. */
export function bytesAt(start, length) {
  return new Uint8Array(memory.buffer, start, length);
}
