// The balancer: an nginx that gives the whole cluster one address, and goes on where a node fails.
// Knows the addresses of the nodes and what an EventSource makes of a status. Must not know how a node stores messages.
//
//   GET /<channel>        from the node with the fewest connections; if it fails before it answers, from another one
//   GET /<channel>/poll, POST /answers   from `writer`, if there is one
//   GET /…                from `site`, if there is one

import { join } from 'node:path';
import { nginx } from './nginx.js';

/**
 * @param {string} folder
 * @param {{
 *   port: number, nodes: number[], channels: string[], retry: number, restartAfter?: number,
 *   firstLine?: string, guard?: { http: string, location: string }, recorder?: number, writer?: number, site?: number, fallback?: boolean,
 * }} options ports; `retry` in ms; `firstLine`: the comment of a node in whose place `retry` is sent; `guard`:
 *   checks of requests; `recorder`: a server that gets each request first; `fallback`: whether a client stays connected when no node answers
 */
export function balancer(
  folder,
  { port, nodes, channels, retry, restartAfter, fallback = true, ...options },
) {
  const http = `
  upstream nodes {
    least_conn;
    # No node is taken out for a failure: each stream that a node cuts counts as one, and soon no node would be left.
    ${nodes.map((node) => `server 127.0.0.1:${node} max_fails=0;`).join('\n    ')}
  }
  ${options.guard?.http ?? ''}
  server {
    listen 127.0.0.1:${port};
    location ~ ^/(?:${channels.join('|')})$ {
      ${options.guard?.location ?? ''}
      proxy_pass http://nodes;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
      proxy_connect_timeout 1s;
      # Longer than the time between two heartbeats of a node.
      proxy_read_timeout 60s;
      ${fallback ? FALLBACK : ''}
      ${options.firstLine ? retryInPlaceOf(options.firstLine, retry) : ''}
      ${options.recorder ? 'auth_request /recorder;' : ''}
    }
    ${emptyStream(retry)}
    ${options.recorder ? reporting(options.recorder) : ''}
    ${options.writer ? proxy(`~ ^/(?:answers|(?:${channels.join('|')})/poll)$`, options.writer) : ''}
    ${options.site ? proxy('/', options.site) : 'location / { return 404; }'}
  }`;
  return nginx(join(folder, 'balancer'), { http, port, restartAfter });
}

/**
 * A status such as 502 is final: an EventSource does not connect again. So the request goes to another node, and if
 * there is none, the answer is an empty stream, after which an EventSource connects again.
 */
const FALLBACK = `
      proxy_next_upstream error timeout http_502 http_503 http_504;
      proxy_intercept_errors on;
      error_page 502 503 504 =200 @later;`;

/** It is an answer like that of a node, so it needs the same headers: without them CORS refuses it, and that is final. */
const emptyStream = (retry) => `location @later {
      default_type text/event-stream;
      add_header Cache-Control "no-store" always;
      add_header Access-Control-Allow-Origin "*" always;
      add_header Access-Control-Allow-Headers "Last-Event-ID" always;
      return 200 "retry: ${retry}\\n: no node answers\\n\\n";
    }`;

/** For nodes that cannot send \`retry\` themselves. */
const retryInPlaceOf = (line, retry) => `
      sub_filter_types text/event-stream;
      sub_filter_once on;
      sub_filter "${line}" "retry: ${retry}";`;

/** The recorder answers before the node is asked, so it knows a request before its client can ask for it. */
const reporting = (port) => `location = /recorder {
      internal;
      proxy_pass http://127.0.0.1:${port}$request_uri;
      proxy_set_header X-Method $request_method;
    }`;

const proxy = (location, port) => `location ${location} {
      proxy_pass http://127.0.0.1:${port};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
    }`;
