// What a case of the options' tests has: it constructs sources, waits for their events, and reads what the server was asked.
//
// Knows the server's addresses, and the transport that is tested. Must not know the cases. Runs in Node and in pages.

export class OptionsContext {
  #sources = [];

  /** @param {any} settings */
  constructor({ EventSource, transport, origin, other, key }) {
    Object.assign(this, { EventSource, transport, origin, other, key });
  }

  /** The URL of a stream; see server.js for the parameters. An array is a parameter several times. */
  url(parameters = {}, at = this.origin) {
    const url = new URL('/s', at);
    url.searchParams.set('key', this.key);
    for (const [name, value] of Object.entries(parameters)) {
      for (const one of [value].flat()) url.searchParams.append(name, one);
    }
    return url.href;
  }

  /** Constructs a source, which is closed in the end. Its events are in `source.log`, and `source.errors`. */
  open(url, init = {}) {
    const own = this.transport === 'legacy' ? {} : { transport: this.transport };
    const source = new this.EventSource(url, { ...own, reconnectionTime: 20, ...init });
    Object.assign(source, { log: [], errors: [] });
    for (const type of ['open', 'message', 'error']) {
      source.addEventListener(type, (event) => {
        source.log.push(type === 'message' ? event.data : `${type} ${source.readyState}`);
        if (type === 'error') source.errors.push(event);
      });
    }
    this.#sources.push(source);
    return source;
  }

  /** Waits until a source has so many entries in its log. */
  async logged(source, count) {
    await this.until(
      () => source.log.length >= count,
      () => `${count} entries: ${source.log}`,
    );
    return source.log.slice(0, count);
  }

  /** Waits until a source is closed. */
  async closed(source) {
    await this.until(
      () => source.readyState === 2,
      () => `the end: ${source.log}`,
    );
    await this.wait(0);
    return source.log;
  }

  /** What the server was asked with the key of this case; preflights if they are wanted. */
  async requests(preflights = false) {
    const response = await fetch(`${this.origin}/requests?key=${this.key}`);
    const all = await response.json();
    return all.filter(({ method }) => preflights || method !== 'OPTIONS');
  }

  wait(milliseconds) {
    return new Promise((resolve) => setTimeout(resolve, milliseconds));
  }

  async until(condition, describe = () => condition.toString()) {
    const end = Date.now() + 8000;
    while (!(await condition())) {
      if (Date.now() > end) throw new Error(`Waited in vain for ${describe()}`);
      await this.wait(5);
    }
  }

  end() {
    this.#sources.forEach((source) => source.close());
  }
}

/** Runs a case. */
export async function runCase(run, settings) {
  const context = new OptionsContext(settings);
  try {
    return await run(context);
  } finally {
    context.end();
  }
}
