// A server with two origins, for the tests of the options: what it answers is in the URL, and it remembers what it was asked.
//
// Knows HTTP. Must not know which implementation asks.
//
//   /s?…                 a stream: what follows is in the parameters below
//   /requests?key=…      what was asked with this key, in order, from all origins
//
// | parameter | |
// |---|---|
// | key | of the test |
// | delay | how long the answer takes, in milliseconds |
// | status, header | of the answer: `header` is `name:value`, and may be there several times |
// | size | so many letters follow, a moment later |
// | body | of the answer; else one event with the number of the request, and its `id` |
// | fail | so many answers first have the status 503 |
// | redirect | where the answer leads |
// | needs | a value of `Authorization` without which the status is 401 |
// | simple | preflights are refused |
// | stay | the stream stays open |
// | cut | the connection is cut after the body |

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const TYPES = { html: 'text/html', js: 'text/javascript', mjs: 'text/javascript' };

/** Starts both origins. `origin` has the pages, too. */
export async function startOptionsServer() {
  const log = [];
  const servers = await Promise.all([listen('origin', log), listen('other', log)]);
  const [origin, other] = servers.map((server) => `http://localhost:${server.address().port}`);
  return {
    origin,
    other,
    close() {
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    },
  };
}

async function listen(at, log) {
  const server = http.createServer((request, response) => void handle(request, response, at, log));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function handle(request, response, at, log) {
  const { pathname, searchParams: query } = new URL(request.url, 'http://localhost');
  if (at === 'other') allow(request, response, !query.has('simple'));
  if (pathname === '/requests') {
    const asked = log.filter(({ key }) => key === query.get('key'));
    response.setHeader('Access-Control-Allow-Origin', '*');
    return response.end(JSON.stringify(asked));
  }
  if (pathname !== '/s') return serve(pathname, query, response);
  let body = '';
  for await (const chunk of request) body += chunk;
  const { method, headers, url } = request;
  const entry = { key: query.get('key'), at, method, headers, url, body, time: Date.now(), closed: false };
  log.push(entry);
  response.on('close', () => (entry.closed = true));
  const sent = log.filter(({ key, method }) => key === entry.key && !/OPTIONS|HEAD/.test(method)).length;
  await setTimeout(Number(query.get('delay')));
  answer(request, response, query, sent);
}

/** To every page, and with every header, unless preflights are refused. */
function allow(request, response, allowsHeaders) {
  response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, POST');
  response.setHeader('Access-Control-Expose-Headers', 'Retry-After, X-Answer');
  const asked = request.headers['access-control-request-headers'];
  if (asked && allowsHeaders) response.setHeader('Access-Control-Allow-Headers', asked);
}

function answer(request, response, query, sent) {
  if (request.method === 'OPTIONS') return response.writeHead(204).end();
  for (const header of query.getAll('header')) {
    const colon = header.indexOf(':');
    response.setHeader(header.slice(0, colon), header.slice(colon + 1));
  }
  const failing = sent <= Number(query.get('fail'));
  const refused = query.has('needs') && request.headers.authorization !== query.get('needs');
  const status = refused ? 401 : failing ? 503 : Number(query.get('status') ?? 200);
  if (query.has('redirect')) {
    return response.writeHead(status, { Location: query.get('redirect') }).end();
  }
  if (!response.hasHeader('content-type')) response.setHeader('Content-Type', 'text/event-stream');
  response.writeHead(status);
  const resumed = request.headers['last-event-id'] ?? '';
  response.write(query.get('body') ?? `retry: 20\nid: ${sent}\ndata: ${sent} ${resumed}\n\n`);
  const letters = 'a'.repeat(Number(query.get('size')));
  if (letters) void setTimeout(100).then(() => response.write(letters));
  if (query.has('cut')) void setTimeout(20).then(() => response.destroy());
  else if (!query.has('stay')) response.end();
}

async function serve(pathname, query, response) {
  const path = pathname.startsWith('/e2e/') ? `tests${pathname}` : pathname.slice(1);
  try {
    const file = await readFile(new URL(path, `file://${ROOT}`));
    const headers = {
      'Content-Type': TYPES[path.split('.').pop()] ?? 'application/octet-stream',
      // For pages in a sandbox, which have another origin.
      'Access-Control-Allow-Origin': '*',
    };
    if (query.has('csp')) headers['Content-Security-Policy'] = query.get('csp');
    response.writeHead(200, headers).end(file);
  } catch {
    response.writeHead(404).end();
  }
}
