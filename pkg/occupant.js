// The core of a source, seen from the side of the page's object.
//
// Knows the core's functions (src/event_source.rs) and its report of a source (src/source.rs). Must not know how the core
// is brought to life.

import { admit, core, dispatched, lastEventId, report } from '../src/browser.js';

/** What a source is asked until it is closed. */
export class Occupant {
  /** `skin` is what src/browser.js says. What does not reconnect is a source of somebody else's stream. */
  constructor(skin, fetches, reconnects) {
    this.skin = skin;
    const source = admit(skin);
    core.begin(source, fetches, reconnects);
    skin.report = core.look(source);
  }

  get readyState() {
    return report(this.skin.source, 6);
  }

  get reconnectionTime() {
    return report(this.skin.source, 7);
  }

  get lastEventId() {
    return lastEventId(this.skin.source);
  }

  close() {
    core.close(this.skin.source);
  }

  /** Says that a batch is dispatched, or that its rest will not be. */
  dispatched() {
    dispatched(this.skin);
  }
}
