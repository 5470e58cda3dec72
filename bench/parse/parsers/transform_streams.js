// Keeps the transformer of a TransformStream within reach: of every class that is declared before restore().
// Knows nothing of parsers. Imported before the module that it is meant for.

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
