// Components of React, Vue and Svelte as scripts: esbuild with each framework's own compiler, for development.
// Knows how each framework compiles a file. Must not know what a component does.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as esbuild from 'esbuild';

/** Bundles a script of the project, and returns the code. The compilers are the project's. */
export async function bundle(root, script) {
  const require = createRequire(join(root, 'main.js'));
  const result = await esbuild.build({
    entryPoints: [join(root, script)],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    conditions: ['development', 'browser'],
    logLevel: 'silent',
    jsx: 'automatic',
    jsxDev: true,
    define: {
      'process.env.NODE_ENV': '"development"',
      __VUE_OPTIONS_API__: 'false',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    // The build for modules finds its core without WebAssembly beside itself: not in a classic script, which needs none.
    external: ['./without_wasm.js'],
    plugins: [vue(require), svelte(require)],
  });
  return result.outputFiles[0].text;
}

function vue(require) {
  const { compileScript, parse } = require('vue/compiler-sfc');
  return plugin('vue', /\.vue$/, (source, filename) => {
    const { descriptor, errors } = parse(source, { filename });
    if (errors.length > 0) throw errors[0];
    return compileScript(descriptor, { id: 'score', inlineTemplate: true }).content;
  });
}

function svelte(require) {
  const { compile, compileModule } = require('svelte/compiler');
  return plugin('svelte', /\.svelte(\.js)?$/, (source, filename) => {
    const options = { filename, generate: 'client', dev: true };
    const { js, warnings } = (filename.endsWith('.js') ? compileModule : compile)(source, options);
    if (warnings.length > 0) throw new Error(warnings[0].message);
    return js.code;
  });
}

function plugin(name, filter, compile) {
  return {
    name,
    setup: (build) =>
      build.onLoad({ filter }, async ({ path }) => ({
        contents: compile(await readFile(path, 'utf8'), path),
        loader: 'js',
      })),
  };
}
