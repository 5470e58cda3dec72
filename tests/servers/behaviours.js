// What is tested with each server: a run of one client, and the log that it must have.
// Knows the paths of programs/events.js and what a source must fire. Must not know how servers or clients are made.
//
// run(client, context) resolves with what is compared; expected(server, client) is what it must be. A context has the
// server, its `relay`, and `release(key)`, which lets the server send the second event of /first and /heartbeat.

import { readFileSync } from 'node:fs';

const grammar = JSON.parse(readFileSync(new URL('grammar.json', import.meta.url), 'utf8'));
const text = (server, data) => (server.serialize ?? String)(data);

/** A stream knows no line ends in data but LF. */
const lines = (data) => data.replace(/\r\n|\r/g, '\n');

/** better-sse gives each event without an id a random one. */
const RANDOM = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** What grammar.json has in `retry`, in milliseconds. The native class does not say what it has got. */
const RETRY = 100;

/** The log that the events of grammar.json make, and the reconnection time. */
function grammarLog(server) {
  const messages = grammar
    .filter(({ id }) => id !== undefined && server.received?.[id] !== null)
    .map(({ event = 'message', id, data }) => [
      event,
      server.received?.[id] ?? lines(text(server, data)),
      id,
    ]);
  return [[['open'], ...messages], RETRY];
}

const twoEvents = (server) => [
  ['open'],
  ['message', text(server, 'first'), ''],
  ['message', text(server, 'second'), ''],
];

async function finish(client, source) {
  const { log } = await client.state(source);
  await client.close(source);
  return log
    .filter(([type]) => type !== 'ping')
    .map((entry) => entry.map((value) => (RANDOM.test(value) ? '' : value)));
}

async function runGrammar(client, _, prefix = '') {
  const source = await client.open(`${prefix}/grammar`);
  await client.wait(source, { end: 1 });
  const { reconnectionTime } = await client.state(source);
  return [await finish(client, source), client.name === 'native' ? RETRY : reconnectionTime];
}

/** The second event is sent only after the client has the first one. */
async function runFirst(client, { release, key }, prefix = '') {
  const source = await client.open(`${prefix}/first?key=${key}`);
  await client.wait(source, { events: 1 });
  await release(key);
  await client.wait(source, { events: 2 });
  return finish(client, source);
}

/** The second event is sent after several heartbeats have come through the relay. */
async function runHeartbeat(client, { release, key, relay }) {
  const source = await client.open(`/heartbeat?key=${key}`);
  await client.wait(source, { events: 1 });
  const before = relay.chunks;
  while (relay.chunks < before + 3) await pause(20);
  await release(key);
  await client.wait(source, { message: 2 });
  return finish(client, source);
}

/** The connection is reset twice. Nothing may be lost or doubled. */
async function runResume(client, { relay, server }) {
  const source = await client.open('/numbered');
  for (const [events, errors] of [
    [5, 0],
    [15, 1],
    [25, 2],
  ]) {
    await client.wait(source, { events, error: errors, open: errors + 1 });
    if (errors < 2) relay.cut();
  }
  const log = await finish(client, source);
  const messages = log.filter(([type]) => type === 'message');
  return {
    states: log.filter(([type]) => type === 'error').map(([, readyState]) => readyState),
    wrong: messages.filter(([, data, id], index) => id !== `${index + 1}` || data !== text(server, id)),
  };
}

/** The response ends after each event. */
async function runEnd(client) {
  const source = await client.open('/end');
  await client.wait(source, { events: 3 });
  const log = await finish(client, source);
  // What follows the third event may be there already.
  return log.slice(0, 8);
}

function endLog(server, client) {
  const ended = ['error', 0, ...(client.name === 'native' ? [] : ['the server has ended the stream'])];
  const event = (id) => ['message', text(server, id), id];
  return [['open'], event('1'), ended, ['open'], event('2'), ended, ['open'], event('3')];
}

/** A status that the standard does not accept. */
const failure = (name, path, status) => ({
  name,
  async run(client) {
    const source = await client.open(path);
    await client.wait(source, { error: 1 });
    await pause(200);
    return finish(client, source);
  },
  expected: (_, client) => [
    ['error', 2, ...(client.name === 'native' ? [] : [`the response has the status: ${status}`])],
  ],
});

const compressed = (encoding) => ({
  name: encoding,
  encoding,
  async run(client, context) {
    if (isCut(context.server, encoding, client)) return runCut(client, context, `/${encoding}`);
    const log = await runGrammar(client, context, `/${encoding}`);
    return [log, await runFirst(client, context, `/${encoding}`)];
  },
  expected: (server, client) =>
    isCut(server, encoding, client) ? twoEvents(server).slice(0, 2) : [grammarLog(server), twoEvents(server)],
});

const isCut = ({ cut }, encoding, { name }) => cut?.encoding === encoding && cut.clients.includes(name);

/** The client gets nothing of what is sent after the first event. */
async function runCut(client, { release, key, relay }, prefix) {
  const source = await client.open(`${prefix}/first?key=${key}`);
  await client.wait(source, { events: 1 });
  const before = relay.chunks;
  await release(key);
  while (relay.chunks === before) await pause(20);
  await pause(500);
  return finish(client, source);
}

/** The same over HTTP/2: the server's own, or that of nginx in front of it. */
export const overHttp2 = {
  name: 'HTTP/2',
  async run(client, context) {
    const log = await runGrammar(client, context);
    return [log, await runFirst(client, context)];
  },
  expected: (server) => [grammarLog(server), twoEvents(server)],
};

export const behaviours = [
  { name: 'grammar', run: runGrammar, expected: grammarLog },
  { name: 'first event at once', run: runFirst, expected: twoEvents },
  { name: 'heartbeat', run: runHeartbeat, expected: twoEvents },
  { name: 'resume', run: runResume, expected: () => ({ states: [0, 0], wrong: [] }) },
  { name: 'end', run: runEnd, expected: endLog },
  failure('404', '/missing', 404),
  failure('500', '/failing', 500),
  failure('204', '/empty', 204),
  compressed('gzip'),
  compressed('br'),
];

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
