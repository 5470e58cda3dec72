// Publishes to the channels of nchan nodes: one message after the other, on another node if one fails, each once.
// Knows nchan's publisher and what a failure leaves open. Must not know subscribers.
//
// A request that breaks may or may not have stored its message, and nchan stores a repeated one again, with another id.
// So after a failure the publisher asks for the channel's last id: if it is another one than before, the message is
// stored. This holds as long as this is the only publisher of the channel.

import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** @typedef {{ type?: string, data: string }} Message */

export class NchanPublisher {
  #ports;
  /** The index of the node that answers. */
  #node = 0;
  #agent = new http.Agent({ keepAlive: true });
  /** The last id of each channel; '' if it has none. */
  #lastIds = new Map();
  #queue = Promise.resolve();
  #closed = false;
  /** How many requests failed, and how many of these had stored their message. */
  failures = 0;
  storedByFailures = 0;

  /** @param {number[]} ports of the publishers of the nodes */
  constructor(ports) {
    this.#ports = ports;
  }

  /**
   * Resolves with the id of the message, once it is stored.
   *
   * @param {Message} message
   * @returns {Promise<string>}
   */
  publish(channel, { type = 'message', data }) {
    if (data.includes('\r'))
      throw new TypeError('nchan would send a CR as it is, where it ends a line: encode it');
    const id = this.#queue.then(() => this.#publish(channel, type, data));
    this.#queue = id.then(
      () => undefined,
      () => undefined,
    );
    return id;
  }

  /** Messages that are not stored are given up. */
  close() {
    this.#closed = true;
    this.#agent.destroy();
  }

  async #publish(channel, type, data) {
    const headers = type === 'message' ? {} : { 'X-EventSource-Event': type };
    const before = this.#lastIds.get(channel) ?? (await this.#lastId(channel));
    for (;;) {
      let id = await this.#request('POST', channel, headers, data);
      if (id === FAILED) {
        this.failures += 1;
        await this.#wait();
        const last = await this.#lastId(channel);
        if (last !== before) {
          this.storedByFailures += 1;
          id = last;
        }
      }
      if (id !== FAILED) {
        this.#lastIds.set(channel, id);
        return id;
      }
    }
  }

  async #lastId(channel) {
    for (;;) {
      const id = await this.#request('GET', channel);
      if (id !== FAILED) return id;
      await this.#wait();
    }
  }

  /** Also gives a command that a killed node has sent the time to arrive in Redis. */
  async #wait() {
    if (this.#closed) throw new Error('the publisher is closed');
    this.#node = (this.#node + 1) % this.#ports.length;
    await delay(PAUSE);
  }

  /** Resolves with the channel's last id, with '' if there is no such channel, or with FAILED. */
  #request(method, channel, headers = {}, body = undefined) {
    return new Promise((resolve) => {
      const options = {
        method,
        headers: { Accept: 'text/json', ...headers },
        agent: this.#agent,
        timeout: TIMEOUT,
      };
      const request = http.request(
        `http://127.0.0.1:${this.#ports[this.#node]}/${channel}`,
        options,
        async (response) => {
          const text = await textOf(response).catch(() => '');
          if (method === 'GET' && response.statusCode === 404) return resolve('');
          const id = response.statusCode < 300 && /"last_message_id": "([^"]+)"/.exec(text);
          resolve(id ? id[1] : FAILED);
        },
      );
      request.once('timeout', () => request.destroy());
      request.once('error', () => resolve(FAILED));
      request.end(body);
    });
  }
}

async function textOf(response) {
  let text = '';
  for await (const chunk of response) text += chunk;
  return text;
}

const FAILED = Symbol('failed');

/** In ms. */
const PAUSE = 50;
const TIMEOUT = 3000;
