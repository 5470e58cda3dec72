// The servers of the suite: the page's own origin, a second origin on another port, and a control server for scenarios.
// Knows paths, keys and the recorded requests. Must not know what a scenario expects.
//
//   <origin>/s/<test stream>?key=…   a test stream; the same on <other> and at the address 127.0.0.1
//   <origin>/pkg/…  /src/…  /e2e/…   the package, what it imports, and the suite's own scripts
//   <origin>/…                       the routes of the `routes` option: path → handler(request, response)
//   <control>/requests?key=…&patience=…   the requests of a key, once all of them have ended, or after that many milliseconds
//   <control>/disconnect?key=…       closes the connections of the requests that have not ended
//   <control>/late                   reserves a port; /late/listen?port=… starts a server on it, /late/kill?port=… stops it
//   <control>/report                 receives the results that a page posts

import http from 'node:http';
import { once, EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { send } from './response.js';
import { responseOf } from './test_streams/index.js';
import { RequestLog } from './request_log.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Starts all servers on free ports. `reports` emits 'report' with each result that a page posts. */
export async function startServer({ entry, routes = {} } = {}) {
  const log = new RequestLog();
  const reports = new EventEmitter();
  const late = new Map();
  const addresses = {};
  const handleStream = (request, response) => sendTestStream(request, response, { log, addresses });
  const page = await listen((request, response) => {
    const url = new URL(request.url, 'http://page');
    if (url.pathname.startsWith('/s/')) return handleStream(request, response);
    if (routes[url.pathname]) return routes[url.pathname](request, response);
    return sendFile(url, response, entry);
  });
  const other = await listen(handleStream);
  const control = await listen((request, response) =>
    handleControl(request, response, { log, reports, late, handleStream }),
  );
  Object.assign(addresses, {
    origin: `http://localhost:${page.address().port}`,
    other: `http://localhost:${other.address().port}`,
    host: `http://127.0.0.1:${page.address().port}`,
    control: `http://localhost:${control.address().port}`,
  });
  const close = () => [page, other, control, ...late.values()].forEach(stop);
  return { addresses, reports, close };
}

async function listen(handler, port = 0) {
  const server = http.createServer({ insecureHTTPParser: true, keepAliveTimeout: 120_000 }, handler);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function stop(server) {
  server.close();
  server.closeAllConnections();
}

function sendTestStream(request, response, { log, addresses }) {
  const url = new URL(request.url, addresses.origin);
  const path = url.pathname.slice('/s/'.length);
  const key = url.searchParams.get('key') ?? '';
  const earlier = log.add(key, request, response);
  const definition = responseOf(path, url.searchParams, earlier);
  const replacePlaceholders = (value) =>
    String(value).replace(/<(request-origin|origin|other|key)>/g, (_, name) => {
      if (name === 'key') return key;
      return name === 'request-origin' ? (request.headers.origin ?? 'null') : addresses[name];
    });
  if (!definition) return response.writeHead(404).end(`no test stream ${path}`);
  if (request.method === 'OPTIONS') return sendPreflight(definition, response, replacePlaceholders);
  return send(definition, response, replacePlaceholders);
}

function sendPreflight({ preflight }, response, replacePlaceholders) {
  const headers = Object.entries(preflight?.headers ?? {});
  response.writeHead(
    preflight ? 204 : 404,
    Object.fromEntries(headers.map(([name, value]) => [name, replacePlaceholders(value)])),
  );
  response.end();
}

async function handleControl(request, response, { log, reports, late, handleStream }) {
  const url = new URL(request.url, 'http://control');
  response.setHeader('access-control-allow-origin', '*');
  // PhantomJS sends a preflight for every request with a body.
  response.setHeader('access-control-allow-headers', 'origin, content-type');
  if (request.method === 'OPTIONS') return response.end();
  const port = Number(url.searchParams.get('port'));
  const key = url.searchParams.get('key');
  const routes = {
    '/requests': () => log.whenEnded(key, Number(url.searchParams.get('patience'))),
    '/disconnect': () => log.disconnect(key),
    '/late': () => reservePort(late),
    '/late/listen': async () => void late.set(port, await listen(handleStream, port)),
    '/late/kill': () => stop(late.get(port)),
    '/report': async () => void reports.emit('report', JSON.parse(await textOf(request))),
  };
  const value = await routes[url.pathname]?.();
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(value ?? null));
}

/**
 * Returns a port that no server listens on, for one scenario alone. It is below those that systems choose by themselves: so
 * no other server or connection gets it while nothing listens.
 */
async function reservePort(late) {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (reserved.has(port)) continue;
    reserved.add(port);
    const server = await listen(() => {}, port).catch(() => undefined);
    if (!server) continue;
    stop(server);
    late.set(port, server);
    return port;
  }
}

/** Of all servers in this process. */
const reserved = new Set();

async function textOf(request) {
  const chunks = await request.toArray();
  return Buffer.concat(chunks).toString();
}

/** Serves the package, the suite and the generated `entry` script, and nothing else. */
async function sendFile(url, response, entry) {
  const allowed = /^\/(pkg|src|e2e)\//.exec(url.pathname);
  try {
    if (entry && url.pathname === '/entry.js') return serve(response, '.js', await entry(url.searchParams));
    if (!allowed) throw new Error('not served');
    const path = normalize(url.pathname.replace(/^\/e2e\//, '/tests/e2e/'));
    if (path.includes(`..${sep}`)) throw new Error('not served');
    serve(response, extname(path), await readFile(join(ROOT, path)));
  } catch (error) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end(`${url.pathname}: ${error.message}`);
  }
}

function serve(response, extension, body) {
  response.writeHead(200, {
    'content-type': TYPES[extension] ?? 'application/octet-stream',
    'cache-control': 'no-store',
  });
  response.end(body);
}

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript' };
