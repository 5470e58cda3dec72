// What every server of this suite sends, as plain events: { comment, event, id, retry, data }. See events.py and axum/.
// Knows the paths and the order of events. Must not know how a server writes an event.
//
//   /grammar      the events of grammar.json
//   /first        one event, and a second one after /release with the same key
//   /heartbeat    the same, with the server's own heartbeat
//   /numbered     an event each 20 ms, from behind Last-Event-ID
//   /end          one event, then the response ends
//   /failing      a handler that throws; /empty is status 204; /missing is no route at all
//   /gzip/…, /br/…   the same, for a client that accepts this encoding alone

import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export const PAGE = '<!doctype html><meta charset="utf-8"><title>page</title><link rel="icon" href="data:,">';
export const HEARTBEAT = 100;
export const STREAMS = ['grammar', 'first', 'heartbeat', 'numbered', 'end'];

const grammar = JSON.parse(readFileSync(new URL('../grammar.json', import.meta.url), 'utf8'));
const released = new Set();

export const release = (key) => released.add(key);

/** The events of a path. Except for /end, they end only when the client has gone: `isOpen` says so. */
export async function* eventsOf(path, { key, lastEventId = '', isOpen }) {
  const last = Number(lastEventId);
  if (path === 'end') {
    yield { id: `${last + 1}`, retry: 50, data: `${last + 1}` };
    return;
  }
  if (path === 'grammar') yield* grammar;
  if (path === 'numbered') yield* numbered(last, isOpen);
  if (path === 'first' || path === 'heartbeat') {
    yield { data: 'first' };
    while (isOpen() && !released.has(key)) await sleep(10);
    yield { data: 'second' };
  }
  while (isOpen()) await sleep(20);
}

async function* numbered(last, isOpen) {
  for (let id = last + 1; isOpen(); id += 1) {
    yield { id: `${id}`, retry: 100, data: `${id}` };
    await sleep(20);
  }
}

/** Starts a server on PORT or a free port, and says where: the suite reads this line. */
export function announce(server) {
  server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () =>
    console.log(`listening ${server.address().port}`),
  );
}

/** The path without /gzip or /br, and the encoding that it asks for. */
export function encodingOf(url) {
  const [, encoding, path] = /^\/(gzip|br)(\/.*)$/.exec(url) ?? [];
  return { encoding, path: path ?? url };
}
