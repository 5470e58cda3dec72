// Memory of the core that a closed source has left: the engine's FinalizationRegistry frees it with the source.
// Knows nothing else. The build for old engines has its own (legacy/release_core.js).

export const releaseCore = (core, replace) => replace;
