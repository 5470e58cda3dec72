// Serves a project's folder to a browser.
// Knows files and headers. Must not know what is in them.

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { extname, join } from 'node:path';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript' };

/** { url, asked, close }: `asked` are the names of the files that were sent. `files` stand for those of the folder. */
export async function serve(folder, { headers = {}, files = {} } = {}) {
  const asked = [];
  const server = http.createServer(async ({ url }, response) => {
    const path = new URL(url, 'http://page').pathname.replace(/\/$/, '/index.html');
    const name = path.replace(/.*\//, '');
    try {
      const body = files[name] ?? (await readFile(join(folder, path)));
      asked.push(name);
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
  return { url: `http://127.0.0.1:${server.address().port}/`, asked, close };
}
