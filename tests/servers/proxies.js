// The rows of docs/proxies.md: a symptom behind nginx, the directives that cause it, and what cures it.
// Knows nginx's directives. Must not know how a symptom is shown.
//
// `cause` and each of the `cures` have `says`, for the table, and what startNginx takes; a `program` is the server behind
// it, if it is not that of Node's bare http; `outer` is a second nginx in front of the first one. With `direct`, no relay is
// between nginx and the server, so that nginx is refused a connection while the server is down.

import * as symptoms from './symptoms.js';

const OFF = 'proxy_buffering off;';
/** Without it, startNginx asks for HTTP/1.1. */
const OLD = 'proxy_http_version 1.0;';
const zipped = 'gzip on; gzip_types text/event-stream; gzip_http_version 1.0;';

const later = (location) => ({
  location: `${OFF} error_page 502 504 = @later;`,
  server: `location @later { ${location} }`,
});

export const rows = [
  {
    symptom: 'no event comes, and no `open`, before 4 kB are there or the response ends',
    shows: symptoms.isHeldBack,
    cause: {
      says: '`proxy_buffering on` and HTTP/1.0 to the server; both are defaults, HTTP/1.0 before nginx 1.29.7',
      location: OLD,
    },
    cured: symptoms.comesAtOnce,
    cures: [
      { says: '`proxy_buffering off`', location: `${OLD} ${OFF}` },
      { says: 'the response header `X-Accel-Buffering: no`', location: OLD, program: 'accelerated.js' },
      {
        says: '`proxy_http_version 1.1` and `proxy_set_header Connection ""`: chunks are passed on as they come',
        location: 'proxy_buffering on;',
      },
    ],
  },
  {
    symptom: 'the same with `X-Accel-Buffering: no`, behind two nginx',
    shows: symptoms.isHeldBack,
    cause: {
      says: 'the inner nginx obeys this header, and removes it',
      location: OLD,
      program: 'accelerated.js',
      outer: { location: OLD },
    },
    cured: symptoms.comesAtOnce,
    cures: [
      {
        says: '`proxy_pass_header X-Accel-Buffering` in the inner one',
        location: `${OLD} proxy_pass_header X-Accel-Buffering;`,
        program: 'accelerated.js',
        outer: { location: OLD },
      },
      {
        says: '`proxy_buffering off` in both',
        location: `${OLD} ${OFF}`,
        outer: { location: `${OLD} ${OFF}` },
      },
    ],
  },
  {
    symptom: 'the same, compressed',
    shows: symptoms.isHeldBack,
    cause: {
      says: '`gzip_types text/event-stream` with `proxy_buffering on`',
      location: zipped,
      encoding: 'gzip',
    },
    cured: symptoms.comesAtOnce,
    cures: [
      {
        says: '`proxy_buffering off`: gzip is then flushed after each event',
        location: `${zipped} ${OFF}`,
        encoding: 'gzip',
      },
      {
        says: 'the same without `gzip_types`: `gzip on` alone leaves event streams as they are',
        location: `gzip on; ${OFF}`,
      },
    ],
  },
  {
    symptom:
      'the stream breaks in each long pause: `error` with "the connection has failed", then `open` again',
    shows: symptoms.isCutInAPause,
    cause: {
      says: '`proxy_read_timeout` (60 s by default, 1 s in the test) is shorter than the pause',
      location: `${OFF} proxy_read_timeout 1s;`,
    },
    cured: symptoms.survivesAPause('/first'),
    cures: [
      {
        says: 'a heartbeat of the server, more often than that',
        location: `${OFF} proxy_read_timeout 1s;`,
        cured: symptoms.survivesAPause('/heartbeat'),
      },
      { says: 'a longer `proxy_read_timeout`', location: `${OFF} proxy_read_timeout 1h;` },
    ],
  },
  {
    symptom: '`error` says "the server has ended the stream", but the server has crashed',
    shows: symptoms.saysOfACrash(/^the server has ended the stream$/),
    cause: {
      says: 'HTTP/1.0 to the server: there a response without length ends with the connection',
      location: `${OLD} ${OFF}`,
    },
    cured: symptoms.saysOfACrash(/^the connection has failed/),
    cures: [
      {
        says: '`proxy_http_version 1.1` and `proxy_set_header Connection ""`',
        location: OFF,
      },
    ],
  },
  {
    symptom: 'a restart of the server ends sources for good: "the response has the status: 502", CLOSED',
    shows: symptoms.isClosedByARestart,
    direct: true,
    cause: { says: 'nginx answers 502 while the server is down; the standard gives up on it', location: OFF },
    cured: symptoms.survivesARestart,
    cures: [
      {
        says: '`error_page 502 504 = @later`, where `@later` has `default_type text/event-stream` and `return 200 "retry: 200\\n\\n"`',
        ...later('default_type text/event-stream; return 200 "retry: 200\\n\\n";'),
      },
      { says: '`error_page 502 504 = @later`, where `@later` has `return 444`', ...later('return 444;') },
    ],
  },
  {
    symptom: 'after each reload an old worker process stays, as long as a stream is open',
    shows: symptoms.keepsTheOldWorker,
    cause: { says: 'nginx lets requests finish', location: OFF },
    cured: symptoms.leavesTheOldWorker,
    cures: [
      {
        says: '`worker_shutdown_timeout`: the streams break, and go on with the new worker',
        main: 'worker_shutdown_timeout 500ms;',
        location: OFF,
      },
    ],
  },
  {
    symptom: 'the seventh stream of a browser stays CONNECTING',
    shows: symptoms.leavesTheSeventhWaiting,
    clients: ['native', 'fetch', 'xhr'],
    cause: { says: 'HTTP/1.1: six connections to an origin', location: OFF },
    cured: symptoms.opensAllSeven,
    cures: [
      {
        says: '`listen … ssl http2`; the server behind it keeps HTTP/1.1',
        location: OFF,
        listen: 'ssl http2',
      },
    ],
  },
];
