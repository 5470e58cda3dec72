// The bearer token of the page: stores one, and renews it when it is asked to.
// Knows the control. Must not know what the token is used for. It cannot see whether the token has expired.

import { expireToken, issueToken } from './control.js';

export class Token {
  /** @type {string | null} */
  #value = null;

  /** @param {{ renew: boolean }} options */
  async value({ renew }) {
    if (renew || this.#value === null) this.#value = (await issueToken()).token;
    return this.#value;
  }

  /** Makes the token expire at the server. The page keeps it. */
  async expire() {
    await expireToken(await this.value({ renew: false }));
  }
}
