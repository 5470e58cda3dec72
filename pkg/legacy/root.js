// The global object, by the names that old engines have for it. Knows nothing else.

export const root = typeof self === 'object' ? self : typeof window === 'object' ? window : global;
