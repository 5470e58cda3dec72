// Sources and what they have fired, the same in Node and in a page.
// Knows the interface of an EventSource. Must not know where it runs, nor which class it is given.
//
// The log of a source has an entry for each event: ['open'], [type, data, lastEventId] or ['error', readyState, message].

const TYPES = ['message', 'goal', 'end', 'ping'];

export class Observer {
  #observations = [];
  #EventSource;
  #init;

  constructor(EventSource, init) {
    this.#EventSource = EventSource;
    this.#init = init;
  }

  /** Opens a source, and returns its number. */
  open(url) {
    const source = new this.#EventSource(url, this.#init);
    const log = [];
    source.addEventListener('open', () => log.push(['open']));
    source.addEventListener('error', ({ message }) =>
      log.push(['error', source.readyState, ...(message === undefined ? [] : [message])]),
    );
    for (const type of TYPES) {
      source.addEventListener(type, ({ data, lastEventId }) => log.push([type, data, lastEventId]));
    }
    return this.#observations.push({ source, log }) - 1;
  }

  /** Resolves with the log when the source has fired so many events: { open, error, events }. */
  async wait(number, needs, patience) {
    const { log } = this.#observations[number];
    const end = performance.now() + patience;
    while (Object.entries(needs).some(([kind, count]) => countOf(log, kind) < count)) {
      if (performance.now() > end)
        throw new Error(`${JSON.stringify(needs)} was not reached in ${patience} ms: ${JSON.stringify(log)}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return log;
  }

  /** The log so far, and the state of the source. */
  state(number) {
    const { log, source } = this.#observations[number];
    return { log, readyState: source.readyState, reconnectionTime: source.reconnectionTime };
  }

  close(number) {
    this.#observations[number].source.close();
  }

  closeAll() {
    for (const { source } of this.#observations) source.close();
  }
}

function countOf(log, kind) {
  return log.filter(([type]) => (kind === 'events' ? !['open', 'error'].includes(type) : type === kind))
    .length;
}
