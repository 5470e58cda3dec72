// The bearer tokens of the demo: issues them, and says whether one is valid.
// Knows tokens and time. Must not know requests, or what a token is needed for.

import { randomBytes } from 'node:crypto';

export class Tokens {
  /** When each token expires. @type {Map<string, number>} */
  #expiries = new Map();
  #lifetime;

  /** @param {{ lifetime: number }} options in ms */
  constructor({ lifetime }) {
    this.#lifetime = lifetime;
  }

  issue() {
    const token = randomBytes(12).toString('hex');
    this.#expiries.set(token, Date.now() + this.#lifetime);
    if (this.#expiries.size > CAPACITY) this.#expiries.delete(this.#expiries.keys().next().value);
    return token;
  }

  /** @param {string} token */
  isValid(token) {
    return Date.now() < (this.#expiries.get(token) ?? 0);
  }

  /** Makes a token expire before its time. */
  expire(token) {
    this.#expiries.delete(token);
  }
}

const CAPACITY = 500;
