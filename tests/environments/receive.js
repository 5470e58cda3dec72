// Receives a stream until its event `end`, in whatever environment.
// Knows the events of /resumed. Must not know the environment. In the syntax of ES2018, which webpack 4 reads.

/** [type, data, lastEventId] of each event, or of a failure its message. */
export function receive(EventSource, url) {
  return new Promise((resolve) => {
    const events = [];
    const source = new EventSource(url);
    const types = ['open', 'message', 'error', 'end'];
    types.forEach((type) =>
      source.addEventListener(type, (event) => {
        const hasFailed = type === 'error' && source.readyState === 2;
        const { message, data = null, lastEventId = null } = event;
        events.push([event.type, hasFailed ? message : data, lastEventId]);
        if (type !== 'end' && !hasFailed) return;
        source.close();
        resolve(events);
      }),
    );
  });
}
