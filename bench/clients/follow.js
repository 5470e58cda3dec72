// Adds the listeners of a benchmark to an object with the interface of an EventSource.
// Knows addEventListener and close. Must not know which client it is.

/** Returns a function that closes the source. */
export function follow(source, { types, onOpen, onEvent }) {
  source.addEventListener('open', onOpen);
  for (const type of types) {
    source.addEventListener(type, (event) => onEvent(event.data, event.type, event.lastEventId));
  }
  return () => source.close();
}
