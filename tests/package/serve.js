// Serves the folder of a project.
// Knows files and headers. Must not know the content of files.

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { extname, join } from 'node:path';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript' };

/**
 * Returns { url, requested, close }; `requested` has the names of the files sent. `files` override those of the folder.
 */
export async function serve(folder, { headers = {}, files = {} } = {}) {
  const requested = [];
  const server = http.createServer(async ({ url }, response) => {
    const path = new URL(url, 'http://page').pathname.replace(/\/$/, '/index.html');
    const name = path.replace(/.*\//, '');
    try {
      const body = files[name] ?? (await readFile(join(folder, path)));
      requested.push(name);
      response.writeHead(200, { 'content-type': TYPES[extname(path)], ...headers }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, requested, close };
}
