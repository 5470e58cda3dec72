// Event streams over `fetch`, with callbacks.
// Knows names of exports. Must not know what they do.

export {};
