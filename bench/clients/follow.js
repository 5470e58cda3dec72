// How a page listens to anything that looks like an EventSource.
// Knows addEventListener and close. Must not know whose it is.

/** Listens, and gives what closes the source. */
export function follow(source, { types, onOpen, onEvent }) {
  source.addEventListener('open', onOpen);
  for (const type of types) {
    source.addEventListener(type, (event) => onEvent(event.data, event.type, event.lastEventId));
  }
  return () => source.close();
}
