// Measures a node under many subscribers: latency, processor time and memory, for both forms.
// Knows what is measured and how often. Must not know how a node works.
//
//   node examples/scale-out/measure.js --form=nchan --subscribers=2000 --rate=1 --seconds=30 --nodes=2 --on=1
//
//   --form   nchan, stream, or both (the default)
//   --rate   messages a second
//   --nodes  the number of nodes
//   --on     the number of nodes that the subscribers are on
//
// Messages are published on the last node, or to Redis. Subscribers and publisher are processes of their own, but on
// the same machine: what they need is not free for the nodes.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startCluster } from './cluster/cluster.js';
import { nchanForm } from './cluster/nchan_form.js';
import { streamForm } from './cluster/stream_form.js';
import { usageOf } from './measure/usage.js';

const FORMS = { nchan: nchanForm, stream: streamForm };
const CLIENTS = fileURLToPath(new URL('measure/subscribers.js', import.meta.url));
const TEXT = 'Late on Trevane, and he knows it. He has his hand up';
const { values } = parseArgs({
  options: {
    form: { type: 'string', default: 'both' },
    subscribers: { type: 'string', default: '2000' },
    rate: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '30' },
    nodes: { type: 'string', default: '2' },
    on: { type: 'string', default: '1' },
  },
});
const given = (name) => Number(values[name]);
const [subscribers, rate, seconds, on] = ['subscribers', 'rate', 'seconds', 'on'].map(given);

checkOpenFiles();
console.log(
  `${cpus().length} × ${cpus()[0].model}; load ${readFileSync('/proc/loadavg', 'utf8').split(' ')[0]}`,
);
for (const [name, form] of Object.entries(FORMS)) {
  if (values.form === 'both' || values.form === name) console.log(name, await measure(form));
}

async function measure(form) {
  const cluster = await startCluster(form, { nodes: given('nodes') });
  const publisher = form.makePublisher({ ...cluster, nodes: [cluster.nodes.at(-1)], history: 20_000 });
  let clients;
  try {
    const pids = [...cluster.nodes.map(({ program }) => program.pid), cluster.redis.pid];
    const idle = pids.map(usageOf);
    const ports = cluster.nodes.slice(0, on).map(({ port }) => port);
    clients = fork(CLIENTS, [ports.join(), String(subscribers)]);
    const { open } = await answerOf(clients);
    await delay(1000);
    const connected = pids.map(usageOf);
    const publishing = await publish(publisher);
    await delay(1000);
    clients.send({ expected: publishing.messages * subscribers });
    const { received, latencies } = await answerOf(clients);
    const after = pids.map(usageOf);
    // Of the whole time until the last delivery; idle time costs next to nothing.
    const used = (index) => {
      const busy = after[index].seconds - connected[index].seconds;
      return {
        'processor, % of a core': round((100 * busy) / publishing.seconds),
        'processor, µs a message': round((1e6 * busy) / publishing.messages),
        'memory, MB: idle, connected, after': [idle, connected, after].map((all) =>
          round(all[index].megabytes),
        ),
      };
    };
    return {
      subscribers,
      'all open after, ms': open,
      'messages a second': round(publishing.messages / publishing.seconds),
      received: `${received} of ${publishing.messages * subscribers}`,
      'latency, ms': Object.fromEntries(
        Object.entries(latencies).map(([name, value]) => [name, round(value)]),
      ),
      'first node': used(0),
      'first node, processor, µs a delivery': round((used(0)['processor, µs a message'] * on) / subscribers),
      'last node': used(cluster.nodes.length - 1),
      Redis: used(cluster.nodes.length),
    };
  } finally {
    clients?.disconnect();
    publisher.close();
    await cluster.close();
  }
}

/** Publishes at the rate, and resolves with the number of messages and the time. */
async function publish(publisher) {
  const started = Date.now();
  const messages = Math.round(rate * seconds);
  for (let number = 1; number <= messages; number += 1) {
    const sent = String(process.hrtime.bigint());
    await publisher.publish('match', { data: JSON.stringify({ number, sent, text: TEXT }) });
    const wait = started + (number * 1000) / rate - Date.now();
    if (wait > 0) await delay(wait);
  }
  return { messages, seconds: (Date.now() - started) / 1000 };
}

async function answerOf(clients) {
  const [answer] = await once(clients, 'message');
  if (answer.failure) throw new Error(`a subscriber failed: ${answer.failure}`);
  return answer;
}

function checkOpenFiles() {
  const limit = Number(
    /Max open files\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? Infinity,
  );
  if (limit >= subscribers + 200) return;
  console.error(`${limit} open files are allowed: run "ulimit -n ${subscribers + 200}" in this shell first`);
  process.exit(1);
}

function round(value) {
  return Math.round(value * 10) / 10;
}
