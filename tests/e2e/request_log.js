// Records every request that the server receives, by the key of its scenario: headers, time, and which side ended it.
// Knows requests and responses. Must not know the meaning of paths.
//
//   log.add(key, request, response)      records a request
//   await log.whenEnded(key, patience)   the requests of a key, once they have ended
//   log.disconnect(key)                  closes the connections of those that have not ended

import { performance } from 'node:perf_hooks';

export class RequestLog {
  #byKey = new Map();

  /** Records a request. Returns the number of earlier requests with the same key and URL, without preflights. */
  add(key, request, response) {
    const records = this.#byKey.get(key) ?? [];
    this.#byKey.set(key, records);
    const { method, url } = request;
    const earlier = records.filter((record) => record.url === url && record.method !== 'OPTIONS').length;
    const record = {
      method,
      url,
      headers: request.headers,
      names: namesOf(request),
      at: performance.now(),
      ended: null,
    };
    Object.defineProperty(record, 'response', { value: response });
    records.push(record);
    response.once('close', () => {
      record.ended = response.destroyedByServer || response.writableFinished ? 'server' : 'client';
      record.endedAt = performance.now();
    });
    return earlier;
  }

  /** The requests of a key, as soon as all of them have ended, or after `patience` ms with `ended: null`. */
  async whenEnded(key, patience) {
    const records = this.#byKey.get(key) ?? [];
    const until = performance.now() + patience;
    while (records.some((record) => !record.ended) && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return records.map((record, index) => ({ ...record, delay: delayBetween(records[index - 1], record) }));
  }

  /** Closes the connections that are still open, because an engine has a limited number of them for each host. */
  disconnect(key) {
    for (const { ended, response } of this.#byKey.get(key) ?? []) if (!ended) response.req.socket.destroy();
  }
}

/** The milliseconds from the end of one request to the start of the next one, or null. */
const delayBetween = (previous, next) => (previous?.endedAt ? Math.round(next.at - previous.endedAt) : null);

const namesOf = (request) => request.rawHeaders.filter((_, index) => index % 2 === 0);
