// What the server saw: every request under the key of its scenario, its headers, and who ended it when.
// Knows requests and responses. Must not know paths' meanings.
//
//   visits.begin(key, request, response)   notes a request
//   await visits.ended(key, patience)      the requests of a key, once they have ended
//   visits.letGo(key)                      hangs up on whoever has not

import { performance } from 'node:perf_hooks';

export class Visits {
  #byKey = new Map();

  /** Notes a request and gives how many of the same key and address came before it (preflights do not count). */
  begin(key, request, response) {
    const visits = this.#byKey.get(key) ?? [];
    this.#byKey.set(key, visits);
    const { method, url } = request;
    const before = visits.filter((visit) => visit.url === url && visit.method !== 'OPTIONS').length;
    const visit = {
      method,
      url,
      headers: request.headers,
      names: namesOf(request),
      at: performance.now(),
      ended: null,
    };
    Object.defineProperty(visit, 'response', { value: response });
    visits.push(visit);
    response.once('close', () => {
      visit.ended = response.cutByServer || response.writableFinished ? 'server' : 'client';
      visit.endedAt = performance.now();
    });
    return before;
  }

  /** The requests of a key, as soon as all of them have ended; after a while those that have not say so. */
  async ended(key, patience) {
    const visits = this.#byKey.get(key) ?? [];
    const until = performance.now() + patience;
    while (visits.some((visit) => !visit.ended) && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return visits.map((visit, index) => ({ ...visit, delay: waited(visits[index - 1], visit) }));
  }

  /** Hangs up on every request of a key that is still there, so that none keeps a connection from the others. */
  letGo(key) {
    for (const { ended, response } of this.#byKey.get(key) ?? []) if (!ended) response.req.socket.destroy();
  }
}

/** The milliseconds from the end of one request to the next, or null. */
const waited = (previous, visit) => (previous?.endedAt ? Math.round(visit.at - previous.endedAt) : null);

const namesOf = (request) => request.rawHeaders.filter((_, index) => index % 2 === 0);
