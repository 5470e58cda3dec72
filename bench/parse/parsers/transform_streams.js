// Makes the transformer of a TransformStream accessible, for every class that is declared before restore().
// Must not know parsers. It must be imported before the module that declares the class.

const native = globalThis.TransformStream;

class Transparent {
  constructor(transformer) {
    this.transformer = transformer;
  }
}

globalThis.TransformStream = /** @type {any} */ (Transparent);

export const TransformStreams = {
  restore: () => void (globalThis.TransformStream = native),
};
