// The core of a source, seen from the side of the page's object.
//
// Knows the core's functions (src/event_source.rs) and its report of a source (src/source.rs). Must not know how the core
// is brought to life.

import * as glue from './dist/eventsource_wasm_bg.js';

/** The core's memory. @type {WebAssembly.Memory} */
export let memory;

/** Makes the exports of the WebAssembly, or of what stands for it, the core of all sources. */
export function serve(exports) {
  memory = exports[glue.MEMORY];
  glue.__wbg_set_wasm(exports);
  glue.serve(glue, memory);
}

/** What a source is asked until it is closed. */
export class Occupant {
  /** `skin` is what src/browser.js says. What does not reconnect is a source of somebody else's stream. */
  constructor(skin, fetches, reconnects) {
    this.skin = skin;
    const source = glue.admit(skin);
    glue.begin(source, fetches, reconnects);
    skin.report = glue.look(source);
  }

  get readyState() {
    return glue.report(this.skin.source)[5];
  }

  get reconnectionTime() {
    return glue.report(this.skin.source)[6];
  }

  get lastEventId() {
    return glue.lastEventId(this.skin.source);
  }

  close() {
    glue.close(this.skin.source);
  }

  /** Says that a batch is dispatched, or that its rest will not be. */
  dispatched() {
    glue.dispatched(this.skin.source);
  }
}
