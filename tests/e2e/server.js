// The servers of the suite: the page's own origin, another origin on another port, and the control behind both.
// Knows paths, keys and what each request looked like. Must not know what a scenario expects.
//
//   <origin>/s/<pathology>?key=…   a pathological stream; the same on <other> and by the address 127.0.0.1
//   <origin>/pkg/…  /src/…  /e2e/…  the package, what it imports, and the suite's own scripts
//   <origin>/…                     what `routes` has: path → answer(request, response)
//   <control>/seen?key=…&patience=…   the requests of a key, once all of them have ended, or so many milliseconds later
//   <control>/let-go?key=…         hangs up on the requests of a key that have not ended
//   <control>/late, /late/listen?port=…, /late/kill?port=…   a server that comes and goes
//   <control>/report               where a page posts its results

import http from 'node:http';
import { once, EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { send } from './response.js';
import { answerOf } from './test_streams/index.js';
import { Visits } from './request_log.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Starts everything on free ports. `reports` emits 'report' with what pages post. */
export async function startServer({ entry, routes = {} } = {}) {
  const visits = new Visits();
  const reports = new EventEmitter();
  const late = new Map();
  const addresses = {};
  const pathological = (request, response) => stream(request, response, { visits, addresses });
  const page = await listen((request, response) => {
    const url = new URL(request.url, 'http://page');
    if (url.pathname.startsWith('/s/')) return pathological(request, response);
    if (routes[url.pathname]) return routes[url.pathname](request, response);
    return file(url, response, entry);
  });
  const other = await listen(pathological);
  const control = await listen((request, response) =>
    answerControl(request, response, { visits, reports, late, pathological }),
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

function stream(request, response, { visits, addresses }) {
  const url = new URL(request.url, addresses.origin);
  const path = url.pathname.slice('/s/'.length);
  const key = url.searchParams.get('key') ?? '';
  const visit = visits.begin(key, request, response);
  const answer = answerOf(path, url.searchParams, visit);
  const fill = (value) =>
    String(value).replace(/<(asked|origin|other|key)>/g, (_, name) =>
      name === 'key' ? key : name === 'asked' ? (request.headers.origin ?? 'null') : addresses[name],
    );
  if (!answer) return response.writeHead(404).end(`no pathology ${path}`);
  if (request.method === 'OPTIONS') return preflight(answer, response, fill);
  return send(answer, response, fill);
}

function preflight(answer, response, fill) {
  const headers = Object.entries(answer.preflight?.headers ?? {});
  response.writeHead(
    answer.preflight ? 204 : 404,
    Object.fromEntries(headers.map(([name, value]) => [name, fill(value)])),
  );
  response.end();
}

async function answerControl(request, response, { visits, reports, late, pathological }) {
  const url = new URL(request.url, 'http://control');
  response.setHeader('access-control-allow-origin', '*');
  // PhantomJS asks for leave to send any body.
  response.setHeader('access-control-allow-headers', 'origin, content-type');
  if (request.method === 'OPTIONS') return response.end();
  const port = Number(url.searchParams.get('port'));
  const key = url.searchParams.get('key');
  const routes = {
    '/seen': () => visits.ended(key, Number(url.searchParams.get('patience'))),
    '/let-go': () => visits.letGo(key),
    '/late': () => reserve(late),
    '/late/listen': async () => void late.set(port, await listen(pathological, port)),
    '/late/kill': () => stop(late.get(port)),
    '/report': async () => void reports.emit('report', JSON.parse(await text(request))),
  };
  const value = await routes[url.pathname]?.();
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(value ?? null));
}

/** A port where nobody listens, yet. */
async function reserve(late) {
  const server = await listen(() => {});
  const { port } = server.address();
  stop(server);
  late.set(port, server);
  return port;
}

async function text(request) {
  const chunks = await request.toArray();
  return Buffer.concat(chunks).toString();
}

/** Serves the package, the suite and the generated `entry` script, and nothing else. */
async function file(url, response, entry) {
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
