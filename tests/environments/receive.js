// Receives a stream until its event `end`, in whatever environment.
// Knows the events of /resumed. Must not know the environment.

/** [type, data, lastEventId] of each event, or of a failure its message. */
export function receive(EventSource, url) {
  return new Promise((resolve) => {
    const events = [];
    const source = new EventSource(url);
    const types = ['open', 'message', 'error', 'end'];
    types.forEach((type) =>
      source.addEventListener(type, (event) => {
        const hasFailed = type === 'error' && source.readyState === 2;
        events.push([
          event.type,
          hasFailed ? event.message : (event.data ?? null),
          event.lastEventId ?? null,
        ]);
        if (type !== 'end' && !hasFailed) return;
        source.close();
        resolve(events);
      }),
    );
  });
}
