// Makes a script small that esbuild has minified.
// Knows terser's options, and what they spoil. Must not know which scripts there are.

import { minify } from 'terser';

/**
 * Members that are internal: what begins so, and those by which the class and the core know each other. No methods of a
 * class: Babel keeps the names of those in strings.
 */
const INTERNAL = /^(_[a-z]\w+|prepare|isRetried|fire(Open|Error)|(dispatch|cancel)Messages)$/;

/** `ecma` is the version of the language: 5, or its year. */
export async function smallest(code, format, ecma) {
  const result = await minify(code, {
    ecma,
    module: format === 'esm',
    compress: { passes: 4 },
    mangle: { properties: { regex: INTERNAL } },
    format: { ascii_only: true },
  });
  for (const [, name] of result.code.matchAll(/\bkey:"(\w+)"/g)) {
    if (INTERNAL.test(name))
      throw new Error(`A class has the method ${name}, and others call it by a shorter name`);
  }
  return result.code + namesForNode(code);
}

/**
 * esbuild lists the exports of a CommonJS module for Node's `import`, in code that never runs. It does so in the syntax of
 * ES2015, and terser removes it.
 */
function namesForNode(code) {
  const [, names] = /0&&\(module\.exports=\{(.*?)\}\)/.exec(code) ?? [];
  if (!names) return '';
  const members = names.split(',').map((name) => `${name}:${name}`);
  return `0&&(module.exports={${members}});\n`;
}
