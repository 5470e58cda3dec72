// The core's memory, as JavaScript reads it.
//
// Knows when a view on it has to be made anew. Must not know what is in it.

/** @type {{ readonly buffer: ArrayBuffer }} */
export let memory;

/** The memory in words of 32 bits. */
export let words = new Uint32Array(0);

/** Takes the memory of the core that has been instantiated. */
export function setMemory(coreMemory) {
  memory = coreMemory;
}

/** Makes the view anew where the memory has grown since it was made: WebAssembly has emptied it, or it shows less. */
export function refreshView() {
  if (words.buffer !== memory.buffer) words = new Uint32Array(memory.buffer);
}

/** Bytes of the memory: a view, which is valid until the core is called. */
export function bytesAt(start, length) {
  return new Uint8Array(memory.buffer, start, length);
}
