// Defines the global EventSource, as Web IDL defines an interface object.
// Knows property descriptors. Must not know which class it is.

/** @param {any} root the global object */
export function install(root, EventSource) {
  // Not enumerable, by default.
  Object.defineProperty(root, 'EventSource', { value: EventSource, writable: true, configurable: true });
}
