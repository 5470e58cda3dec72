// The bundlers, without configuration files: build(root) → the folder to serve.
// Knows their options. Must not know what they bundle.
//
// A warning is an error, because a build with the package should not print any.

import { cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as esbuild from 'esbuild';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import { build as buildWithVite, createLogger, createServer } from 'vite';
import webpack from 'webpack';

/** All except Vite bundle main.js into one script. The page is part of the project. */
export const SCRIPTS = { esbuild: withEsbuild, Rollup: withRollup, webpack: withWebpack };
export const BUNDLERS = {
  Vite: withVite,
  ...Object.fromEntries(Object.entries(SCRIPTS).map(([name, script]) => [name, withPage(script)])),
};

/** The bundlers that support `require` without a plugin. */
export const REQUIRING = ['esbuild', 'webpack'];

/** Vite's development server: { url, close }. */
export async function serveWithVite(root) {
  const server = await createServer({
    root,
    logLevel: 'silent',
    customLogger: strict(),
    server: { host: '127.0.0.1', port: 0 },
  });
  await server.listen();
  return { url: `http://127.0.0.1:${server.httpServer.address().port}/`, close: () => server.close() };
}

async function withVite(root) {
  await buildWithVite({ root, logLevel: 'silent', customLogger: strict() });
  return join(root, 'dist');
}

function strict() {
  const fail = (message) => {
    throw new Error(message);
  };
  return { ...createLogger('silent'), warn: fail, warnOnce: fail, error: fail };
}

async function withEsbuild(root, outfile) {
  const { warnings } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['./main.js'],
    bundle: true,
    minify: true,
    format: 'esm',
    outfile,
    logLevel: 'silent',
  });
  if (warnings.length > 0) throw new Error(JSON.stringify(warnings));
}

async function withRollup(root, file) {
  const onLog = (level, { message }) => {
    throw new Error(message);
  };
  const bundle = await rollup({ input: join(root, 'main.js'), plugins: [nodeResolve()], onLog });
  await bundle.write({ dir: dirname(file) });
  await bundle.close();
}

function withWebpack(root, file) {
  const compiler = webpack({
    mode: 'production',
    context: root,
    entry: './main.js',
    output: { path: join(file, '..'), filename: 'main.js' },
    // With `require`, a bundle has every build in it, and webpack warns of files that are so large.
    performance: false,
  });
  return new Promise((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error ?? (stats.hasErrors() || stats.hasWarnings())) reject(error ?? new Error(stats.toString()));
      else compiler.close(resolve);
    });
  });
}

/** Also copies the project's page into the folder of the script. */
function withPage(script) {
  return async (root) => {
    const folder = join(root, 'built');
    await mkdir(folder);
    await script(root, join(folder, 'main.js'));
    await cp(join(root, 'index.html'), join(folder, 'index.html'));
    return folder;
  };
}
