// Changes the core as a WebAssembly module, where no option of a tool does.
// Knows the names that Rust and wasm-bindgen give. Must not know what the core does.
//
//   node scripts/core_module.js trap-panics core.wasm out.wasm      before wasm-bindgen, which drops what is not called
//   node scripts/core_module.js drop-exports core_bg.wasm out.wasm  after it

import binaryen from 'binaryen';
import { readFile, writeFile } from 'node:fs/promises';

/** What WebAssembly allows a memory to grow to, in pages of 64 KiB. */
const MOST_PAGES = 1 << 16;
const CHANGES = { 'trap-panics': trapPanics, 'drop-exports': dropExports };

const [change, source, target] = process.argv.slice(2);
const module = binaryen.readBinary(await readFile(source));
CHANGES[change]();
await writeFile(target, module.emitBinary());

/**
 * A panic becomes a trap, which JavaScript sees as a RuntimeError: what formats a panic's message would weigh more than
 * the parser. None is to be expected: what a server sends is data.
 */
function trapPanics() {
  const panics = [
    /9panicking9panic_fmt$/,
    /9panicking5panic$/,
    /17rust_begin_unwind$/,
    /9throw_str17h\w+$/,
    /10throw_null17h\w+$/,
  ];
  const functions = Array.from({ length: module.getNumFunctions() }, (_, at) =>
    module.getFunctionByIndex(at),
  );
  for (const name of panics) {
    const found = functions.filter((each) => name.test(binaryen.getFunctionInfo(each).name));
    if (found.length === 0) throw new Error(`${source} has no function ${name} any more`);
    for (const each of found) binaryen.Function.setBody(each, module.unreachable());
  }
  blankTexts();
}

/** The texts of the panics, which nothing reads any more: zeros take no room when they are compressed. */
function blankTexts() {
  const texts = [
    /\/rustc\/[\w/]+\.rs/g,
    /(registry\/[\w/.-]+\/)?src\/[\w/]+\.rs/g,
    /attempted to take ownership[ -~]{0,200}?aliasing in rust/,
    /FnOnce called more than once/,
    /called `Result::unwrap_throw\(\)` on an `Err` value/,
    /capacity overflow/,
    /dest is out of bounds/,
    /LazyCell instance has previously been poisoned/,
    /RefCell already mutably borrowed/,
    /RefCell already borrowed/,
    /closure invoked recursively or after being dropped/,
    /null pointer passed to rust/,
  ];
  const blanked = (text) =>
    texts.reduce((text, pattern) => text.replace(pattern, (found) => '\0'.repeat(found.length)), text);
  let changed = false;
  const segments = Array.from({ length: module.getNumDataSegments() }, (_, at) => {
    const { name, offset, data, passive } = module.getDataSegmentInfo(module.getDataSegmentByIndex(at));
    const before = Buffer.from(data).toString('latin1');
    const text = blanked(before);
    changed ||= text !== before;
    return { name, offset: module.i32.const(offset), data: Buffer.from(text, 'latin1'), passive };
  });
  if (!changed) throw new Error(`${source} has none of the texts of panics any more`);
  // The same memory, with other segments.
  const { initial } = module.getMemoryInfo();
  module.removeExport('memory');
  module.setMemory(initial, MOST_PAGES, 'memory', segments);
}

/** Those of wasm-bindgen that no glue uses. */
function dropExports() {
  for (const name of ['__abort_handler', '__instance_terminated']) {
    if (!module.getExport(name)) throw new Error(`${source} has no export ${name} any more`);
    module.removeExport(name);
  }
}
