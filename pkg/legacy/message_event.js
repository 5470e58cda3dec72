// The event of a message; see ../lib/message_event.js.
// Knows how events are made.

import { MessageEvent_ as MessageEvent } from '../lib/realm.js';

export function messageEvent(type, data, origin, lastEventId) {
  return new MessageEvent(type, { data, origin, lastEventId });
}
