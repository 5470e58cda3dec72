// The suite's scripts as one classic script for engines without modules, ES2015 or its library.
// Knows esbuild and Babel. Must not know scenarios, nor the script under test: that one is never bundled with these.
//
// What the suite needs of later libraries (Promise, Map, Symbol, URL, …) it brings along under names of its own
// (core-js's pure build): the script under test must find the engine as it is. What core-js does not have is in
// polyfills.js.

import { transformAsync } from '@babel/core';
import { build } from 'esbuild';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rows } from '../test_streams/index.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const { resolve } = createRequire(import.meta.url);

let made;

/** The text of the script; it is made once. */
export const bundled = () => (made ??= make());

async function make() {
  const modern = await build({
    absWorkingDir: HERE,
    entryPoints: ['main.js'],
    bundle: true,
    format: 'esm',
    target: 'esnext',
    inject: ['polyfills.js'],
    plugins: [rowsAlone],
    write: false,
  });
  const { code } = await transformAsync(modern.outputFiles[0].text, {
    configFile: false,
    babelrc: false,
    compact: false,
    presets: [[resolve('@babel/preset-env'), { targets: { ie: 10 }, modules: false }]],
    plugins: [
      bigIntsAsText,
      [resolve('@babel/plugin-transform-runtime'), { corejs: { version: 3, proposals: true } }],
    ],
  });
  const classic = await build({
    stdin: { contents: code, resolveDir: HERE },
    bundle: true,
    format: 'iife',
    target: 'es5',
    charset: 'ascii',
    write: false,
    logLevel: 'warning',
  });
  return classic.outputFiles[0].text;
}

/** The bodies of streams are the server's: a page has the sentences, and needs no typed arrays for them. */
const rowsAlone = {
  name: 'rows alone',
  setup(esbuild) {
    esbuild.onLoad({ filter: /test_streams.index\.js$/ }, () => {
      const spoken = JSON.stringify(rows, (key, value) => (key === 'answers' ? undefined : value));
      return { contents: `export const rows = ${spoken};` };
    });
  },
};

/** `1n` cannot be said at all: its digits stand for it, which are no object either. */
const bigIntsAsText = ({ types }) => ({
  visitor: {
    BigIntLiteral: (path) => path.replaceWith(types.stringLiteral(path.node.value)),
  },
});
