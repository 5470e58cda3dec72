// The global object, by the names that old engines have for it. Knows nothing else.

// Where there is none of them, importing this must not throw: what is missing is said when a source is constructed.
/** @type {any} */
export const root =
  typeof self === 'object'
    ? self
    : typeof window === 'object'
      ? window
      : typeof global === 'object'
        ? global
        : {};
