// The core of a source while the real one is being loaded: a source without a request.
//
// Knows the initial state of a source. Must not know what the real core does.

import { RECONNECTION_TIME } from '../dist/constants.js';

export class PendingCore {
  readyState = 0;
  lastEventId = '';
  reconnectionTime = RECONNECTION_TIME;

  close() {
    this.readyState = 2;
  }
}
