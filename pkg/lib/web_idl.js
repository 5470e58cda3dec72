// What Web IDL says about values: https://webidl.spec.whatwg.org/#js-type-mapping
// Knows types and their errors. Must not know which options there are.

/** What Web IDL calls the type Object. */
export function isObject(value) {
  return Object(value) === value;
}

/** React Native has no DOMException. */
export function domException(message, name) {
  if (typeof DOMException === 'function') return new DOMException(message, name);
  const error = name === 'SyntaxError' ? new SyntaxError(message) : new Error(message);
  error.name = name;
  return error;
}

/** The error for a value that an option does not take. */
export function wrong(name, value, takes) {
  let got = typeof value;
  try {
    got = /** @type {any} */ (typeof value === 'string' ? JSON.stringify(value) : String(value));
  } catch {
    // An object that does not become a string.
  }
  return new TypeError(`The option ${name} takes ${takes}, and not ${got}.`);
}
