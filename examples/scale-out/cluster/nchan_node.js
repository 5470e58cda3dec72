// A node with nchan: an nginx whose subscribers and publishers share their channels with the other nodes by Redis.
// Knows nchan's directives. Must not know the balancer or the other nodes.
//
//   GET  http://127.0.0.1:<port>/<channel>                text/event-stream; Last-Event-ID, ?last_event_id=
//   POST http://127.0.0.1:<publisherPort>/<channel>       publishes; not for the public, so on a port of its own

import { join } from 'node:path';
import { isListening } from './port.js';
import { nginx } from './nginx.js';

/** The comment with which each of its streams begins. */
export const FIRST_LINE = ': hi';

/**
 * @param {{ port: number, publisherPort: number, redisPort: number, history: number, first: 'newest' | 'oldest',
 *   restartAfter?: number }} options `history`: stored messages a channel; `first`: what a client without an id gets
 */
export function nchanNode(folder, { port, publisherPort, redisPort, history, first, restartAfter }) {
  const http = `
  nchan_shared_memory_size 128M;
  upstream store {
    nchan_redis_server redis://127.0.0.1:${redisPort};
    # A connection that hangs would keep the node away for ten seconds after a restart of Redis.
    nchan_redis_connect_timeout 1s;
  }
  server {
    listen 127.0.0.1:${port};
    location ~ ^/(\\w+)$ {
      nchan_subscriber eventsource;
      nchan_channel_id $1;
      nchan_redis_pass store;
      nchan_subscriber_first_message ${first};
      # An event without data, which is not dispatched.
      nchan_eventsource_ping_interval 15;
      nchan_access_control_allow_origin "*";
      nchan_access_control_allow_credentials off;
      # nchan's own answer to a preflight does not list it, and a script that resumes sends it.
      add_header Access-Control-Allow-Headers "Last-Event-ID" always;
      add_header Cache-Control "no-store" always;
    }
  }
  server {
    listen 127.0.0.1:${publisherPort};
    location ~ ^/(\\w+)$ {
      nchan_publisher http;
      nchan_channel_id $1;
      nchan_redis_pass store;
      nchan_message_buffer_length ${history};
      # Messages do not expire: reconnecting with an expired id can abort a worker of nchan 1.3.6.
      nchan_message_timeout 0;
    }
  }`;
  return nginx(folder, {
    modules: ['ngx_nchan_module.so'],
    http,
    port,
    ready: () => isJoined(publisherPort),
    restartAfter,
  });
}

/** A node that has not joined Redis accepts connections already, and answers with status 503. */
async function isJoined(publisherPort) {
  if (!(await isListening(publisherPort))) return false;
  const response = await fetch(`http://127.0.0.1:${publisherPort}/ready`);
  await response.arrayBuffer();
  return response.status === 404 || response.ok;
}
