// The event of a message; see ../lib/message_event.js.
// Knows how events are made.

export function messageEvent(type, data, origin, lastEventId) {
  return new MessageEvent(type, { data, origin, lastEventId });
}
