// The event of a message, and in a flood the cheapest one that passes for it.
//
// Knows how events are made. The build for old engines has its own (legacy/message_event.js).
//
// To make a MessageEvent of its dictionary costs Chromium more than all else that is done for a message. One that is an
// Event by birth, with getters of its own before those of MessageEvent, costs a third in all. Deviation: so are the
// messages of a chunk from the 17th on. They have the members, the constructor, the realm and the class string of a
// MessageEvent and are instances of it; `Object.getPrototypeOf()` is one step further from it, and getters that are
// taken from MessageEvent.prototype and called on them throw.

import { Event_ as Event, MessageEvent_ as MessageEvent } from './realm.js';

/** How many messages of a chunk are no flood. */
const USUAL = 16;

/** Made when it is needed first: importing this must not need the classes. @type {any} */
let FloodMessage;
/** A MessageEvent, or null: edge runtimes have none, or one that throws. @type {MessageEvent | null | undefined} */
let blank;

function createBlank() {
  try {
    return new /** @type {any} */ (MessageEvent)('message');
  } catch {
    return null;
  }
}

function createFloodMessage() {
  class MessageInFlood extends Event {
    #data;
    #origin;
    #lastEventId;

    constructor(type, data, origin, lastEventId) {
      super(type);
      this.#data = data;
      this.#origin = origin;
      this.#lastEventId = lastEventId;
    }

    get data() {
      return this.#data;
    }

    get origin() {
      return this.#origin;
    }

    get lastEventId() {
      return this.#lastEventId;
    }
  }

  if (!blank || !MessageEvent) return MessageInFlood;
  const { prototype } = MessageInFlood;
  for (const [name, theirs] of Object.entries(Object.getOwnPropertyDescriptors(MessageEvent.prototype))) {
    const { get } = theirs;
    const own = Object.getOwnPropertyDescriptor(prototype, name)?.get;
    // In the order that it has there.
    Reflect.deleteProperty(prototype, name);
    Object.defineProperty(prototype, name, get ? { ...theirs, get: own ?? get.bind(blank) } : theirs);
  }
  Object.setPrototypeOf(prototype, MessageEvent.prototype);
  return MessageInFlood;
}

/** The event of a message that has so many before it in its chunk. */
export function messageEvent(type, data, origin, lastEventId, before) {
  if (blank === undefined) blank = createBlank();
  if (blank && MessageEvent && before < USUAL) return new MessageEvent(type, { data, origin, lastEventId });
  FloodMessage ??= createFloodMessage();
  return new FloodMessage(type, data, origin, lastEventId);
}
