// Bundles the suite's scripts into one classic script, for engines without modules and without ES2015.
// Knows esbuild and Babel. Must not know scenarios, nor the script under test, which is never part of the bundle.
//
// The suite needs newer features (Promise, Map, Symbol, URL, …). They come from core-js's pure build, which defines no
// globals, because the script under test must find the engine unchanged. polyfills.js has what core-js does not have.

import { transformAsync } from '@babel/core';
import { build } from 'esbuild';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rows } from '../test_streams/index.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const { resolve } = createRequire(import.meta.url);

let result;

/** The source text of the script. It is built once. */
export const bundled = () => (result ??= buildScript());

async function buildScript() {
  const modern = await build({
    absWorkingDir: HERE,
    entryPoints: ['main.js'],
    bundle: true,
    format: 'esm',
    target: 'esnext',
    inject: ['polyfills.js'],
    plugins: [withoutResponses],
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

/** Removes the responses of the test streams: only the server needs them, and they contain typed arrays. */
const withoutResponses = {
  name: 'without responses',
  setup(esbuild) {
    esbuild.onLoad({ filter: /test_streams.index\.js$/ }, () => {
      const json = JSON.stringify(rows, (key, value) => (key === 'responses' ? undefined : value));
      return { contents: `export const rows = ${json};` };
    });
  },
};

/** Replaces BigInt literals such as `1n`, which have no ES5 syntax, by strings, which are not objects either. */
const bigIntsAsText = ({ types }) => ({
  visitor: {
    BigIntLiteral: (path) => path.replaceWith(types.stringLiteral(path.node.value)),
  },
});
