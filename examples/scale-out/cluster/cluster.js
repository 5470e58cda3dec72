// A cluster: Redis, nodes and a balancer, each a program of its own, in a folder that is removed at the end.
// Knows how they are started, killed and ended. Must not know the kind of its nodes: a form makes them.
//
//   const cluster = await startCluster(nchanForm, { channels: ['match'] });
//   await cluster.publisher.publish('match', { data: '1:0' });      → its id
//   new EventSource(`${cluster.address}/match`)
//   cluster.nodes[0].program.kill();                                SIGKILL; it is started again
//   await cluster.close();

import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { balancer } from './balancer.js';
import { freePort } from './port.js';
import { redisServer } from './redis.js';

/**
 * @typedef {{ port: number, publisherPort?: number, program: import('./program.js').Program }} ClusterNode
 * @typedef {{
 *   makeNode(folder: string, options: any): Promise<ClusterNode>, makePublisher(options: any): any, firstLine?: string,
 *   guard?: { http: string, location: string }, begin?(publisher: any, channels: string[]): Promise<void>,
 * }} Form
 */

const DEFAULTS = {
  channels: ['match'],
  nodes: 2,
  /** Stored messages a channel. */
  history: 20_000,
  /** What a client without an id gets. */
  first: 'newest',
  /** The reconnection time of clients, and the time after which a program that died is started again, in ms. */
  retry: 1000,
  restartAfter: 1000,
  appendOnly: true,
};

/** Folders of clusters that have not been closed. */
const folders = new Set();
process.on('exit', () => folders.forEach(remove));

/** @param {Form} form */
export async function startCluster(form, options = {}) {
  const { nodes: count, restartAfter, appendOnly, ...settings } = { ...DEFAULTS, ...options };
  const folder = mkdtempSync(join(tmpdir(), 'scale-out-'));
  folders.add(folder);
  // The workers of nginx may have another user.
  chmodSync(folder, 0o755);
  const redisPort = await freePort();
  const redis = redisServer(join(folder, 'redis'), { port: redisPort, appendOnly, restartAfter });
  const nodes = [];
  for (let number = 1; number <= count; number += 1) {
    const name = join(folder, `node-${number}`);
    nodes.push(await form.makeNode(name, { ...settings, redisPort, restartAfter }));
  }
  const port = settings.port ?? (await freePort());
  const balancing = {
    ...settings,
    port,
    nodes: nodes.map((node) => node.port),
    firstLine: form.firstLine,
    guard: form.guard,
    restartAfter,
  };
  const front = balancer(folder, balancing);
  const publisher = form.makePublisher({ ...settings, redisPort, nodes });
  const cluster = new Cluster({ folder, port, redisPort, redis, nodes, balancer: front, publisher });
  try {
    await redis.start();
    await Promise.all(nodes.map(({ program }) => program.start()));
    await form.begin?.(publisher, settings.channels);
    await cluster.revive();
  } catch (error) {
    await cluster.close();
    throw error;
  }
  return cluster;
}

class Cluster {
  /** Whether nodes and balancer are meant to run. */
  alive = false;

  constructor({ folder, port, redisPort, redis, nodes, balancer, publisher }) {
    Object.assign(this, { folder, port, redisPort, redis, nodes, balancer, publisher });
    this.address = `http://127.0.0.1:${port}`;
  }

  /** The programs that clients need; Redis is not one of them. */
  get #serving() {
    return [...this.nodes.map(({ program }) => program), this.balancer];
  }

  /** Starts the nodes and the balancer. */
  async revive() {
    this.alive = true;
    await Promise.all(this.#serving.map((program) => program.start()));
  }

  /** Kills the nodes and the balancer; they stay dead until revive(). */
  async kill() {
    this.alive = false;
    await Promise.all(this.#serving.map((program) => program.end('SIGKILL')));
  }

  async close() {
    this.publisher.close();
    await Promise.all([...this.#serving, this.redis].map((program) => program.end()));
    remove(this.folder);
  }
}

function remove(folder) {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}
