// What the members of a class are called, where its classes are functions: as the engine would name them.
// Knows property descriptors. Must not know which class it is. In engines from before ES2015, names cannot be changed.

/** Names methods, getters and setters: `close`, `get url`, `set onopen`. */
export function nameMembers(Class) {
  [Class, Class.prototype].forEach((object) =>
    Object.getOwnPropertyNames(object).forEach((name) => {
      if (name === 'prototype' || name === 'constructor') return;
      const { get, set, value } = Object.getOwnPropertyDescriptor(object, name);
      put(get, `get ${name}`);
      put(set, `set ${name}`);
      put(value, name);
    }),
  );
}

function put(member, value) {
  if (typeof member !== 'function') return;
  try {
    Object.defineProperty(member, 'name', { value, configurable: true });
  } catch {
    // It is what the engine has named it.
  }
}
