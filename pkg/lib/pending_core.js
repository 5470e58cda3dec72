// The core of a source while the real one is being loaded: a source without a request.
//
// Knows the initial state of a source. Must not know what the real core does.

export class PendingCore {
  readyState = 0;

  /** With the options of the source, and the reader of its stream if it has one. */
  constructor({ lastEventId, reconnectionTime }, reader) {
    this.reader = reader;
    this.lastEventId = lastEventId;
    this.reconnectionTime = reconnectionTime;
  }

  /** There is no connection to give up. */
  reconnect() {}

  close() {
    this.readyState = 2;
    if (this.reader) Promise.resolve(this.reader.cancel()).then(undefined, () => {});
  }
}
