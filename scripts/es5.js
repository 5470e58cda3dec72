// How a script becomes one for engines without ES2015: in its names (what it may ask of the engine) and in its syntax.
// Knows esbuild's and Babel's options. Must not know which scripts there are.

import { transformAsync } from '@babel/core';
import { transform } from 'esbuild';
import { basename, join } from 'node:path';
import { smallest } from './minify.js';

/** What the engine may lack, by the names that pkg/legacy/globals.js has for it. */
const REPLACED = { 'Math.imul': 'imul', 'Math.clz32': 'clz32' };

/** What esbuild is told, for sources in the folder `pkg`: each module that has a namesake in legacy/ is that one. */
export function forOldEngines(pkg) {
  const namesakes = {
    name: 'namesakes',
    setup(esbuild) {
      const filter =
        /\/(load_core|member_names|message_event|microtasks|release_core|short_strings|string_decoder)\.js$/;
      esbuild.onResolve({ filter }, ({ path, resolveDir }) =>
        resolveDir.endsWith('legacy') ? null : { path: join(pkg, 'legacy', basename(path)) },
      );
    },
  };
  return { inject: ['./legacy/globals.js'], define: REPLACED, plugins: [namesakes] };
}

/** An ES module as a minified script of the given format, without the syntax of ES2015. */
export async function toES5(text, format) {
  const { code } = await transformAsync(text, {
    configFile: false,
    babelrc: false,
    compact: true,
    presets: [['@babel/preset-env', { targets: { ie: 10 }, modules: false }]],
    assumptions: {
      iterableIsArray: true,
      noDocumentAll: true,
      noNewArrows: true,
      privateFieldsAsProperties: true,
      setComputedProperties: true,
      setPublicClassFields: true,
    },
  });
  // Not before: what Babel adds of its own belongs inside, too.
  const minified = await transform(code, {
    minify: true,
    format,
    platform: format === 'cjs' ? 'node' : 'browser',
    target: 'es5',
    charset: 'ascii',
    logLevel: 'warning',
  });
  return smallest(minified.code, format, 5);
}
