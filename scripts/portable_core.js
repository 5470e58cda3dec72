// Makes a function of the module that wasm2js has made of the core: one that instantiates the core when it is called, that
// old engines take, and without what is not used.
// Knows how wasm2js writes: each change throws when it does not find that any more. Must not know what the core does.

/** What wasm2js writes, and what stands there instead. */
const CHANGES = [
  // Of a module, a function.
  [/^export [^]*$/m, () => 'return retasmFunc; }'],
  [/(^import .*\n)+/m, () => 'export function instantiate(imports, hasGrown) {\n'],
  // Old engines' arrays neither copy inside themselves nor fill themselves.
  [
    /bufferView\.copyWithin\(dest, source, source \+ size\)/,
    () => 'bufferView.set(bufferView.subarray(source, source + size), dest)',
  ],
  [
    /bufferView\.fill\(value, dest, dest \+ size\)/,
    () => 'for (size += dest; dest < size; dest++) bufferView[dest] = value',
  ],
  // Data, most of which is ASCII, in a string of one character a byte: base64 needs a decoder.
  [
    / *var base64ReverseLookup[^]*?^function init/m,
    () => `function put(at, bytes) {
      for (var i = 0; i < bytes.length; i++) bufferView[at + i] = bytes.charCodeAt(i);
    }
    function init`,
  ],
  [
    /base64DecodeToExistingUint8Array\(bufferView, (\d+), "(.*)"\)/g,
    (_, at, text) => `put(${at}, ${JSON.stringify(Buffer.from(text, 'base64').toString('latin1'))})`,
  ],
  // Views of the old buffer do not see that the memory has grown.
  [/buffer = newBuffer;/, (text) => `${text} imports.grown(); hasGrown();`],
  // A core without floating point of 32 bits in its memory.
  [/^.*\bHEAPF32 = .*$/gm, () => ''],
];

/** All modules that the code imports from are the one of that name in the imports that the function takes. */
export function asFunction(code, name) {
  const changes = [
    ...CHANGES,
    [/imports\["[^"]*"\]/g, () => `imports.${name}`],
    [/asmFunc\(\{[^}]*\}\)/, () => 'asmFunc(imports)'],
    // Whatever of Math is not used.
    [/^ var (Math_\w+) = .*$/gm, (line, name) => (code.includes(`${name}(`) ? line : '')],
  ];
  const changed = changes.reduce((text, [pattern, put]) => {
    const changed = text.replace(pattern, put);
    if (changed === text) throw new Error(`wasm2js does not write ${pattern} any more`);
    return changed;
  }, code);
  const unknown = /\.copyWithin\(|\.fill\(|base64|HEAPF32/.exec(changed);
  if (unknown) throw new Error(`wasm2js writes '${unknown[0]}', which is not known here`);
  return changed;
}
