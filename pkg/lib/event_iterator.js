// The events of a source for a `for await` loop.
//
// Knows the protocol of asynchronous iterators. Must not know where the events come from: it is given them, and says
// when it has none left, so that a slow loop slows down the reading of the stream.

/** Old engines have no such loop. */
export const ASYNC_ITERATOR = (typeof Symbol === 'function' && Symbol.asyncIterator) || '__asyncIterator';

export class EventIterator {
  _events = [];
  /** Those who wait for the next event: each with `resolve` and `reject`. */
  _waiting = [];
  _ended = false;
  /** Thrown once, after the last event. */
  _failure;
  _drained;
  _stopped;

  /**
   * @param {() => void} drained called when the last event has been taken
   * @param {() => void} stopped called when the loop has been left
   */
  constructor(drained, stopped) {
    this._drained = drained;
    this._stopped = stopped;
  }

  get isEmpty() {
    return !this._events.length;
  }

  [ASYNC_ITERATOR]() {
    return this;
  }

  next() {
    if (this._events.length) {
      const value = this._events.shift();
      if (this.isEmpty) this._drained();
      return Promise.resolve({ value, done: false });
    }
    const failure = this._failure;
    this._failure = undefined;
    if (failure) return Promise.reject(failure);
    if (this._ended) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve, reject) => this._waiting.push({ resolve, reject }));
  }

  /** The loop has been left. */
  return(value) {
    this._events = [];
    this._failure = undefined;
    this.end();
    this._stopped();
    return Promise.resolve({ value, done: true });
  }

  push(event) {
    const first = this._waiting.shift();
    if (first) first.resolve({ value: event, done: false });
    else this._events.push(event);
  }

  /**
   * There are no more events. The loop throws the failure, if there is one, after those that it has not taken.
   *
   * @param {any} [failure]
   */
  end(failure = undefined) {
    if (this._ended) return;
    this._ended = true;
    const first = failure && this._waiting.shift();
    if (first) first.reject(failure);
    else this._failure = failure;
    this._waiting.forEach(({ resolve }) => resolve({ value: undefined, done: true }));
    this._waiting = [];
  }
}
